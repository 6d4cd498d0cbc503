"""The Shapley value: each player's average marginal worth over all orders of arrival, exactly.

Source: Shapley 1953. With T_k the sum of worths of all coalitions of k players and A_ik of those that hold i,
phi_i = sum over k of k! (n-k-1)! / n! x (A_i,k+1 - (T_k - A_ik)).
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from itertools import permutations
from math import factorial
from typing import Any

import numpy as np
import numpy.typing as npt
from numba import njit

from cofab.core.kernel.money import allocate
from cofab.core.kernel.refusal import Refused, declare

MOST, HALF = 20, 31
TOO_MANY = declare(
    "share.too_many_players", "The exact value is computed for up to {most} players; these are {players}."
)


Worths = npt.NDArray[np.int64]


def shapley(worths: Worths) -> list[Fraction]:
    """Return the exact value of each player from the worths by bit mask; refuses more than 20 players."""
    players = len(worths).bit_length() - 1
    if players > MOST:
        raise Refused(TOO_MANY, most=MOST, players=players)
    coarse = np.abs(worths).max(initial=0) >= 1 << HALF
    by_size, holding = _exact_sums(worths, players) if coarse else sums(worths, players)
    return [_value(players, by_size, holding[player]) for player in range(players)]


def _exact_sums(worths: Worths, players: int) -> tuple[Any, Any]:
    """Return the sums of great worths from those of their upper and lower halves, in Python's integers."""
    (high, high_holding), (low, low_holding) = (
        tuple(part.astype(object) for part in sums(half, players))
        for half in (worths >> HALF, worths & (1 << HALF) - 1)
    )
    return high * (1 << HALF) + low, high_holding * (1 << HALF) + low_holding


@njit(cache=True, nogil=True)
def sums(worths: Worths, players: int) -> tuple[Worths, Worths]:  # pragma: no cover
    """Return the sum of worths by size of coalition, and by player that is in it and size.

    Each coalition is split into its players below and above the middle and counted twice, once into a cell of each half
    and size; the cells, a few thousand, then know their players.
    """
    low = players // 2
    high = players - low
    rows, columns = np.zeros((1 << high, low + 1), np.int64), np.zeros((1 << low, high + 1), np.int64)
    count = np.zeros(1 << high, np.int64)
    for mask in range(1, 1 << high):
        count[mask] = count[mask >> 1] + (mask & 1)
    for above in range(1 << high):
        for below in range(1 << low):
            worth = worths[above << low | below]
            rows[above, count[below]] += worth
            columns[below, count[above]] += worth
    by_size, holding = np.zeros(players + 1, np.int64), np.zeros((players, players + 1), np.int64)
    for above in range(1 << high):
        for others in range(low + 1):
            by_size[count[above] + others] += rows[above, others]
            for player in range(high):
                if above >> player & 1:
                    holding[low + player, count[above] + others] += rows[above, others]
    for below in range(1 << low):
        for others in range(high + 1):
            for player in range(low):
                if below >> player & 1:
                    holding[player, count[below] + others] += columns[below, others]
    return by_size, holding


def _value(n: int, by_size: Worths, holding: Worths) -> Fraction:
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
