"""A schedule over calendars at any limit: placed at once, then annealed; checked, with a bound."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from cofab.core.creation.schedule.plant import kernels
from cofab.core.creation.schedule.plant.arrays import Ints, Net, net_of, rows_of
from cofab.core.creation.schedule.plant.check import faults, value
from cofab.core.creation.schedule.plant.problem import Plant, Schedule

SLICE, CYCLE, HEATS = 200, 20, (1.0, 0.3, 0.1)


def solve(
    plant: Plant, over: Callable[[float], bool], seed: int = 0, hint: tuple[Ints, Ints] | None = None
) -> Schedule | None:
    """Return the best schedule found until `over(share of work)`; None where nothing fits the windows.

    `over` is asked after each slice of search with the rounds done so far. `hint` is (starts, ways) by operation of a
    schedule that held before: its order is where the search begins.
    """
    net = net_of(plant)
    order, taken = first(net) if hint is None else _from(net, *hint)
    count = len(order)
    start, end = np.empty(count, np.int64), np.empty(count, np.int64)
    worth = int(kernels.place(net, order, taken, start, end))
    if worth >= kernels.NEVER and hint is not None:
        order, taken = first(net)
        worth = int(kernels.place(net, order, taken, start, end))
    kept, state = (order.copy(), taken.copy()), np.array([worth, worth], np.int64)
    least, rounds, dice = bound(net), 0, np.array([seed * 7919 + 1], np.int64)
    while state[1] > least and not over(rounds):
        heat = _heat(state, least, rounds, len(plant.jobs))
        kernels.anneal(net, order, taken, *kept, state, dice, SLICE, heat)
        rounds += 1
        if rounds % CYCLE == 0:
            order[:], taken[:], state[0] = kept[0], kept[1], state[1]
    worth = int(kernels.place(net, *kept, start, end))
    if worth >= kernels.NEVER:
        return None
    rows = rows_of(plant, net, kept[1], start, end)
    wrong = faults(plant, rows)
    assert not wrong and value(plant, rows) == worth, (wrong, worth)
    return Schedule(rows, worth, least, rounds)


def _heat(state: Ints, least: int, rounds: int, jobs: int) -> float:
    """Return the heat of a round: it falls to nothing, again and again, from a share of what a job may gain."""
    left = max(1.0, float(min(state[1], 1 << 40) - least))
    return HEATS[rounds // CYCLE % len(HEATS)] * left / jobs * (1 - (rounds % CYCLE) / CYCLE) ** 2 + 1e-9


def first(net: Net) -> tuple[Ints, Ints]:
    """Return the order that dispatches the most urgent job next, each operation to the machine that ends it first.

    Urgent: the least time to the due date left after the work still to do, per operation.
    """
    count, jobs = len(net.was), len(net.release)
    quickest = np.minimum.reduceat(net.ticks, net.way[:-1])
    taken = np.array([_kept_way(net, o, int(quickest[o])) for o in range(count)], np.int64)
    work = np.array([quickest[net.job[j] : net.job[j + 1]].sum() for j in range(jobs)])
    urgency = np.minimum(net.due, 1 << 41) - work
    rows = []
    for j in range(jobs):
        done = 0
        for o in range(net.job[j], net.job[j + 1]):
            fixed = net.fixed_from[o] >= 0
            rows.append((not fixed, int(net.release[j]) + done, int(urgency[j]), j))
            done += int(quickest[o])
    return np.array([row[3] for row in sorted(rows)], np.int64), taken


def _kept_way(net: Net, o: int, quickest: int) -> int:
    """Return the way that stays on the machine it was on, else the quickest."""
    ways = range(int(net.way[o]), int(net.way[o + 1]))
    return min(ways, key=lambda way: (net.machine[way] != net.was[o], net.ticks[way]))


def _from(net: Net, starts: Ints, taken: Ints) -> tuple[Ints, Ints]:
    """Return order and ways of a schedule that held before."""
    job = np.repeat(np.arange(len(net.release)), np.diff(net.job))
    return job[np.lexsort((job, starts))].astype(np.int64), np.asarray(taken, np.int64).copy()


def bound(net: Net) -> int:
    """Return what no schedule is worth less than: every job alone, each operation on any machine, no changeover."""
    found, last = 0, 0
    for j in range(len(net.release)):
        ends: dict[int, int] = {}
        for o in range(net.job[j], net.job[j + 1]):
            ends = _ends(net, j, o, ends)
        end = min(ends.values(), default=0)
        if end >= kernels.NEVER:
            return 0
        found += int(net.weight[j]) * max(0, end - int(net.due[j]))
        last = max(last, end)
    return found + int(net.worth[2]) * last


def _ends(net: Net, j: int, o: int, before: dict[int, int]) -> dict[int, int]:
    """Return the earliest end of an operation by site, given those of the one before it."""
    found: dict[int, int] = {}
    for way in range(net.way[o], net.way[o + 1]):
        m = int(net.machine[way])
        site = int(net.site[m])
        ready = min((at + int(net.carriage[s, site]) for s, at in before.items()), default=0)
        ready = max(ready, int(net.release[j]))
        if net.fixed_from[o] >= 0:
            end = int(net.fixed_to[o])
        else:
            rows = int(net.window[m]), int(net.window[m + 1])
            end = kernels.fit(net.opens, net.closes, net.stretch, *rows, ready, kernels.NEVER, int(net.ticks[way]))[1]
        found[site] = min(found.get(site, kernels.NEVER), end if end >= 0 else kernels.NEVER)
    return found
