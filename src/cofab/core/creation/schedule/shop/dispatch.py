"""A schedule at once: operations dispatched one after another by a rule, each to the machine that ends it first."""

from __future__ import annotations

import numpy as np
from numba import njit

from cofab.core.creation.schedule.shop.arrays import Ints, Line, Longs, Net, line_of
from cofab.core.creation.schedule.shop.kernels import throw
from cofab.core.creation.schedule.shop.prices import Floats, narrowed
from cofab.core.creation.schedule.shop.problem import Shop

RULES = ("earliest start", "most work remaining", "earliest end", "shortest", "longest")


@njit(cache=True, nogil=True)
def _rank(rule: int, start: int, ticks: int, work: float, blur: float) -> tuple[float, float]:  # pragma: no cover
    """Return by what a rule ranks an operation, and what breaks ties; least goes first."""
    if rule == 0:
        return float(start), work
    if rule == 1:
        return work, float(start)
    if rule == 2:
        return (start + ticks) * blur, work
    return (ticks if rule == 3 else -ticks) * blur, work


@njit(cache=True, nogil=True)
def dispatch(
    net: Net, line: Line, rest: Longs, rule: int, noise: int, key: Ints, dice: Longs
) -> None:  # pragma: no cover
    """Choose ways in `line` and write the order of dispatch into `key`.

    `rest[o]` is the least work of the job from operation o on. Among ready operations, by rule: 0 to start first,
    then most work remaining; 1 most work remaining; 2 to end first; 3 shortest; 4 longest first. `noise` in per mille
    blurs the choice.
    """
    count = len(net.job)
    ready, free = np.empty(count, np.int32), np.zeros(len(line.first), np.int64)
    came, n, turn = np.zeros(count, np.int64), 0, 0
    for o in range(count):
        if net.before[o] < 0:
            ready[n] = o
            n += 1
    while n > 0:
        chosen, way_chosen, best, second = -1, -1, 1e18, 1e18
        for i in range(n):
            o = ready[i]
            way, end = -1, 1 << 60
            for e in range(net.way[o], net.way[o + 1]):
                t = max(came[o], free[line.base[o] + net.machine[e]]) + net.ticks[e]
                if t < end or (t == end and net.ticks[e] < net.ticks[way]):
                    way, end = e, t
            blur = 1.0 + noise * (throw(dice) % 1000) / 1e6 if noise else 1.0
            first, then = _rank(rule, end - net.ticks[way], net.ticks[way], -rest[o] * blur, blur)
            if first < best or (first == best and then < second):
                chosen, way_chosen, best, second = i, way, first, then
        o = ready[chosen]
        end = max(came[o], free[line.base[o] + net.machine[way_chosen]]) + net.ticks[way_chosen]
        line.taken[o], line.ticks[o] = way_chosen, net.ticks[way_chosen]
        line.place[o] = line.base[o] + net.machine[way_chosen]
        free[line.place[o]], key[o] = end, turn
        turn += 1
        ready[chosen] = net.after[o]
        if net.after[o] >= 0:
            came[net.after[o]] = end
        else:
            n -= 1
            ready[chosen] = ready[n]


def least_work(net: Net) -> Longs:
    """Return, for each operation, the least work of its job from it on."""
    least = np.minimum.reduceat(net.ticks, net.way[:-1]).astype(np.int64)
    for o in range(len(least) - 1, -1, -1):
        least[o] += least[net.after[o]] if net.after[o] >= 0 else 0
    return least


def shares(shop: Shop, net: Net, mixed: Longs) -> Ints:
    """Return a factory for each job: the longest job first, each to the factory with the least work so far.

    `mixed` (one number a job, per mille) blurs the lengths.
    """
    rest = least_work(net)
    length = rest[net.before < 0] * (1000 + mixed)
    load, factory = [0] * shop.factories, np.zeros(len(length), np.int32)
    for job in np.argsort(-length, kind="stable"):
        factory[job] = min(range(shop.factories), key=load.__getitem__)
        load[factory[job]] += int(length[job])
    return factory


def narrow_start(shop: Shop, net: Net, cost: Floats, slack: float) -> tuple[Line, Ints]:
    """Return the first rule's solution over the ways that cost little, as `start` does over all."""
    small, rows = narrowed(net, cost, slack)
    line, key = start(shop, small, 0, 0, np.ones(1, np.int64))
    line.taken[:] = rows[line.taken]
    return line, key


def start(shop: Shop, net: Net, rule: int, noise: int, dice: Longs) -> tuple[Line, Ints]:
    """Return a solution with ways chosen by a rule, not yet in sequence, and the keys to sequence it by."""
    jobs = len(shop.jobs)
    mixed = np.array([throw(dice) % 1000 * noise // 1000 if noise else 0 for _ in range(jobs)], np.int64)
    line, key = line_of(shop, net, net.way[:-1], shares(shop, net, mixed)), np.zeros(len(net.job), np.int32)
    dispatch(net, line, least_work(net), rule, noise, key, dice)
    return line, key
