"""A composition problem: jobs of operations in a partial order, candidates at sites, carriage between sites.

All figures are whole numbers: costs times `cost_scale`, times times `time_scale`. A candidate's figures, and a leg's,
are for the whole job, whatever its quantity.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Operation:
    """An operation with its candidates: ids, and site, cost and time of each. `after`: numbers of those before it."""

    id: str
    after: tuple[int, ...]
    candidates: tuple[str, ...]
    site: Ints
    cost: Ints
    time: Ints


@dataclass(frozen=True)
class Job:
    """A job: each operation stands behind those it comes after."""

    id: str
    operations: tuple[Operation, ...]


@dataclass(frozen=True)
class Problem:
    """Jobs; `leg_cost[i, j]` and `leg_time[i, j]` of carriage from site i to j; `longest`: a job's time is its longest
    path, not the sum of all its times.
    """

    jobs: tuple[Job, ...]
    leg_cost: Ints
    leg_time: Ints
    longest: bool
    cost_scale: int
    time_scale: int


@dataclass(frozen=True, slots=True)
class Point:
    """A choice of candidates (numbers, by job and operation) with its cost and time, scaled."""

    cost: int
    time: int
    choice: tuple[tuple[int, ...], ...]


@dataclass(frozen=True, slots=True)
class Found:
    """What was found: one point or a front by cost, the bound on the weighed sum, and how complete the front is.

    For every possible choice the front has one that costs and takes at most (1 + epsilon) times as much.
    """

    points: tuple[Point, ...]
    bound: Fraction | None
    proven: bool
    epsilon: float
    method: str
