"""The kinds of account and what their balance means.

A balance is the sum of an account's postings. Positive: the owner is owed or has it; negative: the owner owes.
Why: money at a custodian belongs to those named there; the platform's books mirror it and hold none themselves.
"""

from __future__ import annotations

from dataclasses import dataclass

CUSTODY = "custody"
DEPOSIT = "deposit"
PAYABLE = "payable"
OWES = "owes"
OWED = "owed"

KINDS = (CUSTODY, DEPOSIT, PAYABLE, OWES, OWED)
"""custody: what a custodian keeps, as a negative mirror; deposit: a buyer's money secured for one order;
payable: released to a payee, waiting for the pay-out; owes and owed: an obligation between two parties who pay
each other directly."""

MAY_BE_NEGATIVE = frozenset({CUSTODY, OWES})
"""These kinds are never above zero; every other kind is never below, holds counted."""


@dataclass(frozen=True, slots=True)
class Balance:
    """What an account has: `posted_minor` is the sum of postings, `held_minor` what unresolved holds reserve."""

    posted_minor: int = 0
    held_minor: int = 0

    @property
    def available_minor(self) -> int:
        """Return what may still be moved."""
        return self.posted_minor - self.held_minor


def allowed(kind: str, balance: Balance) -> bool:
    """Tell whether an account of `kind` may have this balance."""
    if balance.held_minor < 0:
        return False
    return balance.posted_minor <= 0 if kind in MAY_BE_NEGATIVE else balance.available_minor >= 0
