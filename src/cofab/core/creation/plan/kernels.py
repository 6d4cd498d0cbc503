"""The compiled inner loops of the forward pass; `reference.py` says the same in plain Python.

Why: over real calendars machines are first in, first out (ready later never means finished earlier), so a forward
label-setting pass over every offer's own free windows is exact.
All arrays are int64; times in ticks, prices in minor units; NEVER marks what cannot be reached.
"""

from __future__ import annotations

import numpy as np
from numba import njit

from cofab.core.creation.plan.cost import NEVER
from cofab.core.creation.plan.timetable import Ints


@njit(cache=True)
def move(depart: Ints, leg: Ints, arrival: Ints, extra: int, slots: int) -> tuple[Ints, Ints]:  # pragma: no cover
    """Carry the cheapest goods from every town to every town.

    `depart[t, s]` is the cheapest price ready in town t at departure slot s; `leg[j, t, u]` the price of tariff j;
    `arrival[j, s]` the arrival slot or -1; `extra` is added to each move.
    Returns the cheapest price at [town, arrival slot] and where it came from, as (j * towns + t) * departures + s.
    """
    towns, departures = depart.shape
    arrive = np.full((towns, slots), NEVER)
    parent = np.full((towns, slots), -1)
    for t in range(towns):
        for j in range(leg.shape[0]):
            before = NEVER
            for s in range(departures):
                a = arrival[j, s]
                if a < 0 or depart[t, s] >= before:
                    continue
                before = depart[t, s]
                for u in range(towns):
                    price = before + leg[j, t, u] + extra
                    if price < arrive[u, a]:
                        arrive[u, a] = price
                        parent[u, a] = (j * towns + t) * departures + s
    return arrive, parent


@njit(cache=True)
def ready(
    arrive: Ints, arrive_at: Ints, enter: Ints, town: Ints, first: Ints, time: Ints, price: Ints
) -> tuple[Ints, Ints, Ints, Ints]:  # pragma: no cover
    """Merge, for every firm, goods that arrive by carrier with those it holds itself.

    `arrive[t, a]` at ticks `arrive_at[a]`; `enter[f]` is added where goods come from elsewhere; `first`, `time`,
    `price` hold the firms' own labels (rows first[f] to first[f + 1], time up, price down).
    Returns rows per firm (offsets, time up, price strictly down, origin): origin a for an arrival, -1 - n for label n.
    """
    firms, slots = len(town), len(arrive_at)
    size = firms * slots + len(time)
    out_first, n = np.zeros(firms + 1, np.int64), 0
    out_time, out_price, out_origin = np.empty(size, np.int64), np.empty(size, np.int64), np.empty(size, np.int64)
    for f in range(firms):
        best, a, k = NEVER, 0, first[f]
        while a < slots or k < first[f + 1]:
            own = k < first[f + 1] and (a >= slots or time[k] <= arrive_at[a])
            if own:
                at, cost, origin = time[k], price[k], -1 - k
                k += 1
            else:
                at, cost, origin = arrive_at[a], arrive[town[f], a] + enter[f], a
                a += 1
            if cost < best:
                best = cost
                if n > out_first[f] and out_time[n - 1] == at:
                    n -= 1
                out_time[n], out_price[n], out_origin[n] = at, cost, origin
                n += 1
        out_first[f + 1] = n
    return out_first, out_time[:n].copy(), out_price[:n].copy(), out_origin[:n].copy()


@njit(cache=True)
def stage(
    r_first: Ints,
    r_time: Ints,
    r_price: Ints,
    c_firm: Ints,
    c_machine: Ints,
    c_price: Ints,
    c_ticks: Ints,
    c_lead: Ints,
    w_first: Ints,
    w_start: Ints,
    w_end: Ints,
    w_work: Ints,
    w_last: Ints,
) -> tuple[Ints, Ints, Ints, Ints, Ints]:  # pragma: no cover
    """Let every candidate work on every ready row of its firm, in its first stretch that is long enough.

    Returns labels (candidate, ready row, start, finish, price).
    """
    size = 0
    for c in range(len(c_firm)):
        size += r_first[c_firm[c] + 1] - r_first[c_firm[c]]
    cand, row = np.empty(size, np.int64), np.empty(size, np.int64)
    begin, finish, price = np.empty(size, np.int64), np.empty(size, np.int64), np.empty(size, np.int64)
    n = 0
    for c in range(len(c_firm)):
        w, stop = w_first[c_machine[c]], w_first[c_machine[c] + 1]
        for r in range(r_first[c_firm[c]], r_first[c_firm[c] + 1]):
            at = r_time[r] + c_lead[c]
            while w < stop and w_end[w] <= at:
                w += 1
            v, pos = w, at
            while v < stop:
                pos = max(at, w_start[v])
                target = w_work[v] + pos - w_start[v] + c_ticks[c]
                last = w_last[v]
                if target <= w_work[last] + w_end[last] - w_start[last]:
                    break
                v = last + 1
            if v >= stop:
                break
            low, high = v, w_last[v]
            while low < high:
                middle = (low + high) // 2
                if w_work[middle] + w_end[middle] - w_start[middle] >= target:
                    high = middle
                else:
                    low = middle + 1
            cand[n], row[n], begin[n] = c, r, pos
            finish[n], price[n] = w_start[low] + target - w_work[low], r_price[r] + c_price[c]
            n += 1
    return cand[:n].copy(), row[:n].copy(), begin[:n].copy(), finish[:n].copy(), price[:n].copy()


@njit(cache=True)
def thin(firm: Ints, finish: Ints, price: Ints) -> Ints:  # pragma: no cover
    """Return which labels, sorted by firm, finish and price, nobody beats within their firm."""
    keep, n = np.empty(len(firm), np.int64), 0
    last, best = -1, NEVER
    for i in range(len(firm)):
        if firm[i] != last:
            last, best = firm[i], NEVER
        if price[i] < best:
            best = price[i]
            keep[n] = i
            n += 1
    return keep[:n].copy()


@njit(cache=True)
def load(
    town: Ints, first: Ints, finish: Ints, price: Ints, departures: Ints, loading: int, towns: int
) -> tuple[Ints, Ints]:  # pragma: no cover
    """Return the cheapest price in [town, departure slot] of goods finished and loaded by then, and its label."""
    best = np.full((towns, len(departures)), NEVER)
    label = np.full((towns, len(departures)), -1)
    for f in range(len(town)):
        for k in range(first[f], first[f + 1]):
            s = np.searchsorted(departures, finish[k] + loading)
            if s < len(departures) and price[k] < best[town[f], s]:
                best[town[f], s], label[town[f], s] = price[k], k
    for t in range(towns):
        for s in range(1, len(departures)):
            if best[t, s - 1] < best[t, s]:
                best[t, s], label[t, s] = best[t, s - 1], label[t, s - 1]
    return best, label
