"""The Shapley value: each player's average marginal worth over all orders of arrival, exactly.

Source: Shapley 1953. With T_k the sum of worths of all coalitions of k players and A_ik of those that hold i,
phi_i = sum over k of k! (n-k-1)! / n! x (A_i,k+1 - (T_k - A_ik)).
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from itertools import permutations
from math import factorial

import numpy as np
import numpy.typing as npt

from cofab.core.kernel.money import allocate
from cofab.core.kernel.refusal import Refused, declare

MOST = 20
TOO_MANY = declare(
    "share.too_many_players", "The exact value is computed for up to {most} players; these are {players}."
)


def shapley(worths: npt.NDArray[np.int64]) -> list[Fraction]:
    """Return the exact value of each player from the worths by bit mask; refuses more than 20 players."""
    players = len(worths).bit_length() - 1
    if players > MOST:
        raise Refused(TOO_MANY, most=MOST, players=players)
    sizes = _sizes(players)
    order = np.argsort(sizes, kind="stable")
    starts = np.searchsorted(sizes[order], np.arange(players + 1))
    by_size = np.add.reduceat(worths[order], starts)
    values = []
    for player in range(players):
        holding = np.where(order >> player & 1, worths[order], 0)
        values.append(_value(players, by_size, np.add.reduceat(holding, starts)))
    return values


def _sizes(players: int) -> npt.NDArray[np.int64]:
    sizes = np.zeros(1, dtype=np.int64)
    for _ in range(players):
        sizes = np.concatenate([sizes, sizes + 1])
    return sizes


def _value(n: int, by_size: npt.NDArray[np.int64], holding: npt.NDArray[np.int64]) -> Fraction:
    exact = Fraction(0)
    for k in range(n):
        marginal = int(holding[k + 1]) - (int(by_size[k]) - int(holding[k]))
        exact += Fraction(marginal * factorial(k) * factorial(n - k - 1), factorial(n))
    return exact


def shapley_by_orders(worths: Sequence[int]) -> list[Fraction]:
    """Return the same by walking every order of arrival: the plain reference, for at most eight players."""
    n = len(worths).bit_length() - 1
    totals = [0] * n
    for arrival in permutations(range(n)):
        mask = 0
        for player in arrival:
            totals[player] += int(worths[mask | 1 << player]) - int(worths[mask])
            mask |= 1 << player
    return [Fraction(total, factorial(n)) for total in totals]


def cents(total_minor: int, values: Sequence[Fraction]) -> list[int]:
    """Return a sum split in proportion to the values by largest remainder; negative values count as zero."""
    weights = [max(value, Fraction(0)) for value in values]
    return allocate(total_minor, weights if sum(weights) else [1] * len(weights))
