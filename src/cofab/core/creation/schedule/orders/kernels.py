"""The compiled booking of orders one at a time, and the search that takes some out and books them again.

An order is booked by best-first search over the ways of its operations: what is still to come costs at least `rest`, so
the first way to the end that arrives in time is the cheapest there is among the gaps. A way asked for later is of use
only if it ends sooner than one asked for before. Prices of machines' time (`price` per tick) steer; `worth` holds what
is really paid. `reference.py` says the same in plain Python.
"""

from __future__ import annotations

import numpy as np
from numba import njit

from cofab.core.creation.schedule.orders.arrays import Book, Ints, Net

NEVER = 1 << 50
LABELS = 6000


@njit(cache=True, nogil=True)
def above(values: Ints, low: int, high: int, limit: int) -> int:  # pragma: no cover
    """Return the first place in sorted `values[low:high]` with more than `limit`, or `high`."""
    while low < high:
        middle = (low + high) // 2
        if values[middle] <= limit:
            low = middle + 1
        else:
            high = middle
    return low


@njit(cache=True, nogil=True)
def fit(net: Net, book: Book, m: int, ready: int, ticks: int) -> int:  # pragma: no cover
    """Return the first place on the line of machine m where so much work fits after `ready`, or -1."""
    w = above(net.closes, net.window[m], net.window[m + 1], ready)
    if w == net.window[m + 1]:
        return -1
    at = net.line[w] + max(0, ready - net.opens[w])
    first = net.room[m]
    last = first + book.gaps[m]
    for g in range(above(book.high, first, last, at), last):
        begin = max(at, book.low[g])
        if begin + ticks <= book.high[g]:
            return int(begin)
    return -1


@njit(cache=True, nogil=True)
def clock(net: Net, m: int, at: int, ending: bool) -> int:  # pragma: no cover
    """Return the time at a place on a machine's line; where two windows meet, the end of the first if `ending`."""
    w = above(net.line, net.window[m], net.window[m + 1], at - 1 if ending else at) - 1
    return int(net.opens[w] + at - net.line[w])


@njit(cache=True, nogil=True)
def take(net: Net, book: Book, m: int, at: int, ticks: int) -> None:  # pragma: no cover
    """Cut an interval out of the gap that holds it."""
    first = net.room[m]
    last = first + book.gaps[m]
    g = above(book.high, first, last, at)
    before, behind = book.low[g] < at, book.high[g] > at + ticks
    if before and behind:
        for k in range(last, g, -1):
            book.low[k], book.high[k] = book.low[k - 1], book.high[k - 1]
        book.high[g], book.low[g + 1] = at, at + ticks
        book.gaps[m] += 1
    elif before:
        book.high[g] = at
    elif behind:
        book.low[g] = at + ticks
    else:
        for k in range(g, last - 1):
            book.low[k], book.high[k] = book.low[k + 1], book.high[k + 1]
        book.gaps[m] -= 1


@njit(cache=True, nogil=True)
def give(net: Net, book: Book, m: int, at: int, ticks: int) -> None:  # pragma: no cover
    """Make an interval a gap again, joined with those that it touches."""
    first = net.room[m]
    last = first + book.gaps[m]
    g = above(book.low, first, last, at)
    before = g > first and book.high[g - 1] == at
    behind = g < last and book.low[g] == at + ticks
    if before and behind:
        book.high[g - 1] = book.high[g]
        for k in range(g, last - 1):
            book.low[k], book.high[k] = book.low[k + 1], book.high[k + 1]
        book.gaps[m] -= 1
    elif before:
        book.high[g - 1] = at + ticks
    elif behind:
        book.low[g] = at
    else:
        for k in range(last, g, -1):
            book.low[k], book.high[k] = book.low[k - 1], book.high[k - 1]
        book.low[g], book.high[g] = at, at + ticks
        book.gaps[m] += 1


@njit(cache=True, nogil=True)
def least(net: Net, n: int, price: Ints, rest: Ints, soon: Ints) -> int:  # pragma: no cover
    """Set, for each way of order n, the least cost and ticks from its end to the destination; return the least cost.

    Costs count a machine's ticks at its price as well.
    """
    load, last = net.load[n], net.op[n + 1] - 1
    for o in range(last, net.op[n] - 1, -1):
        for w in range(net.way[o], net.way[o + 1]):
            s = net.site[net.machine[w]]
            if o == last:
                rest[w] = load * net.leg_cost[s, net.destination[n]]
                soon[w] = net.leg_ticks[s, net.destination[n]]
                continue
            cheap, quick = NEVER, NEVER
            for v in range(net.way[o + 1], net.way[o + 2]):
                t = net.site[net.machine[v]]
                own = net.cost[v] + net.ticks[v] * price[net.machine[v]]
                cheap = min(cheap, load * net.leg_cost[s, t] + own + rest[v])
                quick = min(quick, net.leg_ticks[s, t] + net.ticks[v] + soon[v])
            rest[w], soon[w] = cheap, quick
    found = NEVER
    for w in range(net.way[net.op[n]], net.way[net.op[n] + 1]):
        found = min(found, net.cost[w] + net.ticks[w] * price[net.machine[w]] + rest[w])
    return found


@njit(cache=True, nogil=True)
def _push(heap: Ints, keys: Ints, count: int, label: int) -> None:  # pragma: no cover
    heap[count] = label
    while count > 0:
        above_it = (count - 1) // 2
        if keys[heap[above_it]] <= keys[heap[count]]:
            return
        heap[above_it], heap[count] = heap[count], heap[above_it]
        count = above_it


@njit(cache=True, nogil=True)
def _pop(heap: Ints, keys: Ints, count: int) -> int:  # pragma: no cover
    """Take the least label out of a heap of `count`."""
    top, at = heap[0], 0
    heap[0] = heap[count - 1]
    while True:
        child = 2 * at + 1
        if child >= count - 1:
            return int(top)
        if child + 1 < count - 1 and keys[heap[child + 1]] < keys[heap[child]]:
            child += 1
        if keys[heap[at]] <= keys[heap[child]]:
            return int(top)
        heap[at], heap[child] = heap[child], heap[at]
        at = child


@njit(cache=True, nogil=True)
def enter(net: Net, book: Book, n: int, price: Ints, room: Ints, rows: Ints) -> bool:  # pragma: no cover
    """Book order n the cheapest way at these prices of machines' time; leave it where leaving costs less.

    `room` (3 rows of one column a way) and `rows` (7 rows of LABELS columns) are scratch.
    """
    rest, soon, ended = room[0], room[1], room[2]
    keys, ways, parents, readies, places, sums, heap = rows[0], rows[1], rows[2], rows[3], rows[4], rows[5], rows[6]
    least(net, n, price, rest, soon)
    count, size, last = 0, 0, net.op[n + 1] - 1
    ended[net.way[net.op[n]] : net.way[last + 1]] = NEVER
    for w in range(net.way[net.op[n]], net.way[net.op[n] + 1]):
        own = net.cost[w] + net.ticks[w] * price[net.machine[w]]
        if count < LABELS and own + rest[w] < net.leave[n]:
            keys[count], ways[count], parents[count], readies[count], sums[count] = (
                own + rest[w], w, -1, net.release[n], own,
            )  # fmt: skip
            _push(heap, keys, size, count)
            count, size = count + 1, size + 1
    o = net.op[n]
    while size > 0:
        label = _pop(heap, keys, size)
        size -= 1
        w = ways[label]
        m = net.machine[w]
        at = fit(net, book, m, readies[label], net.ticks[w])
        if at < 0:
            continue
        end = clock(net, m, at + net.ticks[w], True)
        if end >= ended[w] or end + soon[w] > net.due[n]:
            continue
        ended[w], places[label] = end, at
        o = above(net.way, net.op[n], net.op[n + 1], w) - 1
        if o == last:
            _write(net, book, n, label, ways, parents, places)
            return True
        s = net.site[m]
        for v in range(net.way[o + 1], net.way[o + 2]):
            t = net.site[net.machine[v]]
            total = sums[label] + net.load[n] * net.leg_cost[s, t] + net.cost[v] + net.ticks[v] * price[net.machine[v]]
            if count < LABELS and total + rest[v] < net.leave[n] and end < ended[v]:
                keys[count], ways[count], parents[count], readies[count], sums[count] = (
                    total + rest[v], v, label, end + net.leg_ticks[s, t], total,
                )  # fmt: skip
                _push(heap, keys, size, count)
                count, size = count + 1, size + 1
    return False


@njit(cache=True, nogil=True)
def _write(
    net: Net, book: Book, n: int, label: int, ways: Ints, parents: Ints, places: Ints
) -> None:  # pragma: no cover
    o, paid, site = net.op[n + 1] - 1, 0, net.destination[n]
    while label >= 0:
        w = ways[label]
        m = net.machine[w]
        book.taken[o], book.at[o] = w, places[label]
        take(net, book, m, places[label], net.ticks[w])
        paid += net.cost[w] + net.load[n] * net.leg_cost[net.site[m], site]
        site, label, o = net.site[m], parents[label], o - 1
    book.worth[n] = paid


@njit(cache=True, nogil=True)
def remove(net: Net, book: Book, n: int) -> None:  # pragma: no cover
    """Take an order's bookings out."""
    for o in range(net.op[n], net.op[n + 1]):
        w = book.taken[o]
        if w >= 0:
            give(net, book, net.machine[w], book.at[o], net.ticks[w])
            book.taken[o] = -1
    book.worth[n] = net.leave[n]


@njit(cache=True, nogil=True)
def restore(net: Net, book: Book, n: int, taken: Ints, at: Ints, worth: int) -> None:  # pragma: no cover
    """Book an order where it was before."""
    for o in range(net.op[n], net.op[n + 1]):
        book.taken[o], book.at[o] = taken[o - net.op[n]], at[o - net.op[n]]
        if book.taken[o] >= 0:
            take(net, book, net.machine[book.taken[o]], book.at[o], net.ticks[book.taken[o]])
    book.worth[n] = worth


@njit(cache=True, nogil=True)
def enter_all(net: Net, book: Book, order: Ints, price: Ints) -> int:  # pragma: no cover
    """Book orders one after another; return what all cost."""
    room, rows = np.empty((3, len(net.machine)), np.int64), np.empty((7, LABELS), np.int64)
    for n in order:
        enter(net, book, n, price, room, rows)
    return int(book.worth.sum())
