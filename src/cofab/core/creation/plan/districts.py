"""Towns grouped by nearness, so that a pass can pass over many pairs of towns at once.

Any grouping gives the same answers: only how much is skipped depends on it.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import isqrt

import numpy as np

from cofab.core.creation.plan.timetable import Ints


@dataclass(frozen=True)
class Districts:
    """`of[t]` is the district of town t; `far[a, b]`, `reach[t, b]` the least class of a road from a, from t, to b."""

    of: Ints
    far: Ints
    reach: Ints


def districts(road: Ints) -> Districts:
    """Group the towns of a matrix of road classes, which rise with distance, around towns far from each other."""
    count = max(1, isqrt(len(road)))
    of = np.zeros(len(road), np.int64)
    if len(road):
        near = road[0].astype(np.int64)
        for centre in range(1, count):
            kind = road[int(np.argmax(near))].astype(np.int64)
            of[kind < near] = centre
            near = np.minimum(near, kind)
    order = np.argsort(of, kind="stable")
    count = int(of.max(initial=0)) + 1
    edges = np.searchsorted(of[order], np.arange(count))
    reach = np.minimum.reduceat(road[:, order], edges, axis=1) if len(road) else road
    far = np.minimum.reduceat(reach[order], edges, axis=0) if len(road) else road
    return Districts(of, far, reach)
