"""The compiled inner loops of the forward pass; `reference.py` says the same in plain Python.

Why: over real calendars machines are first in, first out (ready later never means finished earlier), so a forward
label-setting pass over every offer's own free windows is exact.
Times are ticks (int32); prices are minor units, int32 where all sums stay below `NEAR`, else int64, in every array of
a pass alike, so that each kernel is compiled twice and no more. `never` marks what cannot be reached.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numba import njit
from numpy.typing import NDArray

from cofab.core.creation.plan.timetable import Ints

Flags = NDArray[np.bool_]


@njit(cache=True)
def merge(
    a_time: Ints, a_price: Ints, a: int, b_time: Ints, b_price: Ints, b: int, time: Ints, price: Ints, mine: Flags
) -> int:  # pragma: no cover
    """Merge `a` and `b` rows (times up, prices strictly down) into those nobody beats; return how many.

    `mine` tells which come from b; at the same time the cheaper one stays, and b's where they are equal.
    """
    i, k, n = 0, 0, 0
    while i < a or k < b:
        own = i >= a or (k < b and b_time[k] <= a_time[i])
        at = b_time[k] if own else a_time[i]
        cost = b_price[k] if own else a_price[i]
        if own:
            k += 1
        else:
            i += 1
        if n and cost >= price[n - 1]:
            continue
        if n and time[n - 1] == at:
            n -= 1
        time[n], price[n], mine[n] = at, cost, own
        n += 1
    return n


@njit(cache=True)
def fit(
    time: Ints,
    price: Ints,
    n: int,
    add: int,
    ticks: int,
    lead: int,
    w: int,
    stop: int,
    start: Ints,
    end: Ints,
    rest: Ints,
    finish: Ints,
    cost: Ints,
    begin: Ints,
) -> int:  # pragma: no cover
    """Let one machine take `n` ready rows, each in its first stretch that is long enough; return how many fit.

    Writes finish, price and start of the work; of two that finish at one tick the later and cheaper row stays.
    A slot passed over is too short for every later row as well, so that slots and rows are walked once.
    """  # fmt: skip
    done = 0
    for r in range(n):
        at = time[r] + lead
        while w < stop and (end[w] <= at or np.int64(rest[w]) - max(0, at - start[w]) < ticks):
            w += 1
        if w >= stop:
            break
        v, pos, left = w, max(at, np.int64(start[w])), ticks
        first = pos
        while end[v] - pos < left:
            left -= end[v] - pos
            v += 1
            pos = np.int64(start[v])
        if done and finish[done - 1] == pos + left:
            done -= 1
        finish[done], cost[done], begin[done] = pos + left, price[r] + add, first
        done += 1
    return done


@njit(cache=True)
def longer(array: NDArray[Any], size: int) -> NDArray[Any]:  # pragma: no cover
    """Return an array with room for at least `size`, the old content first."""
    if size <= len(array):
        return array
    more = np.empty(max(size, 2 * len(array)), array.dtype)
    more[: len(array)] = array
    return more


@njit(cache=True)
def link(firm: Ints, other: Ints) -> Ints:  # pragma: no cover
    """Return where each firm stands among others (-1: nowhere); both are sorted."""
    found, k = np.full(len(firm), -1), 0
    for g in range(len(firm)):
        while k < len(other) and other[k] < firm[g]:
            k += 1
        if k < len(other) and other[k] == firm[g]:
            found[g] = k
    return found


@njit(cache=True)
def work(
    group: Ints,
    place: Ints,
    enter: Ints,
    own: Ints,
    r_first: Ints,
    r_time: Ints,
    r_price: Ints,
    o_first: Ints,
    o_time: Ints,
    o_price: Ints,
    machine: Ints,
    add: Ints,
    ticks: Ints,
    lead: Ints,
    w_first: Ints,
    w_stop: Ints,
    w_start: Ints,
    w_end: Ints,
    w_rest: Ints,
) -> tuple[Ints, Ints, Ints]:  # pragma: no cover
    """Let every candidate work on every row ready at its firm; return each firm's labels that nobody beats.

    Firm g has candidates group[g] to group[g + 1], arrivals r[place[g]] (dearer by enter[g]) and labels o[own[g]].
    Returns offsets, finish up, price strictly down.
    """  # fmt: skip
    most = 1
    for g in range(len(place)):
        size = r_first[place[g] + 1] - r_first[place[g]]
        most = max(most, size + (o_first[own[g] + 1] - o_first[own[g]] if own[g] >= 0 else 0))
    a_time, a_price = np.empty(most, np.int32), np.empty(most, r_price.dtype)
    time, price, mine = np.empty(most, np.int32), np.empty(most, r_price.dtype), np.empty(most, np.bool_)
    b_time, b_price, begin = np.empty(most, np.int32), np.empty(most, r_price.dtype), np.empty(most, np.int32)
    c_time, c_price, whose = np.empty(most, np.int32), np.empty(most, r_price.dtype), np.empty(most, np.bool_)
    out_time, out_price = np.empty(4096, np.int32), np.empty(4096, r_price.dtype)
    first, total = np.zeros(len(place) + 1, np.int64), 0
    for g in range(len(place)):
        low, size, o_low, o_size = r_first[place[g]], 0, 0, 0
        size = r_first[place[g] + 1] - low
        for i in range(size):
            a_time[i], a_price[i] = r_time[low + i], r_price[low + i] + enter[g]
        if own[g] >= 0:
            o_low, o_size = o_first[own[g]], o_first[own[g] + 1] - o_first[own[g]]
        n = merge(a_time, a_price, size, o_time[o_low:], o_price[o_low:], o_size, time, price, mine)
        kept = 0
        for c in range(group[g], group[g + 1]):
            m = machine[c]
            done = fit(time, price, n, add[c], ticks[c], lead[c], w_first[m], w_stop[m], w_start, w_end, w_rest,
                       b_time, b_price, begin)  # fmt: skip
            c_time, c_price, whose = (
                longer(c_time, kept + done),
                longer(c_price, kept + done),
                longer(whose, kept + done),
            )
            out_time, out_price = longer(out_time, total + kept + done), longer(out_price, total + kept + done)
            kept = merge(out_time[total:], out_price[total:], kept, b_time, b_price, done, c_time, c_price, whose)
            out_time[total : total + kept], out_price[total : total + kept] = c_time[:kept], c_price[:kept]
        total += kept
        first[g + 1] = total
    return first, out_time[:total].copy(), out_price[:total].copy()


@njit(cache=True)
def load(
    row: Ints, first: Ints, finish: Ints, price: Ints, slot: Ints, rows: int, departures: int, never: int
) -> Ints:  # pragma: no cover
    """Return the cheapest price in [town row, departure slot] of goods finished by then.

    Firm g loads in town row[g]; `slot[t]` is the first departure that goods finished at tick t reach.
    """
    best = np.empty((rows, departures), price.dtype)
    best[:] = never
    for g in range(len(row)):
        for k in range(first[g], first[g + 1]):
            s = slot[finish[k]]
            if s < departures and price[k] < best[row[g], s]:
                best[row[g], s] = price[k]
    for t in range(rows):
        for s in range(1, departures):
            best[t, s] = min(best[t, s], best[t, s - 1])
    return best


@njit(cache=True)
def thin(firm: Ints, price: Ints) -> Ints:  # pragma: no cover
    """Return which labels, sorted by firm, finish and price, nobody beats within their firm."""
    keep, n = np.empty(len(firm), np.int64), 0
    for i in range(len(firm)):
        if n == 0 or firm[i] != firm[keep[n - 1]] or price[i] < price[keep[n - 1]]:
            keep[n] = i
            n += 1
    return keep[:n].copy()
