"""A market of many buyers and many sellers of one kind of thing, in which nobody gains by lying.

Source: McAfee 1992, A dominant strategy double auction. No outside price is assumed: where every pair could trade, the
last pair is dropped.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction


@dataclass(frozen=True, slots=True)
class Traded:
    """Who trades (indexes into what was given) and at what prices; `best` is the gain if all who could would trade."""

    buyers: tuple[int, ...]
    sellers: tuple[int, ...]
    buyers_pay: Fraction
    sellers_get: Fraction
    gain: Fraction
    best: Fraction

    @property
    def surplus(self) -> Fraction:
        """Return what is paid and not passed on."""
        return len(self.buyers) * (self.buyers_pay - self.sellers_get)


def mcafee(buyers: Sequence[Fraction | int], sellers: Sequence[Fraction | int]) -> Traded:
    """Trade one unit a head between buyers (what it is worth to each) and sellers (what it costs each).

    With the worths falling and the costs rising, k pairs could trade. If the middle of the next pair suits the k-th,
    all k trade at it; otherwise k - 1 trade, buyers at the k-th worth and sellers at the k-th cost. Ties go to who was
    named first.
    """
    worth = sorted(range(len(buyers)), key=lambda i: -buyers[i])
    cost = sorted(range(len(sellers)), key=lambda i: sellers[i])
    pairs = min(len(worth), len(cost))
    k = next((i for i in range(pairs) if buyers[worth[i]] < sellers[cost[i]]), pairs)
    gains = [Fraction(buyers[worth[i]] - sellers[cost[i]]) for i in range(k)]
    best = sum(gains, Fraction(0))
    if k < pairs:
        middle = Fraction(buyers[worth[k]] + sellers[cost[k]]) / 2
        if k and sellers[cost[k - 1]] <= middle <= buyers[worth[k - 1]]:
            return Traded(tuple(worth[:k]), tuple(cost[:k]), middle, middle, best, best)
    if not k:
        return Traded((), (), Fraction(0), Fraction(0), Fraction(0), Fraction(0))
    pay, get = Fraction(buyers[worth[k - 1]]), Fraction(sellers[cost[k - 1]])
    return Traded(tuple(worth[: k - 1]), tuple(cost[: k - 1]), pay, get, best - gains[-1], best)
