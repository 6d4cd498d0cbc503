"""The compiled loops that carry goods from town to town: the cheapest arrivals by every carrier.

Types as in `kernels.py`: prices all int32 or all int64 in one pass, ticks int32.
"""

from __future__ import annotations

import numpy as np
from numba import njit

from cofab.core.creation.plan.timetable import Ints


@njit(cache=True, inline="always")
def lower(to: Ints, by: Ints, price: int, sums: Ints) -> None:  # pragma: no cover
    """Lower `to` to `by` + `price` where that is less; two loops over one narrow type, so that both run in SIMD."""
    for i in range(len(to)):
        sums[i] = by[i] + price
    for i in range(len(to)):
        to[i] = sums[i] if sums[i] < to[i] else to[i]


@njit(cache=True)
def move(
    depart: Ints, source: Ints, target: Ints, road: Ints, fare: Ints, ways: Ints, at: Ints, latest: Ints, never: int
) -> Ints:  # pragma: no cover
    """Carry the cheapest goods from the source towns to the target towns, as [target, slot of all planes].

    `depart[n, s]` is the cheapest price loaded in town source[n] by departure slot s (never rising with s).
    `road[t, u]` is the class of a road, `fare[c, j]` what tariff j takes for it, `ways[c, :]` the tariffs worth
    trying (-1 ends them). `at[j]` and `at[j] + n` bound tariff j's plane of arrivals; `latest[j, i]` is its latest
    departure that arrives by slot i of the plane. Sources go by their cheapest price; where even that does not beat
    what already arrives by the first arrival possible, the whole row is beaten.
    """
    tariffs, width = latest.shape
    out = np.empty((len(target), at[:, 1].max() if tariffs else 0), depart.dtype)
    out[:] = never
    row, begin = np.empty((tariffs, width), depart.dtype), np.empty(tariffs, np.int64)
    sums = np.empty(width, depart.dtype)
    cheap = depart[:, -1].copy() if depart.shape[1] else np.empty(0, depart.dtype)
    for n in np.argsort(cheap):
        if cheap[n] >= never:
            break
        for j in range(tariffs):
            begin[j] = at[j, 1] - at[j, 0]
            for i in range(at[j, 1] - at[j, 0] - 1, -1, -1):
                row[j, i] = depart[n, latest[j, i]] if latest[j, i] >= 0 else never
                if row[j, i] < never:
                    begin[j] = i
        roads = road[source[n]]
        for m in range(len(target)):
            kind = roads[target[m]]
            for v in range(ways.shape[1]):
                j = ways[kind, v]
                if j < 0:
                    break
                first = at[j, 0] + begin[j]
                price = fare[kind, j]
                if first < at[j, 1] and cheap[n] + price < out[m, first]:
                    lower(out[m, first : at[j, 1]], row[j, begin[j] :], price, sums)
    return out


@njit(cache=True)
def stairs(arrive: Ints, order: Ints, tick: Ints, never: int) -> tuple[Ints, Ints, Ints]:  # pragma: no cover
    """Return for each target the arrivals nobody beats: offsets, ticks up, prices strictly down.

    `order` sorts the columns of `arrive` by `tick`, which is sorted alike.
    """
    first, n = np.zeros(len(arrive) + 1, np.int64), 0
    time, price = np.empty(arrive.size, np.int32), np.empty(arrive.size, arrive.dtype)
    for m in range(len(arrive)):
        best = never
        for w in range(len(order)):
            cost = arrive[m, order[w]]
            if cost < best:
                best = cost
                if n > first[m] and time[n - 1] == tick[w]:
                    n -= 1
                time[n], price[n] = tick[w], cost
                n += 1
        first[m + 1] = n
    return first, time[:n].copy(), price[:n].copy()
