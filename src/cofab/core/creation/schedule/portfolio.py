"""The schedule to use: greedy at once, improved and proven by CP-SAT in the time there is, checked before it counts."""

from __future__ import annotations

from cofab.core.creation.schedule.check import faults
from cofab.core.creation.schedule.objective import score
from cofab.core.creation.schedule.problem import Problem, Schedule
from cofab.core.creation.schedule.solvers.cpsat import cpsat
from cofab.core.creation.schedule.solvers.greedy import greedy


def solve(problem: Problem, seconds: float = 1.0, seed: int = 0) -> Schedule | None:
    """Return the best schedule that the check agrees with, or None where the ways given allow none."""
    first = greedy(problem)
    if first and first.proven:
        return first if not faults(problem, first) else None
    found = [s for s in (first, cpsat(problem, first, seconds, seed)) if s and not faults(problem, s)]
    return min(found, key=lambda s: (score(s.chosen.values()), not s.proven), default=None)
