"""The compiled placing and annealing over calendars; `reference.py` places in plain Python.

A solution is an order of job numbers (each as often as it has operations) and a way for each operation. Placing puts
each operation behind all that its machine already does, as early as windows, fixed work and carriage allow.
"""

from __future__ import annotations

import numpy as np
from numba import njit

from cofab.core.creation.schedule.plant.arrays import Ints, Net
from cofab.core.creation.schedule.shop.kernels import throw

NEVER = 1 << 50


@njit(cache=True, nogil=True)
def fit(
    opens: Ints, closes: Ints, stretches: Ints, low: int, until: int, ready: int, limit: int, work: int
) -> tuple[int, int]:  # pragma: no cover
    """Return the first interval in windows `low` to `until` with so much working time in one stretch, or (-1, -1)."""
    high = until
    while low < high:
        middle = (low + high) // 2
        if closes[middle] <= ready:
            low = middle + 1
        else:
            high = middle
    begin, left, stretch = -1, work, -1
    for w in range(low, until):
        if stretches[w] != stretch:
            begin, left, stretch = -1, work, stretches[w]
        start, stop = max(opens[w], ready), min(closes[w], limit)
        if opens[w] >= limit:
            break
        if stop <= start:
            continue
        begin = start if begin < 0 else begin
        if stop - start >= left:
            return begin, start + left
        left -= stop - start
    return -1, -1


@njit(cache=True, nogil=True)
def place(net: Net, order: Ints, taken: Ints, start: Ints, end: Ints) -> int:  # pragma: no cover
    """Set starts and ends; return what the schedule is worth, or NEVER where something fits nowhere."""
    jobs, machines = len(net.release), len(net.site)
    done, free, family = net.job[:-1].copy(), np.zeros(machines, np.int64), net.stands.copy()
    held = net.held[:-1].copy()
    for n in range(len(order)):
        j = order[n]
        o = done[j]
        done[j] += 1
        m = net.machine[taken[o]]
        if net.fixed_from[o] >= 0:
            start[o], end[o] = net.fixed_from[o], net.fixed_to[o]
            continue
        ready = net.release[j]
        if o > net.job[j]:
            ready = max(ready, end[o - 1] + net.carriage[net.site[net.machine[taken[o - 1]]], net.site[m]])
        while True:
            while held[m] < net.held[m + 1] and net.held_to[held[m]] <= free[m]:
                held[m] += 1
            last = held[m] >= net.held[m + 1]
            limit = NEVER if last else net.held_from[held[m]]
            work = net.ticks[taken[o]] + net.changeover[m, family[m], net.family[o]]
            first, until = net.window[m], net.window[m + 1]
            start[o], end[o] = fit(net.opens, net.closes, net.stretch, first, until, max(ready, free[m]), limit, work)
            if start[o] >= 0:
                free[m], family[m] = end[o], net.family[o]
                break
            if last:
                return NEVER
            free[m], family[m] = net.held_to[held[m]], net.held_family[held[m]]
    return worth(net, taken, end, jobs)


@njit(cache=True, nogil=True)
def worth(net: Net, taken: Ints, end: Ints, jobs: int) -> int:  # pragma: no cover
    """Return what placed ends are worth."""
    found, last = 0, 0
    touched = net.known.copy()
    for j in range(jobs):
        at = end[net.job[j + 1] - 1]
        found += net.weight[j] * max(0, at - net.due[j])
        last = max(last, at)
    for o in range(len(net.was)):
        m = net.machine[taken[o]]
        if net.was[o] >= 0 and net.was[o] != m:
            found += net.worth[0]
            if touched[net.firm[m]] == 0:
                touched[net.firm[m]] = 1
                found += net.worth[1]
    return int(found + net.worth[2] * last)


@njit(cache=True, nogil=True)
def shift(order: Ints, i: int, k: int) -> None:  # pragma: no cover
    """Move what is at `i` to `k`; what lies between moves up."""
    moved = order[i]
    step = 1 if k > i else -1
    while i != k:
        order[i] = order[i + step]
        i += step
    order[k] = moved


@njit(cache=True, nogil=True)
def anneal(
    net: Net, order: Ints, taken: Ints, kept_order: Ints, kept_taken: Ints, state: Ints, dice: Ints, steps: int,
    heat: float,
) -> None:  # pragma: no cover  # fmt: skip
    """Try `steps` changes: an operation's turn, or its way; worse ones are accepted by `heat` (the mean rise taken).

    `state` holds (worth now, best worth), set by the caller before; the best solution goes into `kept`.
    """
    count = len(order)
    start, end = np.empty(count, np.int64), np.empty(count, np.int64)
    for _ in range(steps):
        i, o = throw(dice) % count, throw(dice) % count
        choices, before = net.way[o + 1] - net.way[o], taken[o]
        turn = choices < 2 or throw(dice) % 2 == 0
        k = min(count - 1, max(0, i + throw(dice) % 31 - 15)) if throw(dice) % 4 else throw(dice) % count
        if turn:
            if order[i] == order[k]:
                continue
            shift(order, i, k)
        if not turn or (choices > 1 and throw(dice) % 3 == 0):
            taken[o] = net.way[o] + throw(dice) % choices
        found = place(net, order, taken, start, end)
        rise = found - state[0]
        if rise <= 0 or (found < NEVER and rise < -heat * np.log((throw(dice) + 1.0) / 2147483649.0)):
            state[0] = found
            if found < state[1]:
                state[1] = found
                kept_order[:], kept_taken[:] = order, taken
        else:
            taken[o] = before
            if turn:
                shift(order, k, i)
