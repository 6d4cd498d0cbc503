"""The nucleolus: the split whose worst-off coalitions are as well off as they can be, exactly; and the core.

Source: Schmeidler 1969, computed by successive linear programs (Maschler, Peleg and Shapley 1979). The excess of a
coalition is e(S) = v(S) - x(S): what it would gain by working alone. The core is not empty if and only if no excess
is positive at the nucleolus. Each program holds only the coalitions that bind; the worst of all 2^n is looked up and
added until none is worse. The floating programs only say which coalitions bind: the shares solve their equations in
fractions.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
import numpy.typing as npt
from ortools.linear_solver import pywraplp  # type: ignore[import-untyped]

from cofab.core.kernel.refusal import Refused, declare
from cofab.core.realisation.share.equations import rank_grows, solve

MOST = 20
NEAR = 1e-9
TOO_MANY = declare("share.too_many_for_nucleolus", "The nucleolus is computed for up to {most} players, not {players}.")
UNSETTLED = declare("share.nucleolus_unsettled", "The nucleolus of this game could not be settled in exact arithmetic.")

Worths = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Blocking:
    """The coalition (bit mask) that gains most by working alone, with that gain (> 0) in units of the worths."""

    mask: int
    gain: Fraction


def nucleolus(worths: Worths) -> list[Fraction]:
    """Return each player's share from the worths by bit mask; the shares sum to the worth of all.

    Refuses more than 20 players.
    """
    players = len(worths).bit_length() - 1
    if players > MOST:
        raise Refused(TOO_MANY, most=MOST, players=players)
    if players == 1:
        return [Fraction(int(worths[1]))]
    return _Search(worths, players).shares()


def blocking(worths: Worths, shares: Sequence[Fraction]) -> Blocking | None:
    """Return the coalition that would gain most by leaving this split, or None where the split lies in the core."""
    scale = max((share.denominator for share in shares), default=1)
    given = subset_sums([float(share) for share in shares])
    excess = worths - given
    excess[[0, -1]] = -np.inf
    width = NEAR * max(1.0, float(np.abs(worths).max())) * scale
    best: Blocking | None = None
    for mask in np.flatnonzero(excess >= excess.max() - width)[:256]:
        gain = int(worths[mask]) - sum((s for i, s in enumerate(shares) if int(mask) >> i & 1), Fraction(0))
        if gain > 0 and (best is None or gain > best.gain):
            best = Blocking(int(mask), gain)
    return best


def subset_sums(values: Sequence[float]) -> npt.NDArray[np.float64]:
    """Return the sum of the values of every coalition by bit mask."""
    sums = np.zeros(1)
    for value in values:
        sums = np.concatenate([sums, sums + value])
    return sums


class _Search:
    """The successive programs over one game; coalitions whose share is settled leave them."""

    def __init__(self, worths: Worths, players: int) -> None:
        self.worths, self.n = worths, players
        self.unit = max(1.0, float(np.abs(worths).max()))
        self.settled: list[tuple[int, int]] = [(len(worths) - 1, -1)]  # coalition and the round that settled it
        self.rows = [self._row(len(worths) - 1)]
        self.excesses: list[float] = []
        self.bound: list[tuple[int, int]] = []  # every coalition that binds, and its round
        self.active = {1 << i for i in range(players)} | {(len(worths) - 1) ^ (1 << i) for i in range(players)}

    def shares(self) -> list[Fraction]:
        while len(self.rows) < self.n:
            tight = self._round()
            self.bound += [(mask, len(self.excesses) - 1) for mask in tight]
            grown = [mask for mask in tight if self._settle(mask)]
            if not grown:
                raise Refused(UNSETTLED)
        return self._exact()

    def _row(self, mask: int) -> list[Fraction]:
        return [Fraction(mask >> i & 1) for i in range(self.n)]

    def _settle(self, mask: int) -> bool:
        if not rank_grows(self.rows, self._row(mask)):
            return False
        self.rows.append(self._row(mask))
        self.settled.append((mask, len(self.excesses) - 1))
        return True

    def _round(self) -> list[int]:
        """Solve one program over all coalitions that are free; return those that bind in every best split."""
        free = self._free()
        while True:
            active = sorted(mask for mask in self.active if free[mask])
            level, split, tight = self._program(active or [int(np.flatnonzero(free)[0])])
            excess = np.where(free, self.worths / self.unit - subset_sums(split), -np.inf)
            worst = np.argpartition(excess, -self.n)[-self.n :]
            new = {int(m) for m in worst if excess[m] > level + NEAR} - self.active
            if not new:
                self.excesses.append(level)
                return tight
            self.active |= new

    def _free(self) -> npt.NDArray[np.bool_]:
        """Tell for each coalition whether its share still varies: a random direction that keeps the settled tells."""
        basis = np.array([[float(v) for v in row] for row in self.rows])
        towards = np.random.default_rng(len(self.rows)).normal(size=self.n)
        towards -= np.linalg.lstsq(basis, basis @ towards, rcond=None)[0]
        return np.asarray(np.abs(subset_sums(towards.tolist())) > 1e-7 * np.abs(towards).max())

    def _program(self, active: Sequence[int]) -> tuple[float, list[float], list[int]]:
        """Minimise the greatest excess of the active coalitions; return it, the split, and who binds by its price."""
        solver = pywraplp.Solver.CreateSolver("GLOP")
        far = solver.infinity()
        split = [solver.NumVar(-far, far, "") for _ in range(self.n)]
        level = solver.NumVar(-far, far, "")
        for mask, when in self.settled:
            worth = self.worths[mask] / self.unit - (self.excesses[when] if when >= 0 else 0.0)
            _sum(solver.Constraint(worth, worth), split, mask)
        held = []
        for mask in active:
            row = solver.Constraint(float(self.worths[mask] / self.unit), far)
            _sum(row, split, mask)
            row.SetCoefficient(level, 1)
            held.append(row)
        solver.Objective().SetCoefficient(level, 1)
        if solver.Solve() != pywraplp.Solver.OPTIMAL:
            raise Refused(UNSETTLED)
        tight = [m for m, row in zip(active, held, strict=True) if row.dual_value() > NEAR]
        return level.solution_value(), [x.solution_value() for x in split], tight

    def _exact(self) -> list[Fraction]:
        """Solve x(S) + e_r = v(S) for the coalitions S that bind in each round r, in fractions."""
        rounds = len(self.excesses)
        whole = len(self.worths) - 1
        rows = [[*self._row(whole), *[Fraction(0)] * rounds]]
        rows += [[*self._row(mask), *(Fraction(when == r) for r in range(rounds))] for mask, when in self.bound]
        sides = [Fraction(int(self.worths[mask])) for mask in (whole, *(mask for mask, _when in self.bound))]
        answer = solve(rows, sides)
        if answer is None:
            raise Refused(UNSETTLED)
        return answer[: self.n]


def _sum(row: pywraplp.Constraint, split: Sequence[pywraplp.Variable], mask: int) -> None:
    for i, share in enumerate(split):
        if mask >> i & 1:
            row.SetCoefficient(share, 1)
