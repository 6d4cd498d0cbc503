"""What makes one schedule better than another: firms touched, then the latest arrival, then cost."""

from __future__ import annotations

from collections.abc import Iterable

from cofab.core.creation.schedule.problem import Way

Score = tuple[int, int, int]


def score(ways: Iterable[Way]) -> Score:
    """Return (distinct firms touched, seconds that the latest is late, total cost); less is better, left first."""
    chosen = list(ways)
    touched = frozenset[str]().union(*(way.touches for way in chosen))
    return len(touched), max((way.late_s for way in chosen), default=0), sum(way.cost_minor for way in chosen)
