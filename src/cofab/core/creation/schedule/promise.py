"""By when an order will be there with a stated confidence, from records of how late work was.

How late a step ends is drawn from the firm's own records of that process, mixed with those of the process at all firms,
and these with all records: where a firm has n records, its own weigh n against `weight` for the rest (the predictive
distribution of a Dirichlet process; Ferguson 1973), so that a firm without records is taken as its trade is.
Delay passes on: a step that begins late ends late, less the slack before it. Distributions are convolved on a grid.
What is still wrong after that (steps of one firm that are late together, a market that changed) is seen in past
promises and taken off: the confidence asked for is moved to where so many of them held (conformal; Vovk 2005).
Promises: whole numbers in, whole numbers out; the same records give the same date.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from cofab.core.kernel.refusal import Refused, declare

NO_RECORDS = declare("schedule.no_records", "There are no records yet of how late work was: no date can be promised.")

Floats = npt.NDArray[np.float64]
WHOLE = 1_000_000
WEIGHT = 8


@dataclass(frozen=True, slots=True)
class Record:
    """One step that was done: `late_s` seconds after its planned end (less than 0: before it)."""

    firm: str
    process: str
    late_s: int


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a plan: `slack_s` seconds pass between the end of the step before it and its planned start."""

    firm: str
    process: str
    slack_s: int = 0


@dataclass(frozen=True, slots=True)
class Promise:
    """`late_s` seconds after the plan's end the order is there with `confidence_ppm`; `level_ppm` is what was read off
    the distribution for it, `own` how many records are of the very firms and processes, `records` how many there are.
    """

    late_s: int
    confidence_ppm: int
    level_ppm: int
    own: int
    records: int


@dataclass(frozen=True)
class Grid:
    """Seconds in cells of `cell_s`, cell 0 beginning at `low` cells."""

    cell_s: int
    low: int
    size: int


class Odds:
    """The distributions that records tell, on one grid."""

    def __init__(self, records: Sequence[Record], cell_s: int = 3600, weight: int = WEIGHT) -> None:
        if not records:
            raise Refused(NO_RECORDS)
        cells = [-(-record.late_s // cell_s) for record in records]
        low = min(0, *cells)
        self.grid, self.weight = Grid(cell_s, low, max(0, *cells) - low + 1), weight
        self.count = len(records)
        self._counts: dict[tuple[str, ...], Floats] = {}
        for record, cell in zip(records, cells, strict=True):
            for key in ((), (record.process,), (record.firm, record.process)):
                self._counts.setdefault(key, np.zeros(self.grid.size))[cell - low] += 1

    def own(self, steps: Sequence[Step]) -> int:
        """Return how many records are of the firms and processes of these steps."""
        return sum(
            int(self._of((step.firm, step.process)).sum()) for step in {(s.firm, s.process): s for s in steps}.values()
        )

    def of_step(self, step: Step) -> Floats:
        """Return the chance of each cell of lateness of a step."""
        found = self._counts[()] / self.count
        for key in ((step.process,), (step.firm, step.process)):
            mine = self._of(key)
            found = (mine + self.weight * found) / (mine.sum() + self.weight)
        return found

    def of_order(self, steps: Sequence[Step]) -> tuple[int, Floats]:
        """Return (first cell, chance of each cell) of how late the last step ends."""
        low, chance = 0, np.ones(1)
        for step in steps:
            low, chance = _waited(low, chance, step.slack_s // self.grid.cell_s)
            low, chance = low + self.grid.low, np.convolve(chance, self.of_step(step))
        return low, chance

    def _of(self, key: tuple[str, ...]) -> Floats:
        return self._counts.get(key, np.zeros(self.grid.size))


def _waited(low: int, chance: Floats, slack: int) -> tuple[int, Floats]:
    """Return what is left of a delay when the next step begins: less the slack, never sooner than planned."""
    early = slack - low
    if early <= 0:
        return low - slack, chance
    return 0, np.concatenate([[chance[: early + 1].sum()], chance[early + 1 :]])


def promise(odds: Odds, steps: Sequence[Step], confidence_ppm: int, past_ppm: Sequence[int] = ()) -> Promise:
    """Return by when an order is there with so much confidence.

    `past_ppm` are the levels that past orders came true at (`level_of`); none: the distribution is taken as it is.
    """
    level = level_for(confidence_ppm, past_ppm)
    low, chance = odds.of_order(steps)
    cell = int(np.searchsorted(np.cumsum(chance), level / WHOLE - 1e-12))
    late = (low + min(cell, len(chance) - 1)) * odds.grid.cell_s
    return Promise(late, confidence_ppm, level, odds.own(steps), odds.count)


def level_of(odds: Odds, steps: Sequence[Step], late_s: int) -> int:
    """Return at which level, in millionths, an order would have been promised for the moment it came."""
    low, chance = odds.of_order(steps)
    cell = -(-late_s // odds.grid.cell_s) - low
    return round(WHOLE * float(chance[: max(0, cell + 1)].sum()))


def level_for(confidence_ppm: int, past_ppm: Sequence[int]) -> int:
    """Return the level to read off for a confidence: the one that so many past orders kept; few known: as asked.

    Source: split conformal prediction, the ceil((n + 1) q)-th least of n.
    """
    place = -(-(len(past_ppm) + 1) * confidence_ppm // WHOLE)
    if place > len(past_ppm):
        return confidence_ppm
    return sorted(past_ppm)[place - 1]
