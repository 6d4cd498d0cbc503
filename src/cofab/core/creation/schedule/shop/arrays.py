"""A job shop as the compiled kernels see it: flat int32 arrays, operations numbered through all jobs."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from cofab.core.creation.schedule.shop.problem import Placed, Shop

Ints = npt.NDArray[np.int32]
Longs = npt.NDArray[np.int64]


class Net(NamedTuple):
    """What never changes: `before` and `after` in the job (-1: none), `job` of each operation; ways of operation o are
    rows `way[o]` to `way[o + 1]` of `machine` (within a factory) and `ticks`.
    """

    before: Ints
    after: Ints
    job: Ints
    way: Ints
    machine: Ints
    ticks: Ints


class Line(NamedTuple):
    """A solution: for each operation the way taken, its place (factory times machines + machine), `base` (factory
    times machines), ticks, neighbours `left` and `right` in the place's sequence (-1: none), head and tail; `first`
    operation of each place. Head: earliest start. Tail: longest work after its end.
    """

    taken: Ints
    place: Ints
    base: Ints
    ticks: Ints
    left: Ints
    right: Ints
    head: Ints
    tail: Ints
    first: Ints


def net_of(shop: Shop) -> Net:
    """Return the arrays of a job shop."""
    operations = [(j, o, op) for j, job in enumerate(shop.jobs) for o, op in enumerate(job)]
    count = len(operations)
    before, after = np.arange(count) - 1, np.arange(count) + 1
    for n, (j, o, _) in enumerate(operations):
        before[n] = -1 if o == 0 else before[n]
        after[n] = -1 if o == len(shop.jobs[j]) - 1 else after[n]
    ways = [way for _, _, op in operations for way in op]
    first = np.cumsum([0, *(len(op) for _, _, op in operations)])
    return Net(
        before=before.astype(np.int32),
        after=after.astype(np.int32),
        job=np.array([j for j, _, _ in operations], np.int32),
        way=first.astype(np.int32),
        machine=np.array([way.machine for way in ways], np.int32),
        ticks=np.array([way.ticks for way in ways], np.int32),
    )


def line_of(shop: Shop, net: Net, taken: Any, factory: Any) -> Line:
    """Return a solution with ways and factories (by job) chosen and nothing in sequence yet."""
    count = len(net.job)
    base = (np.asarray(factory)[net.job] * shop.machines).astype(np.int32)
    taken = np.asarray(taken, np.int32).copy()
    return Line(
        taken=taken,
        place=base + net.machine[taken],
        base=base,
        ticks=net.ticks[taken],
        left=np.full(count, -1, np.int32),
        right=np.full(count, -1, np.int32),
        head=np.zeros(count, np.int32),
        tail=np.zeros(count, np.int32),
        first=np.full(shop.machines * shop.factories, -1, np.int32),
    )


def placed_of(shop: Shop, net: Net, line: Line) -> tuple[Placed, ...]:
    """Return the schedule that a measured solution stands for: everything as early as its sequence allows."""
    rows, op = [], 0
    for n in range(len(net.job)):
        op = 0 if net.before[n] < 0 else op + 1
        begin, ticks = int(line.head[n]), int(line.ticks[n])
        factory, machine = divmod(int(line.place[n]), shop.machines)
        rows.append(Placed(int(net.job[n]), op, factory, machine, begin, begin + ticks))
    return tuple(rows)
