"""Money as whole minor units of one currency; no floats anywhere, one division only.

Promises: `allocate` gives out every cent exactly once.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from cofab.core.kernel.refusal import CURRENCIES_DIFFER, Refused


@dataclass(frozen=True, slots=True, order=True)
class Money:
    """An amount in minor units (fen, cent) of `currency` (ISO 4217 code)."""

    amount_minor: int
    currency: str = "CNY"

    def _same(self, other: Money) -> None:
        if self.currency != other.currency:
            raise Refused(CURRENCIES_DIFFER, left=self.currency, right=other.currency)

    def __add__(self, other: Money) -> Money:
        """Return the sum; refuses another currency."""
        self._same(other)
        return Money(self.amount_minor + other.amount_minor, self.currency)

    def __sub__(self, other: Money) -> Money:
        """Return the difference; refuses another currency."""
        self._same(other)
        return Money(self.amount_minor - other.amount_minor, self.currency)

    def __neg__(self) -> Money:
        """Return the amount with its sign turned."""
        return Money(-self.amount_minor, self.currency)


def allocate(total_minor: int, weights: Sequence[int | Fraction]) -> list[int]:
    """Split `total_minor` in proportion to non-negative `weights`, by largest remainder.

    Returns one integer a weight; they sum to the total exactly. Ties go to the earlier weight.
    A negative total is split as the mirror of the positive one.
    Raises ValueError for no weights, a negative weight, or weights that sum to zero.
    Source: Hamilton's method (largest remainder), Balinski and Young 1982.
    """
    if not weights or any(w < 0 for w in weights) or not sum(weights):
        raise ValueError("weights must be non-negative with a positive sum")
    if total_minor < 0:
        return [-share for share in allocate(-total_minor, weights)]
    whole = Fraction(sum(weights))
    exact = [total_minor * Fraction(w) / whole for w in weights]
    shares = [int(e) for e in exact]
    by_remainder = sorted(range(len(weights)), key=lambda i: (shares[i] - exact[i], i))
    for i in by_remainder[: total_minor - sum(shares)]:
        shares[i] += 1
    return shares


def parts_per_million(amount_minor: int, ppm: int) -> int:
    """Return `ppm` millionths of an amount, rounded half away from zero (fees, VAT, penalties)."""
    sign = -1 if (amount_minor < 0) != (ppm < 0) else 1
    return sign * ((2 * abs(amount_minor) * abs(ppm) + 1_000_000) // 2_000_000)
