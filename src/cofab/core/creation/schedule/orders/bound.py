"""What many orders cost together at least: machines' time has a price, and each order goes its own cheapest way.

Any prices prove a bound (Lagrange): the sum of what orders would cost alone, time paid at these prices, less what the
free time of all machines is worth at them. Prices follow demand by subgradient steps (Held, Wolfe and Crowder 1974).
Everything is in whole numbers, money times SCALE.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numba import njit

from cofab.core.creation.schedule.orders.arrays import Ints, Net
from cofab.core.creation.schedule.orders.kernels import NEVER, least

SCALE, PATIENCE, STEP = 64, 8, 1.5


@njit(cache=True, nogil=True)
def asked(net: Net, price: Ints, load: Ints, room: Ints) -> int:  # pragma: no cover
    """Set the ticks asked of each machine when every order goes its cheapest way; return what all cost so."""
    total = 0
    load[:] = 0
    for n in range(len(net.due)):
        found = least(net, n, price, room[0], room[1])
        if found >= net.leave[n]:
            total += net.leave[n]
            continue
        total += found
        before = -1
        for o in range(net.op[n], net.op[n + 1]):
            best, at = NEVER * 8, -1
            for w in range(net.way[o], net.way[o + 1]):
                m = net.machine[w]
                leg = net.load[n] * net.leg_cost[before, net.site[m]] if before >= 0 else 0
                cost = leg + net.cost[w] + net.ticks[w] * price[m] + room[0][w]
                if cost < best:
                    best, at = cost, w
            load[net.machine[at]] += net.ticks[at]
            before = net.site[net.machine[at]]
    return total


def capacity(net: Net) -> Ints:
    """Return how many ticks of each machine can be of use: free after the soonest that any work can come to it and
    before the latest that it may end, in stretches that hold the least work there is.
    """
    soonest, latest, smallest = _frame(net)
    found = np.zeros(len(net.site), np.int64)
    for m in range(len(net.site)):
        low, high = int(net.window[m]), int(net.window[m + 1])
        opens, closes = net.opens[low:high], net.closes[low:high]
        free = np.maximum(0, np.minimum(closes, latest[m]) - np.maximum(opens, soonest[m]))
        line = net.line[low:high]
        stretch = np.cumsum(line != np.concatenate([line[:1], (line + closes - opens)[:-1]]))
        whole = np.bincount(stretch, free).astype(np.int64) if high > low else np.zeros(1, np.int64)
        found[m] = whole[whole >= smallest[m]].sum()
    return found


def _frame(net: Net) -> tuple[Ints, Ints, Ints]:
    """Return, by machine, the soonest start and the latest end of any work, and the least work."""
    machines = len(net.site)
    soonest, latest = np.full(machines, 1 << 40, np.int64), np.full(machines, -1, np.int64)
    smallest = np.full(machines, 1 << 40, np.int64)
    none, rest, soon = (
        np.zeros(machines, np.int64),
        np.zeros(len(net.machine), np.int64),
        np.zeros(len(net.machine), np.int64),
    )
    quickest = np.minimum.reduceat(net.ticks, net.way[:-1])
    for n in range(len(net.due)):
        least(net, n, none, rest, soon)
        ready = int(net.release[n])
        for o in range(int(net.op[n]), int(net.op[n + 1])):
            rows = slice(int(net.way[o]), int(net.way[o + 1]))
            np.minimum.at(soonest, net.machine[rows], ready)
            np.maximum.at(latest, net.machine[rows], net.due[n] - soon[rows])
            np.minimum.at(smallest, net.machine[rows], net.ticks[rows])
            ready += int(quickest[o])
    return soonest, latest, smallest


def prices(net: Net, cost: int, over: Callable[[], bool], rounds: int = 300) -> tuple[int, Ints]:
    """Return (the best bound found, the prices per tick that prove it) in money times SCALE.

    `cost` is what some bookings cost; its distance sets the steps.
    """
    scaled = net._replace(cost=net.cost * SCALE, leave=net.leave * SCALE, leg_cost=net.leg_cost * SCALE)
    free, load = capacity(net), np.zeros(len(net.site), np.int64)
    room = np.empty((2, len(net.machine)), np.int64)
    price = np.zeros(len(net.site), np.int64)
    best, known, step, waited = -1, price, STEP, 0
    for _ in range(rounds):
        value = int(asked(scaled, price, load, room)) - int((price * free).sum())
        if value > best:
            best, known, waited = value, price, 0
        else:
            waited += 1
        if waited >= PATIENCE:
            step, waited, price = step / 2, 0, known
            value = int(asked(scaled, price, load, room)) - int((price * free).sum())
        slope = np.where((price == 0) & (load < free), 0, load - free)
        length = int((slope * slope).sum())
        if length == 0 or step < 0.005 or over():
            break
        price = np.maximum(0, price + np.rint(step * (cost * SCALE - value) / length * slope).astype(np.int64))
    return best, known
