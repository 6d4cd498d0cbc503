"""A hold: money in an account reserved for one purpose, resolved exactly once."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from cofab.core.kernel.lifecycle import Lifecycle
from cofab.core.kernel.refusal import Refused, declare

HOLD = Lifecycle(
    "hold",
    "held",
    {
        ("held", "post"): "posted",
        ("held", "void"): "voided",
        ("held", "expire"): "expired",
    },
)
"""`post`: the money moved on; `void`: given back; `expire`: its time ran out before anything happened."""

NOT_POSITIVE = declare("ledger.hold_not_positive", "A hold needs an amount above zero.")
NOT_DUE = declare("ledger.hold_not_due", "This hold has not expired yet.")
SHORT = declare("ledger.short", "{available_minor} is free and {needed_minor} is needed.")


@dataclass(frozen=True, slots=True)
class Hold:
    """`amount_minor` of `account` reserved for `purpose`; `expires_at` None: until somebody resolves it."""

    account: str
    amount_minor: int
    purpose: str
    state: str = "held"
    expires_at: datetime | None = None


def place(account: str, available_minor: int, amount_minor: int, purpose: str, expires_at: datetime | None) -> Hold:
    """Return a new hold; refuses an amount that is not positive or not available."""
    if amount_minor <= 0:
        raise Refused(NOT_POSITIVE)
    if amount_minor > available_minor:
        raise Refused(SHORT, available_minor=available_minor, needed_minor=amount_minor)
    return Hold(account, amount_minor, purpose, "held", expires_at)


def resolve(hold: Hold, event: str, now: datetime) -> Hold:
    """Return the hold after "post", "void" or "expire"; refuses a second time and an expiry before its time."""
    after = HOLD.after(hold.state, event)
    if event == "expire" and (hold.expires_at is None or now < hold.expires_at):
        raise Refused(NOT_DUE)
    return replace(hold, state=after)
