"""A proposal to move work: its life, and what the answers of those it touches add up to.

Promises: nothing moves before everybody touched has agreed; silence agrees to nothing.
"""

from __future__ import annotations

from collections.abc import Mapping

from cofab.core.kernel.lifecycle import Lifecycle
from cofab.core.kernel.money import allocate
from cofab.core.kernel.refusal import Refused, declare

ANSWERS = ("agree", "refuse")
ANSWER_UNKNOWN = declare("replan.answer_unknown", "A proposal is answered with agree or refuse, not {answer}.")
NOT_ASKED = declare("replan.not_asked", "This proposal does not need your answer.")

PROPOSAL = Lifecycle(
    "proposal",
    "open",
    {
        ("open", "agree"): "agreed",
        ("open", "refuse"): "refused",
        ("open", "lapse"): "lapsed",
        ("open", "withdraw"): "withdrawn",
        ("agreed", "apply"): "applied",
        ("agreed", "withdraw"): "withdrawn",
    },
)
"""`withdraw`: another proposal for the same work was agreed first, or the machine came back."""


def outcome(answers: Mapping[str, str]) -> str | None:
    """Return the proposal's event that the answers (by party; "" for none yet) call for, or None to wait.

    Source: unanimous consent of those touched; one refusal ends it.
    """
    if "refuse" in answers.values():
        return "refuse"
    return "agree" if answers and all(answer == "agree" for answer in answers.values()) else None


def answered(answers: Mapping[str, str], party: str, answer: str) -> dict[str, str]:
    """Return the answers with one more; refuses an unknown word and a party who was not asked."""
    if answer not in ANSWERS:
        raise Refused(ANSWER_UNKNOWN, answer=answer)
    if party not in answers:
        raise Refused(NOT_ASKED)
    return {**answers, party: answer}


def moved_share(amount_minor: int, quantity: int, moved: int) -> int:
    """Return the part of a firm's amount that follows `moved` of its `quantity` pieces to another firm."""
    return allocate(amount_minor, [moved, quantity - moved])[0]
