"""The compiled loops that carry goods from town to town: the cheapest arrivals by every carrier.

Types as in `kernels.py`: prices all int32 or all int64 in one pass, ticks int32.
Why districts: most pairs of towns lower nothing. A whole district is passed over where even its cheapest goods, at the
least fare between any two of their towns, beat nowhere what the worst served town there has already; then a town is.
"""

from __future__ import annotations

import numpy as np
from numba import njit

from cofab.core.creation.plan.timetable import Ints

LAG = 4
"""After how many towns' goods the worst of a district is looked at again."""


@njit(cache=True, inline="always")
def lower(to: Ints, by: Ints, price: int) -> None:  # pragma: no cover
    """Lower `to` to `by` + `price` where that is less; cast, because a sum of narrow numbers is wide and slow."""
    for i in range(len(to)):
        cost = to.dtype.type(by[i] + price)
        to[i] = cost if cost < to[i] else to[i]


@njit(cache=True, inline="always")
def beats(by: Ints, top: Ints, price: int) -> bool:  # pragma: no cover
    """Tell whether `by` + `price` is anywhere less than `top`; prices are not negative."""
    most = top.dtype.type(0)
    for i in range(len(top)):
        most = max(most, top.dtype.type(top[i] - by[i]))
    return bool(most > price)


@njit(cache=True)
def dealt(district: Ints, towns: Ints, order: Ints, count: int) -> tuple[Ints, Ints]:  # pragma: no cover
    """Return positions of towns by district, within one in the given order, and where each district begins."""
    first = np.zeros(count + 1, np.int64)
    for n in order:
        first[district[towns[n]] + 1] += 1
    for a in range(count):
        first[a + 1] += first[a]
    put, free = np.empty(len(order), np.int64), first.copy()
    for n in order:
        a = district[towns[n]]
        put[free[a]] = n
        free[a] += 1
    return put, first


@njit(cache=True)
def laid(depart: Ints, at: Ints, latest: Ints, never: int) -> tuple[Ints, Ints, Ints]:  # pragma: no cover
    """Return what each source brings by each column of each tariff, where a tariff's columns begin, and its first."""
    tariffs = len(latest)
    edge = np.zeros(tariffs + 1, np.int64)
    for j in range(tariffs):
        edge[j + 1] = edge[j] + at[j, 1] - at[j, 0]
    rows = np.empty((len(depart), edge[-1]), depart.dtype)
    begin = np.empty((len(depart), tariffs), np.int64)
    for n in range(len(depart)):
        by = depart[n]
        for j in range(tariffs):
            to, last, i = rows[n, edge[j] : edge[j + 1]], latest[j], 0
            while i < len(to) and (last[i] < 0 or by[last[i]] >= never):
                to[i] = never
                i += 1
            begin[n, j] = i
            for k in range(i, len(to)):
                to[k] = by[np.uint64(last[k])]
    return rows, edge, begin


@njit(cache=True)
def cheapest(depart: Ints, some: Ints, first: Ints, never: int) -> Ints:  # pragma: no cover
    """Return the cheapest departures of each district: its rows are some[first[a]] to some[first[a + 1]]."""
    best = np.empty((len(first) - 1, depart.shape[1]), depart.dtype)
    best[:] = never
    for a in range(len(best)):
        to = best[a]
        for n in some[first[a] : first[a + 1]]:
            by = depart[n]
            for i in range(len(to)):
                to[i] = by[i] if by[i] < to[i] else to[i]
    return best


@njit(cache=True)
def move(
    depart: Ints,
    source: Ints,
    target: Ints,
    road: Ints,
    fare: Ints,
    at: Ints,
    latest: Ints,
    least: Ints,
    district: Ints,
    far: Ints,
    reach: Ints,
    never: int,
) -> Ints:  # pragma: no cover
    """Carry the cheapest goods from the source towns to the target towns, as [target, slot of all planes].

    `depart[n, s]` is the cheapest price loaded in town source[n] by departure slot s (never rising with s).
    `road[t, u]` is the class of a road, `fare[c, j]` what tariff j takes for it (`never` where it is not worth trying).
    `at[j]` bounds tariff j's plane of arrivals; `latest[j, i]` is its latest departure that arrives by
    slot i of the plane. `district[t]` of each town; `far[a, b]` and `reach[t, b]` the least class of a road from
    district a, and from town t, to district b; `least[c, j]` the least fare on roads of class c and beyond.
    """
    tariffs, count = len(latest), len(far)
    out = np.empty((len(target), at[:, 1].max() if tariffs else 0), depart.dtype)
    out[:] = never
    if not len(depart) or not depart.shape[1] or not out.size:
        return out
    rows, edge, begin = laid(depart, at, latest, never)
    cheap = depart[:, -1].copy()
    sources, s_first = dealt(district, source, np.argsort(cheap), count)
    targets, t_first = dealt(district, target, np.arange(len(target)), count)
    best = laid(cheapest(depart, sources, s_first, never), at, latest, never)[0]
    top = np.empty(out.shape[1], depart.dtype)
    for b in range(count):
        if t_first[b] == t_first[b + 1]:
            continue
        top[:] = never
        for a in np.argsort(_hopes(cheap, sources, s_first, least, far[:, b], never)):
            if s_first[a] == s_first[a + 1]:
                break
            for j in range(tariffs):
                price = least[far[a, b], j]
                plane = top[at[j, 0] : at[j, 1]]
                if price >= never or not beats(best[a, edge[j] : edge[j + 1]], plane, price):
                    continue
                spread = 0
                for x in range(s_first[a], s_first[a + 1]):
                    n = sources[x]
                    price = least[reach[source[n], b], j]
                    row = rows[n, edge[j] : edge[j + 1]]
                    if price >= never or not beats(row, plane, price):
                        continue
                    _spread(out, row, begin[n, j], cheap[n], targets[t_first[b] : t_first[b + 1]], target,
                            road[source[n]], fare, j, at)  # fmt: skip
                    spread += 1
                    if spread % LAG == 0:
                        _worst(out, at[j, 0], at[j, 1], targets[t_first[b] : t_first[b + 1]], plane)
                _worst(out, at[j, 0], at[j, 1], targets[t_first[b] : t_first[b + 1]], plane)
    return out


@njit(cache=True)
def _hopes(cheap: Ints, sources: Ints, first: Ints, least: Ints, far: Ints, never: int) -> Ints:  # pragma: no cover
    """Return what the cheapest goods of each district may cost on arrival; no goods come last."""
    hope = np.full(len(far), 4 * never)
    for a in range(len(far)):
        if first[a] < first[a + 1]:
            hope[a] = cheap[sources[first[a]]] + least[far[a]].min()
    return hope


@njit(cache=True)
def _spread(
    out: Ints,
    row: Ints,
    begin: int,
    cheap: int,
    some: Ints,
    target: Ints,
    roads: Ints,
    fare: Ints,
    j: int,
    at: Ints,
) -> None:  # pragma: no cover
    """Carry one town's goods by one tariff to the towns of a district."""
    first = at[j, 0] + begin
    for m in some:
        kind = roads[target[m]]
        price = fare[kind, j]
        if cheap + price < out[m, first]:
            lower(out[m, first : at[j, 1]], row[begin:], price)


@njit(cache=True)
def _worst(out: Ints, low: int, high: int, some: Ints, top: Ints) -> None:  # pragma: no cover
    """Set `top` to the dearest that any of some towns has in columns low to high."""
    top[:] = out[some[0], low:high]
    for m in some[1:]:
        has = out[m, low:high]
        for i in range(len(top)):
            top[i] = has[i] if has[i] > top[i] else top[i]


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
