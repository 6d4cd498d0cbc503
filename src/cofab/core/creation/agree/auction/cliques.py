"""What any outcome can be worth at most: the linear relaxation over groups of bids of which at most one can win.

An item and, with exclusive bids, a bidder make such a group (a clique of the table of conflicts); bids that clash two
by two over different items make more, and are added while they cut off the fractional answer (Padberg 1973).
The prices of the groups are the dual answer: each bid's loss is what its groups cost beyond its price.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from ortools.linear_solver import pywraplp  # type: ignore[import-untyped]

from cofab.core.creation.agree.auction.bids import Bid, Flags

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
ROUNDS = 30
NEAR = 1e-6
VIOLATED = 1e-4


@dataclass(frozen=True, slots=True)
class Relaxed:
    """An answer of the relaxation: how far each bid wins (0 to 1), and each group with its price (>= 0)."""

    won: Floats
    groups: list[tuple[int, ...]]
    prices: Floats


class Relaxation:
    """The relaxation over one set of bids, kept warm while bids are shut out and let in again."""

    def __init__(self, bids: Sequence[Bid], clash: Flags, first: Iterable[Sequence[int]]) -> None:
        self.clash = clash
        self.worth = np.array([bid.price for bid in bids], dtype=np.float64)
        self.order = np.argsort(-self.worth, kind="stable")
        self.solver = pywraplp.Solver.CreateSolver("GLOP")
        self.wins = [self.solver.NumVar(0, self.solver.infinity(), "") for _ in bids]
        for variable, price in zip(self.wins, self.worth, strict=True):
            self.solver.Objective().SetCoefficient(variable, float(price))
        self.solver.Objective().SetMaximization()
        self.groups: list[tuple[int, ...]] = []
        self.rows: list[pywraplp.Constraint] = []
        self.known: set[tuple[int, ...]] = set()
        for group in first:
            self._add(group)

    def solve(self, shut: Sequence[int] = ()) -> Relaxed:
        """Solve without the bids `shut`; with none shut, groups are added as long as they cut."""
        for row in shut:
            self.wins[row].SetUb(0)
        for _ in range(ROUNDS):
            self.solver.Solve()
            won = np.array([variable.solution_value() for variable in self.wins])
            if len(shut) or not self._cut(won):
                break
        prices = np.array([max(row.dual_value(), 0.0) for row in self.rows])
        for row in shut:
            self.wins[row].SetUb(self.solver.infinity())
        return Relaxed(won, list(self.groups), prices)

    def _add(self, group: Sequence[int]) -> bool:
        whole = tuple(sorted(self._grown(group)))
        if whole in self.known:
            return False
        self.known.add(whole)
        row = self.solver.Constraint(-self.solver.infinity(), 1)
        for bid in whole:
            row.SetCoefficient(self.wins[bid], 1)
        self.groups.append(whole)
        self.rows.append(row)
        return True

    def _grown(self, group: Sequence[int]) -> list[int]:
        """Return the group with every further bid, dear ones first, that clashes with all in it."""
        grown = [int(bid) for bid in group]
        fits: Flags = np.asarray(self.clash[grown].all(axis=0))
        for bid in self.order:
            if fits[bid]:
                grown.append(int(bid))
                fits &= self.clash[bid]
        return grown

    def _cut(self, won: Floats) -> int:
        """Add groups that hold more than one winner in parts; return how many."""
        parts = [int(bid) for bid in np.argsort(-won) if won[bid] > NEAR]
        added = 0
        for place, one in enumerate(parts):
            if won[one] > 1 - NEAR:
                continue
            for other in parts[place + 1 :]:
                if not self.clash[one, other]:
                    continue
                group = [one, other]
                fits: Flags = np.logical_and(self.clash[one], self.clash[other])
                for third in parts:
                    if fits[third]:
                        group.append(third)
                        fits = np.logical_and(fits, self.clash[third])
                if won[group].sum() > 1 + VIOLATED:
                    added += self._add(group)
        return added
