"""The independent check of a job shop's schedule: its own clock, none of the solvers' arrays."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from cofab.core.creation.schedule.shop.problem import Placed, Shop


def faults(shop: Shop, placed: Sequence[Placed], makespan: int) -> list[str]:
    """Return what is wrong with a schedule that claims to end at `makespan`; nothing means that it holds."""
    wrong = _missing(shop, placed)
    if wrong:
        return wrong
    wrong = [problem for row in placed for problem in _row(shop, row)] + _jobs(placed) + _machines(placed)
    last = max(row.end for row in placed)
    return wrong if last == makespan else [*wrong, f"it ends at {last}, not at {makespan}"]


def _missing(shop: Shop, placed: Sequence[Placed]) -> list[str]:
    asked = Counter((j, o) for j, job in enumerate(shop.jobs) for o in range(len(job)))
    found = Counter((row.job, row.op) for row in placed)
    return [f"operation {op} is there {found[op]} times" for op in asked | found if found[op] != asked[op]]


def _row(shop: Shop, row: Placed) -> list[str]:
    ways = {way.machine: way.ticks for way in shop.jobs[row.job][row.op]}
    wrong = []
    if not 0 <= row.factory < shop.factories:
        wrong.append(f"there is no factory {row.factory}")
    if row.machine not in ways:
        wrong.append(f"machine {row.machine} cannot do operation {row.job, row.op}")
    elif row.end - row.start != ways[row.machine]:
        wrong.append(f"operation {row.job, row.op} takes {ways[row.machine]}, not {row.end - row.start}")
    if row.start < 0:
        wrong.append(f"operation {row.job, row.op} starts before time")
    return wrong


def _jobs(placed: Sequence[Placed]) -> list[str]:
    wrong = []
    for before, after in pairwise(sorted(placed, key=lambda row: (row.job, row.op))):
        if before.job == after.job and after.start < before.end:
            wrong.append(f"operation {after.job, after.op} starts before the one before it ends")
        if before.job == after.job and after.factory != before.factory:
            wrong.append(f"job {after.job} is done in two factories")
    return wrong


def _machines(placed: Sequence[Placed]) -> list[str]:
    busy = sorted((r.factory, r.machine, r.start, r.end) for r in placed if r.end > r.start)
    return [
        f"machine {a[1]} of factory {a[0]} is taken twice at {b[2]}"
        for a, b in pairwise(busy)
        if a[:2] == b[:2] and b[2] < a[3]
    ]
