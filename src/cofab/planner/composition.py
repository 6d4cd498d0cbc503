"""Warming the kernels of composition, so that no answer waits for a compiler."""

from __future__ import annotations

from fractions import Fraction
from time import monotonic

from cofab.core.creation.plan.composition.answer import Limits, cheapest, whole_front
from cofab.core.creation.plan.composition.read import problem_of


def warm() -> float:
    """Compile the kernels, or load them from NUMBA_CACHE_DIR, by composing a tiny diamond; return the seconds."""
    began = monotonic()
    orders = {"a": [], "b": ["a"], "c": ["a"], "d": ["b", "c"]}
    rows = [{"id": str(site), "site": site, "cost": 1, "time": 1} for site in (0, 1)]
    operations = [{"id": name, "after": after, "candidates": rows} for name, after in orders.items()]
    jobs = [{"id": name, "operations": operations} for name in ("i", "j")]
    legs = [[0, 1], [1, 0]]
    problem = problem_of({"transport": {"cost": legs, "time": legs}, "jobs": jobs})
    limits = Limits(60.0, lambda: 0.0)
    cheapest(problem, (Fraction(1), Fraction(0)), limits)
    whole_front(problem, limits)
    return monotonic() - began
