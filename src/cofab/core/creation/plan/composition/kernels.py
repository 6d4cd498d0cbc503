"""The compiled steps of folding: tables of labels joined, carried, put through and met; `reference.py` is plain.

A table has rows (one for each pair of sites that it spans); row r holds labels `first[r]` to `first[r + 1]`, costs
strictly up and times strictly down: what nobody beats. Each label names up to two labels it was made of (`one`, `two`).
All arrays are int64. A table grown over `limit` labels ends the work: its `first[-1]` is then -1.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numba import njit

from cofab.core.creation.plan.composition.problem import Ints

ROOM = 64


class Table(NamedTuple):
    """Labels by row: offsets, costs, times, and what each was made of."""

    first: Ints
    cost: Ints
    time: Ints
    one: Ints
    two: Ints


@njit(cache=True, nogil=True)
def insert(front: Ints, n: int, cost: int, time: int, one: int, two: int) -> int:  # pragma: no cover
    """Put a label into a sorted front of `n` (rows cost, time, one, two) unless beaten; return how many there are."""
    low, high = 0, n
    while low < high:
        middle = (low + high) // 2
        if front[0, middle] <= cost:
            low = middle + 1
        else:
            high = middle
    if low > 0 and front[1, low - 1] <= time:
        return n
    if low > 0 and front[0, low - 1] == cost:
        low -= 1
    high = low
    while high < n and front[1, high] >= time:
        high += 1
    if high == low:
        for i in range(n, low, -1):
            front[:, i] = front[:, i - 1]
        n += 1
    elif high > low + 1:
        for i in range(high, n):
            front[:, i - high + low + 1] = front[:, i]
        n -= high - low - 1
    front[0, low], front[1, low], front[2, low], front[3, low] = cost, time, one, two
    return n


@njit(cache=True, nogil=True)
def thin(front: Ints, n: int, ratio: float) -> int:  # pragma: no cover
    """Drop labels of which a faster one costs at most `ratio` times as much; return how many are left."""
    if ratio <= 1.0:
        return n
    kept, i = 0, 0
    while i < n:
        last = i
        while last + 1 < n and front[0, last + 1] <= front[0, i] * ratio:
            last += 1
        front[:, kept] = front[:, last]
        kept += 1
        i = last + 1
    return kept


@njit(cache=True, nogil=True)
def wider(front: Ints, n: int) -> Ints:  # pragma: no cover
    """Return the front with room for one more label."""
    if n < front.shape[1]:
        return front
    more = np.empty((4, 2 * n), np.int64)
    more[:, :n] = front[:, :n]
    return more


@njit(cache=True, nogil=True)
def close(pile: Ints, used: int, front: Ints, n: int) -> Ints:  # pragma: no cover
    """Return the pile of finished labels, of which `used` count, with a finished row behind them."""
    if used + n > pile.shape[1]:
        more = np.empty((4, 2 * (used + n)), np.int64)
        more[:, :used] = pile[:, :used]
        pile = more
    pile[:, used : used + n] = front[:, :n]
    return pile


@njit(cache=True, nogil=True)
def table(first: Ints, pile: Ints, used: int) -> Table:  # pragma: no cover
    """Return the pile as a table."""
    return Table(first, pile[0, :used].copy(), pile[1, :used].copy(), pile[2, :used].copy(), pile[3, :used].copy())


@njit(cache=True, nogil=True)
def join(left: Table, node: Table, ratio: float, limit: int) -> Table:  # pragma: no cover
    """Let the candidates of `node` (a row a site) work on what arrives: rows [i, v] of `left` keep their places."""
    rows, sites, used = len(left.first) - 1, len(node.first) - 1, 0
    first, pile, front = np.zeros(rows + 1, np.int64), np.empty((4, ROOM), np.int64), np.empty((4, ROOM), np.int64)
    for r in range(rows):
        n, v = 0, r % sites
        for a in range(left.first[r], left.first[r + 1]):
            for b in range(node.first[v], node.first[v + 1]):
                front = wider(front, n)
                n = insert(front, n, left.cost[a] + node.cost[b], left.time[a] + node.time[b], a, b)
        n = thin(front, n, ratio)
        pile = close(pile, used, front, n)
        used += n
        first[r + 1] = used
        if used > limit:
            first[rows] = -1
            break
    return table(first, pile, used)


@njit(cache=True, nogil=True)
def carry(
    left: Table, here: Ints, there: Ints, leg_cost: Ints, leg_time: Ints, ratio: float, limit: int
) -> Table:  # pragma: no cover
    """Carry rows [i, v], v at site `here[v]`, to rows [i, w], w at site `there[w]`."""
    sites, width, used = len(here), len(there), 0
    count = (len(left.first) - 1) // sites
    first, pile = np.zeros(count * width + 1, np.int64), np.empty((4, ROOM), np.int64)
    front = np.empty((4, ROOM), np.int64)
    for i in range(count):
        for w in range(width):
            n = 0
            for v in range(sites):
                cost, time = leg_cost[here[v], there[w]], leg_time[here[v], there[w]]
                for a in range(left.first[i * sites + v], left.first[i * sites + v + 1]):
                    front = wider(front, n)
                    n = insert(front, n, left.cost[a] + cost, left.time[a] + time, a, -1)
            n = thin(front, n, ratio)
            pile = close(pile, used, front, n)
            used += n
            first[i * width + w + 1] = used
            if used > limit:
                first[-1] = -1
                return table(first, pile, used)
    return table(first, pile, used)


@njit(cache=True, nogil=True)
def cheapest(left: Table, here: Ints, there: Ints, leg_cost: Ints) -> Table:  # pragma: no cover
    """Carry rows of one label each, where only costs count: the same as `carry`, in long runs over memory."""
    sites, width = len(here), len(there)
    count = (len(left.first) - 1) // sites
    cost, one = np.full(count * width, np.int64(1) << 62), np.zeros(count * width, np.int64)
    for i in range(count):
        for v in range(sites):
            before, row = left.cost[i * sites + v], leg_cost[here[v]]
            for w in range(width):
                c = before + row[there[w]]
                if c < cost[i * width + w]:
                    cost[i * width + w], one[i * width + w] = c, i * sites + v
    return Table(np.arange(count * width + 1), cost, np.zeros_like(cost), one, np.full_like(cost, -1))


@njit(cache=True, nogil=True)
def through(left: Table, right: Table, sites: int, ratio: float, limit: int) -> Table:  # pragma: no cover
    """Put rows [i, v] and [v, w], of which v has so many `sites`, together to rows [i, w]."""
    count, width, used = (len(left.first) - 1) // sites, (len(right.first) - 1) // sites, 0
    first, pile = np.zeros(count * width + 1, np.int64), np.empty((4, ROOM), np.int64)
    front = np.empty((4, ROOM), np.int64)
    for i in range(count):
        for w in range(width):
            n = 0
            for v in range(sites):
                for a in range(left.first[i * sites + v], left.first[i * sites + v + 1]):
                    for b in range(right.first[v * width + w], right.first[v * width + w + 1]):
                        front = wider(front, n)
                        n = insert(front, n, left.cost[a] + right.cost[b], left.time[a] + right.time[b], a, b)
            n = thin(front, n, ratio)
            pile = close(pile, used, front, n)
            used += n
            first[i * width + w + 1] = used
            if used > limit:
                first[-1] = -1
                return table(first, pile, used)
    return table(first, pile, used)


@njit(cache=True, nogil=True)
def meet(left: Table, right: Table, longest: bool, ratio: float, limit: int) -> Table:  # pragma: no cover
    """Let two tables of the same rows happen side by side: costs add, times add or (`longest`) the longer counts."""
    rows, used = len(left.first) - 1, 0
    first, pile, front = np.zeros(rows + 1, np.int64), np.empty((4, ROOM), np.int64), np.empty((4, ROOM), np.int64)
    for r in range(rows):
        n = 0
        for a in range(left.first[r], left.first[r + 1]):
            for b in range(right.first[r], right.first[r + 1]):
                time = max(left.time[a], right.time[b]) if longest else left.time[a] + right.time[b]
                front = wider(front, n)
                n = insert(front, n, left.cost[a] + right.cost[b], time, a, b)
        n = thin(front, n, ratio)
        pile = close(pile, used, front, n)
        used += n
        first[r + 1] = used
        if used > limit:
            first[rows] = -1
            break
    return table(first, pile, used)
