"""Small random chains that brute force can walk."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

import numpy as np

from cofab.core.creation.plan.chain import Block, Chain
from cofab.core.creation.plan.cost import NEVER
from cofab.core.creation.plan.timetable import Timetable, Windows, windows_of


@dataclass(frozen=True)
class Small:
    """A random chain that brute force can walk."""

    chain: Chain
    windows: Windows


def small(seed: int) -> Small:
    """Return a chain of 2 to 4 operations over a few firms, towns and machines, with blocks of one or two."""
    random = Random(seed)
    operations, firms, towns = random.randint(2, 4), random.randint(2, 4), random.randint(1, 3)
    machines = [_slots(random) for _ in range(firms * 2)]
    blocks = []
    for first in range(operations):
        for until in range(first + 1, min(operations, first + 2) + 1):
            rows = [
                (m // 2, m, random.randint(5, 60), random.randint(1, 9) * (until - first), random.choice((0, 0, 3)))
                for m in range(len(machines))
                if random.random() < (0.5 if until - first == 1 else 0.3)
            ]
            table = np.array(rows, np.int64).reshape(-1, 5)
            blocks.append(Block(first, until, *(np.ascontiguousarray(table[:, c]) for c in range(5))))
    chain = Chain(
        operations=operations,
        blocks=tuple(blocks),
        town=np.array([random.randrange(towns) for _ in range(firms)], np.int64),
        enter=np.array([[0 if k == 0 else random.randint(0, 9) for _ in range(firms)] for k in range(operations)]),
        road=np.arange(towns * towns, dtype=np.uint16).reshape(towns, towns),
        fare=tuple(_legs(random, towns) for _ in range(operations + 1)),
        runs=_runs(random),
        ready_at=random.randint(0, 4),
        base_price=random.randint(0, 50),
        handover=random.randint(0, 2),
        loading=random.randint(0, 2),
        buyer=random.randrange(towns),
    )
    return Small(chain, windows_of(machines))


def _slots(random: Random) -> np.ndarray:
    at, stretch, rows = random.randint(0, 6), 0, []
    while at < 90:
        end = at + random.randint(1, 9)
        rows.append((at, end, stretch, 0))
        stretch += random.random() < 0.4
        at = end + random.randint(0, 5)
    return np.array(rows, np.int64)


def _legs(random: Random, towns: int) -> np.ndarray:
    prices = [[[random.choice((NEVER, 3, 5, 9, 14)) for _ in range(towns)] for _ in range(towns)] for _ in range(2)]
    return np.array(prices, np.int64).reshape(2, -1)


def _runs(random: Random) -> Timetable:
    departures = sorted(random.sample(range(2, 90), 14))
    times = [{s: d + random.randint(1, 3) + 8 * j for s, d in enumerate(departures)} for j in range(2)]
    for run in times:
        latest = 0
        for s in sorted(run):
            run[s] = latest = max(latest, run[s])
            if random.random() < 0.3:
                run[s] = -1
    arrivals = sorted({a for run in times for a in run.values() if a >= 0})
    table = [[arrivals.index(run[s]) if run[s] >= 0 else -1 for s in range(len(departures))] for run in times]
    return Timetable(np.array(departures, np.int64), np.array(arrivals, np.int64), np.array(table, np.int64))
