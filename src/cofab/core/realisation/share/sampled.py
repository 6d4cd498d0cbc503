"""The Shapley value of many players where a coalition is worth its best plan, by sampled orders of arrival.

Each drawn order is walked forwards and backwards (antithetic orders: Castro, Gomez and Tejada 2009; Mitchell and others
2022), and what each player adds is averaged. The shares sum to the worth of all, whatever was drawn.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import lcm

import numpy as np

from cofab.core.realisation.share.game import Game

PAIRS, WIDTH = 4_000, 1.96


@dataclass(frozen=True, slots=True)
class Sampled:
    """Each player's estimated value, and the half width of the widest 95 % interval (units of the worths)."""

    values: Sequence[Fraction]
    error: float


def sampled(game: Game, seed: int, pairs: int = PAIRS) -> Sampled:
    """Return the values from `pairs` orders and their reverses."""
    dice, n = np.random.default_rng(seed), len(game.players)
    place = {player: i for i, player in enumerate(game.players)}
    scale = lcm(*(worth.denominator for worth in game.worths.values()))
    plans = [([place[p] for p in members], int(worth * scale)) for members, worth in game.worths.items() if members]
    there = np.argsort(dice.random((pairs, n)), axis=1)
    added = np.zeros((pairs, n), dtype=np.int64)
    for arrival in (there, n - 1 - there):  # arrival[k, i]: when player i comes in order k
        best = np.zeros((pairs, n), dtype=np.int64)
        for members, worth in plans:
            np.maximum.at(best, (np.arange(pairs), arrival[:, members].max(axis=1)), worth)
        steps = np.diff(np.maximum.accumulate(best, axis=1), axis=1, prepend=0)
        added += np.take_along_axis(steps, arrival, axis=1)
    values = [Fraction(int(total), 2 * pairs * scale) for total in added.sum(axis=0)]
    return Sampled(values, float(WIDTH * (added / 2).std(axis=0, ddof=1).max() / pairs**0.5 / scale))
