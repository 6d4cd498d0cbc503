"""The life of a dispute, and by when each side must move.

Promises: silence never lasts: every state but the last has a clock or somebody who is asked; who decides an appeal is
never who ruled.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from cofab.core.kernel.lifecycle import Lifecycle
from cofab.core.kernel.refusal import Refused, declare

DISPUTE = Lifecycle(
    "dispute",
    "raised",
    {
        ("raised", "answer"): "answered",
        ("raised", "concede"): "decided",
        ("raised", "silence"): "decided",
        ("raised", "withdraw"): "closed",
        ("answered", "agree"): "decided",
        ("answered", "concede"): "decided",
        ("answered", "withdraw"): "closed",
        ("answered", "escalate"): "ruling",
        ("ruling", "agree"): "decided",
        ("ruling", "concede"): "decided",
        ("ruling", "withdraw"): "closed",
        ("ruling", "rule"): "ruled",
        ("ruled", "confirm"): "decided",
        ("ruled", "appeal"): "appealed",
        ("appealed", "decide"): "decided",
        ("decided", "pay"): "closed",
        ("decided", "mend"): "mending",
        ("mending", "mended"): "closed",
        ("mending", "unmended"): "closed",
    },
)
"""`silence`: no answer came in time, the claim stands; `agree`: both took one proposal; `escalate`: talking is over and
somebody who is no party rules; `confirm`: nobody appealed in time; `mend`: the pieces are remade or reworked first;
`unmended`: they were not in time, and the money moves instead."""

CLOCKS = {"raised": "answer_days", "answered": "talk_days", "ruled": "appeal_days", "mending": "mend_days"}
"""Which rule says how many days a state lasts at most."""
WHEN_OVER = {"raised": "silence", "answered": "escalate", "ruled": "confirm", "mending": "unmended"}
"""What happens by itself when the time of a state is over."""

MOVERS = {
    "raised": ("respondent",),
    "answered": ("claimant", "respondent"),
    "ruling": ("operator",),
    "ruled": ("claimant", "respondent"),
    "appealed": ("committee",),
    "mending": ("claimant",),
}
"""Who moves in which state."""

OWN_RULING = declare("dispute.own_ruling", "An appeal is decided by somebody else than who ruled.")
TOO_LATE = declare("dispute.too_late", "Goods may be complained about until {until}.")


def until(state: str, at: datetime, rules: Mapping[str, Any]) -> datetime | None:
    """Return when the time of a state entered `at` is over; None where only a person moves it on."""
    clock = CLOCKS.get(state)
    return at + timedelta(days=int(rules[clock])) if clock else None


def check_raised(at: datetime, accepted_at: datetime | None, rules: Mapping[str, Any]) -> None:
    """Refuse a complaint about goods that were accepted longer ago than the warranty lasts (dispute.too_late)."""
    if accepted_at is None:
        return
    last = accepted_at + timedelta(days=int(rules["warranty_days"]))
    if at > last:
        raise Refused(TOO_LATE, until=last.date().isoformat())


def check_appeal_judge(judge: str, ruled_by: str) -> None:
    """Refuse that who ruled also decides the appeal (dispute.own_ruling); both are public names of people."""
    if judge == ruled_by:
        raise Refused(OWN_RULING)
