"""The compiled search: some orders that want the same machines are taken out and booked again, in another turn.

Source: ruin and recreate (Schrimpf and others 2000), worse results accepted while there is heat.
"""

from __future__ import annotations

import numpy as np
from numba import njit

from cofab.core.creation.schedule.orders.arrays import Book, Ints, Net
from cofab.core.creation.schedule.orders.kernels import LABELS, enter, least, remove, restore
from cofab.core.creation.schedule.shop.kernels import throw

MOST, NOW, BEST = 16, 0, 1


@njit(cache=True, nogil=True)
def wanted(net: Net, n: int, rest: Ints, dice: Ints) -> int:  # pragma: no cover
    """Return the machine on which order n alone would do one of its operations, chosen by `dice`."""
    stop, o, load = throw(dice) % (net.op[n + 1] - net.op[n]), net.op[n], net.load[n]
    before = -1
    while True:
        best, at = 1 << 60, -1
        for w in range(net.way[o], net.way[o + 1]):
            leg = load * net.leg_cost[before, net.site[net.machine[w]]] if before >= 0 else 0
            if leg + net.cost[w] + rest[w] < best:
                best, at = leg + net.cost[w] + rest[w], w
        before = net.site[net.machine[at]]
        if o - net.op[n] == stop:
            return int(net.machine[at])
        o += 1


@njit(cache=True, nogil=True)
def choose(
    net: Net, book: Book, alone: Ints, none: Ints, room: Ints, of: Ints, out: Ints, dice: Ints
) -> int:  # pragma: no cover
    """Write orders to take out into `out`, the first one that costs more than it would alone; return how many."""
    orders = len(net.due)
    n = throw(dice) % orders
    for _ in range(30):
        if book.worth[n] > alone[n]:
            break
        n = throw(dice) % orders
    out[0], count = n, 1
    least(net, n, none, room[0], room[1])
    for _ in range(1 + throw(dice) % 3):
        m, found = wanted(net, n, room[0], dice), 0
        begin = throw(dice) % len(of)
        for k in range(len(of)):
            o = (begin + k) % len(of)
            if book.taken[o] < 0 or net.machine[book.taken[o]] != m or found >= 5 or count >= MOST:
                continue
            known = False
            for i in range(count):
                known = known or out[i] == of[o]
            if not known and throw(dice) % 3:
                out[count] = of[o]
                count, found = count + 1, found + 1
    return count


@njit(cache=True, nogil=True)
def improve(
    net: Net, book: Book, alone: Ints, steered: Ints, of: Ints, kept: Ints, state: Ints, dice: Ints, steps: int,
    heat: float,
) -> None:  # pragma: no cover  # fmt: skip
    """Make `steps` tries on `book`; `kept` (ways, places) and `state[BEST]` hold the best.

    `alone[n]` is what order n costs where nobody is in its way, `of[o]` the order of an operation, `steered[k]` prices
    of machines' time, of which each try uses one.
    """
    room, rows = np.empty((3, len(net.machine)), np.int64), np.empty((7, LABELS), np.int64)
    longest = 0
    for n in range(len(net.due)):
        longest = max(longest, net.op[n + 1] - net.op[n])
    out, worth = np.empty(MOST, np.int64), np.empty(MOST, np.int64)
    taken, at = np.empty((MOST, longest), np.int64), np.empty((MOST, longest), np.int64)
    none = np.zeros(len(net.site), np.int64)
    for _ in range(steps):
        count = choose(net, book, alone, none, room, of, out, dice)
        before = 0
        for i in range(count):
            n = out[i]
            size = net.op[n + 1] - net.op[n]
            taken[i, :size], at[i, :size] = book.taken[net.op[n] : net.op[n + 1]], book.at[net.op[n] : net.op[n + 1]]
            worth[i] = book.worth[n]
            before += worth[i]
        for i in range(count):
            remove(net, book, out[i])
        first = throw(dice) % 2
        price, after, begin = steered[throw(dice) % len(steered)], 0, 0 if first else throw(dice) % count
        for k in range(count):
            n = out[(begin + k) % count]
            enter(net, book, n, price, room, rows)
            after += book.worth[n]
        rise = after - before
        if rise <= 0 or rise < -heat * np.log((throw(dice) + 1.0) / 2147483649.0):
            state[NOW] += rise
            if state[NOW] < state[BEST]:
                state[BEST] = state[NOW]
                kept[0, :], kept[1, :] = book.taken, book.at
            continue
        for i in range(count):
            remove(net, book, out[i])
        for i in range(count):
            restore(net, book, out[i], taken[i], at[i], worth[i])
