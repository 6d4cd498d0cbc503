"""The buyer's acceptance: said, refused with a reason, or given by seven days of silence."""

from __future__ import annotations

from datetime import datetime, timedelta

from cofab.core.kernel.lifecycle import Lifecycle
from cofab.core.kernel.refusal import Refused, declare

NO_REASON = declare("deliver.no_reason", "Say what is wrong with the goods.")
NOT_YET_SILENT = declare("deliver.not_yet_silent", "The buyer may answer until {until}.")

SILENCE_DAYS = 7

ACCEPTANCE = Lifecycle(
    "acceptance",
    "waiting",
    {
        ("waiting", "accept"): "accepted",
        ("waiting", "refuse"): "refused",
        ("waiting", "silence"): "silent",
        ("refused", "accept"): "accepted",
        ("refused", "redeliver"): "waiting",
    },
)
"""`silent` counts as accepted; a refused delivery may still be accepted after rework or a ruling."""

ACCEPTED = frozenset({"accepted", "silent"})


def answer_until(arrived: datetime, days: int = SILENCE_DAYS) -> datetime:
    """Return until when the buyer may answer; after it silence is acceptance."""
    return arrived + timedelta(days=days)


def answer(state: str, word: str, reason: str = "") -> str:
    """Return the state after the buyer's "accept" or "refuse"; a refusal needs a reason."""
    if word == "refuse" and not reason.strip():
        raise Refused(NO_REASON)
    return ACCEPTANCE.after(state, word)


def silence(state: str, until: datetime, now: datetime) -> str:
    """Return the state after nobody answered; refuses before `until`."""
    if now < until:
        raise Refused(NOT_YET_SILENT, until=until.isoformat())
    return ACCEPTANCE.after(state, "silence")
