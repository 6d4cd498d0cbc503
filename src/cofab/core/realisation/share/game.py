"""A game among partners: what each coalition is worth, or costs, alone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import factorial, lcm

import numpy as np
import numpy.typing as npt

from cofab.core.kernel.refusal import Refused, declare

STRANGER = declare("share.player_unknown", "The coalition {coalition} names somebody who is not among the players.")
NO_WORTH = declare("share.no_worth", "Name at least one coalition and what it is worth.")
TOO_MANY = declare(
    "share.too_many_for_table", "This rule weighs every coalition, so it takes up to {most} players, not {players}."
)
TWICE = declare("share.named_twice", "{name} is named twice.")
NOBODY = declare("share.worth_of_nobody", "A coalition of nobody is worth nothing.")
BEST_COST = declare("share.best_of_costs", "The best part is taken of worths, not of costs.")
MOST = 20


@dataclass(frozen=True, slots=True)
class Game:
    """Players, and the worth of each coalition that is worth something (any unit); `cost` where less is better.

    `best`: a coalition is worth the best of those named that it holds, instead of nothing where it is not named.
    """

    players: tuple[str, ...]
    worths: Mapping[frozenset[str], Fraction]
    cost: bool = False
    best: bool = False


def given(players: Sequence[str], worth: Mapping[str, Fraction], cost: bool = False, best: bool = False) -> Game:
    """Return the game whose coalitions are named "A,B"; one that is not named is worth nothing, or its best part.

    Refuses a game in which no coalition is named, a player named twice, a coalition with a stranger in it, one named
    twice, an empty one with a worth, and best parts of costs.
    """
    if len(set(players)) != len(players):
        raise Refused(TWICE, name=next(p for i, p in enumerate(players) if p in players[:i]))
    if cost and best:
        raise Refused(BEST_COST)
    if not worth:
        raise Refused(NO_WORTH)
    worths = {}
    for name, value in worth.items():
        members = frozenset(filter(None, (part.strip() for part in name.split(","))))
        if not members <= set(players):
            raise Refused(STRANGER, coalition=name)
        if members in worths:
            raise Refused(TWICE, name=name)
        if value and not members:
            raise Refused(NOBODY)
        worths[members] = value
    return Game(tuple(players), worths, cost, best)


def table(game: Game) -> tuple[npt.NDArray[np.int64], int]:
    """Return whole worths by bit mask (bit i for players[i]; negative for costs) and what one unit was divided into.

    Refuses more than 20 players.
    """
    n = len(game.players)
    if n > MOST:
        raise Refused(TOO_MANY, most=MOST, players=n)
    scale = lcm(*(value.denominator for value in game.worths.values()))
    place = {player: 1 << i for i, player in enumerate(game.players)}
    worths = np.zeros(1 << n, dtype=np.int64)
    for members, value in game.worths.items():
        worths[sum(place[p] for p in members)] = int(value * scale) * (-1 if game.cost else 1)
    if game.best:
        for bit in place.values():
            pairs = worths.reshape(-1, 2, bit)
            np.maximum(pairs[:, 1], pairs[:, 0], out=pairs[:, 1])
    return worths, scale


def largest_claim(claims: Mapping[str, Fraction], cost: bool) -> Game:
    """Return the game in which a coalition is worth, or costs, its largest claim; refuses more than 20 players."""
    players = tuple(claims)
    if len(players) > MOST:
        raise Refused(TOO_MANY, most=MOST, players=len(players))
    coalitions = (frozenset(p for i, p in enumerate(players) if mask >> i & 1) for mask in range(1, 1 << len(players)))
    return Game(players, {members: max(claims[p] for p in members) for members in coalitions}, cost)


def shapley_of_named(game: Game) -> list[Fraction]:
    """Return the exact Shapley values for any number of players, walking only the coalitions that are named.

    phi_i = sum over S with i of (s-1)! (n-s)! / n! v(S) - sum over S without i of s! (n-s-1)! / n! v(S) (Shapley 1953,
    terms gathered by coalition).
    """
    n = len(game.players)
    values = dict.fromkeys(game.players, Fraction(0))
    for members, worth in game.worths.items():
        s = len(members)
        inside = Fraction(factorial(s - 1) * factorial(n - s), factorial(n)) * worth if s else Fraction(0)
        outside = Fraction(factorial(s) * factorial(n - s - 1), factorial(n)) * worth if s < n else Fraction(0)
        for player in game.players:
            values[player] += inside if player in members else -outside
    return [values[player] for player in game.players]


def shapley_of_claims(claims: Mapping[str, Fraction]) -> list[Fraction]:
    """Return the exact values where a coalition is worth, or costs, the largest claim in it, for any number of players.

    Each stretch between two neighbouring claims is shared by those who claim at least that much: Littlechild and Owen
    1973 for the runway, and Ibn Ezra's rule for the heirs.
    """
    order = sorted(claims, key=lambda player: claims[player])
    shares, below, each = {}, Fraction(0), Fraction(0)
    for rank, player in enumerate(order):
        each += (claims[player] - below) / (len(order) - rank)
        below = claims[player]
        shares[player] = each
    return [shares[player] for player in claims]
