"""The compiled tabu search over job shops; `reference.py` says the same moves in plain Python.

A move takes one operation of a critical path out of its sequence and puts it elsewhere: on another machine wherever
no cycle can come of it (as Mastrolilli and Gambardella 2000 do), or within its critical block on its own (as Balas and
Vazacopoulos 1998). Moves are judged by the longest path through what was moved, with old heads and tails; the one
taken is measured exactly. A way left is forbidden for some iterations.
All arrays are int32 of `arrays.py`; `pick` holds the best move as (judged, operation, left neighbour, way, ties), and
behind it the best forbidden one.
"""

from __future__ import annotations

import numpy as np
from numba import njit

from cofab.core.creation.schedule.shop.arrays import Ints, Line, Longs, Net

FAR = 1 << 40
SINCE, NOW, BEST, MISSED = 0, 1, 2, 3


@njit(cache=True, nogil=True)
def throw(dice: Longs) -> int:  # pragma: no cover
    """Return the next number from 0 to 2^31 - 1 of a xorshift generator (Marsaglia 2003)."""
    x = np.uint64(dice[0])
    x ^= x << np.uint64(13)
    x ^= x >> np.uint64(7)
    x ^= x << np.uint64(17)
    dice[0] = np.int64(x)
    return int(x >> np.uint64(33))


@njit(cache=True, nogil=True, inline="always")
def _heads(net: Net, line: Line, order: Ints, wait: Ints) -> int:  # pragma: no cover
    """Set heads and an order without contradictions; return the makespan, or -1 where there is no such order."""
    count, n, i, span = len(order), 0, 0, 0
    for o in range(count):
        wait[o] = (net.before[o] >= 0) + (line.left[o] >= 0)
        if wait[o] == 0:
            order[n] = o
            n += 1
    while i < n:
        o = order[i]
        i += 1
        a, b, head = net.before[o], line.left[o], 0
        if a >= 0:
            head = line.head[a] + line.ticks[a]
        if b >= 0:
            head = max(head, line.head[b] + line.ticks[b])
        line.head[o] = head
        span = max(span, head + line.ticks[o])
        a, b = net.after[o], line.right[o]
        if a >= 0:
            wait[a] -= 1
            if wait[a] == 0:
                order[n] = a
                n += 1
        if b >= 0:
            wait[b] -= 1
            if wait[b] == 0:
                order[n] = b
                n += 1
    return span if n == count else -1


@njit(cache=True, nogil=True, inline="always")
def measure(net: Net, line: Line, order: Ints, wait: Ints) -> int:  # pragma: no cover
    """Set heads and tails; return the makespan, or -1 where the sequences contradict the jobs."""
    span = _heads(net, line, order, wait)
    if span < 0:
        return -1
    for i in range(len(order) - 1, -1, -1):
        o = order[i]
        a, b, tail = net.after[o], line.right[o], 0
        if a >= 0:
            tail = line.tail[a] + line.ticks[a]
        if b >= 0:
            tail = max(tail, line.tail[b] + line.ticks[b])
        line.tail[o] = tail
    return span


@njit(cache=True, nogil=True, inline="always")
def critical(net: Net, line: Line, span: int, path: Ints, dice: Longs) -> int:  # pragma: no cover
    """Write the operations of a critical path chosen by `dice` into `path`; return how many."""
    seen, v, n = 0, -1, 0
    for o in range(len(net.job)):
        if line.head[o] == 0 and line.ticks[o] + line.tail[o] == span and net.before[o] < 0:
            seen += 1
            if throw(dice) % seen == 0:
                v = o
    while v >= 0:
        path[n] = v
        n += 1
        end, a, b = line.head[v] + line.ticks[v], net.after[v], line.right[v]
        by_job = a >= 0 and line.head[a] == end and line.tail[a] + line.ticks[a] == line.tail[v]
        by_machine = b >= 0 and line.head[b] == end and line.tail[b] + line.ticks[b] == line.tail[v]
        if by_job and by_machine:
            by_job = throw(dice) & 1 == 1
        v = a if by_job else (b if by_machine else -1)
    return n


@njit(cache=True, nogil=True, inline="always")
def offer(
    pick: Longs, judged: int, v: int, x: int, way: int, forbidden: bool, best: int, dice: Longs
) -> None:  # pragma: no cover
    """Keep a move in `pick` if none is better, ties by `dice`; a forbidden one counts if it beats `best`."""
    at = 5 if forbidden and judged >= best else 0
    if judged > pick[at]:
        return
    pick[at + 4] = pick[at + 4] + 1 if judged == pick[at] else 1
    if judged < pick[at] or throw(dice) % pick[at + 4] == 0:
        pick[at], pick[at + 1], pick[at + 2], pick[at + 3] = judged, v, x, way


@njit(cache=True, nogil=True, inline="always")
def elsewhere(
    net: Net, line: Line, v: int, best: int, at: int, until: Longs, pick: Longs, dice: Longs
) -> None:  # pragma: no cover
    """Offer every place of `v` on its other machines that cannot close a cycle."""
    a, b = net.before[v], net.after[v]
    head = line.head[a] + line.ticks[a] if a >= 0 else 0
    tail = line.tail[b] + line.ticks[b] if b >= 0 else 0
    earliest = line.head[a] if a >= 0 else -1
    latest = line.head[b] + line.ticks[b] if b >= 0 else FAR
    for way in range(net.way[v], net.way[v + 1]):
        least, forbidden = head + net.ticks[way] + tail, until[way] > at
        if way == line.taken[v] or least > pick[5 if forbidden and least >= best else 0]:
            continue
        x, y, end = -1, line.first[line.base[v] + net.machine[way]], 0
        while x < 0 or (line.head[x] < latest and x != b):
            rest = line.tail[y] + line.ticks[y] if y >= 0 else 0
            if y < 0 or (line.head[y] + line.ticks[y] > earliest and y != a):
                offer(pick, max(head, end) + net.ticks[way] + max(tail, rest), v, x, way, forbidden, best, dice)
                if end >= head and rest <= tail:
                    break
            if y < 0:
                break
            x, end, y = y, line.head[y] + line.ticks[y], line.right[y]


@njit(cache=True, nogil=True, inline="always")
def later(
    net: Net, line: Line, v: int, span: int, best: int, forbidden: bool, pick: Longs, heads: Ints, dice: Longs
) -> None:  # pragma: no cover
    """Offer `v` behind each operation that follows it in its critical block."""
    a, b, w, n = net.before[v], net.after[v], line.right[v], 0
    own = line.head[a] + line.ticks[a] if a >= 0 else 0
    rest = line.tail[b] + line.ticks[b] if b >= 0 else 0
    latest = line.head[b] + line.ticks[b] if b >= 0 else FAR
    end = line.head[line.left[v]] + line.ticks[line.left[v]] if line.left[v] >= 0 else 0
    at = line.head[v] + line.ticks[v]
    while w >= 0 and w != b and line.head[w] == at and at < latest and at + line.ticks[w] + line.tail[w] == span:
        p = net.before[w]
        heads[n] = max(end, line.head[p] + line.ticks[p] if p >= 0 else 0)
        end, at = heads[n] + line.ticks[w], at + line.ticks[w]
        n += 1
        z = line.right[w]
        tail = max(rest, line.tail[z] + line.ticks[z] if z >= 0 else 0)
        judged = max(own, end) + line.ticks[v] + tail
        tail += line.ticks[v]
        u = w
        for c in range(n - 1, -1, -1):
            s = net.after[u]
            tail = max(tail, line.tail[s] + line.ticks[s] if s >= 0 else 0)
            judged = max(judged, heads[c] + line.ticks[u] + tail)
            tail += line.ticks[u]
            u = line.left[u]
        offer(pick, judged, v, w, line.taken[v], forbidden, best, dice)
        w = line.right[w]


@njit(cache=True, nogil=True, inline="always")
def sooner(
    net: Net, line: Line, v: int, span: int, best: int, forbidden: bool, pick: Longs, tails: Ints, dice: Longs
) -> None:  # pragma: no cover
    """Offer `v` before each operation that precedes it in its critical block."""
    a, b, w, n = net.before[v], net.after[v], line.left[v], 0
    own = line.head[a] + line.ticks[a] if a >= 0 else 0
    rest = line.tail[b] + line.ticks[b] if b >= 0 else 0
    earliest = line.head[a] if a >= 0 else -1
    behind = line.tail[line.right[v]] + line.ticks[line.right[v]] if line.right[v] >= 0 else 0
    at = line.head[v]
    while w >= 0 and w != a and line.head[w] + line.ticks[w] == at and at > earliest and at + line.tail[w] == span:
        s = net.after[w]
        tails[n] = max(behind, line.tail[s] + line.ticks[s] if s >= 0 else 0)
        behind, at = tails[n] + line.ticks[w], line.head[w]
        n += 1
        z = line.left[w]
        head = max(own, line.head[z] + line.ticks[z] if z >= 0 else 0)
        judged = head + line.ticks[v] + max(rest, behind)
        head += line.ticks[v]
        u = w
        for c in range(n - 1, -1, -1):
            p = net.before[u]
            head = max(head, line.head[p] + line.ticks[p] if p >= 0 else 0)
            judged = max(judged, head + line.ticks[u] + tails[c])
            head += line.ticks[u]
            u = line.right[u]
        offer(pick, judged, v, z, line.taken[v], forbidden, best, dice)
        w = line.left[w]


@njit(cache=True, nogil=True, inline="always")
def choose(
    net: Net, line: Line, span: int, best: int, at: int, path: Ints, n: int, until: Longs, pick: Longs, room: Ints,
    dice: Longs,
) -> bool:  # pragma: no cover  # fmt: skip
    """Put the move to make into `pick`; a forbidden one where nothing else is left. False where there is none."""
    pick[:] = -1
    pick[0] = pick[5] = FAR
    for i in range(n):
        v = path[i]
        elsewhere(net, line, v, best, at, until, pick, dice)
        forbidden = until[line.taken[v]] > at
        later(net, line, v, span, best, forbidden, pick, room, dice)
        sooner(net, line, v, span, best, forbidden, pick, room, dice)
    if pick[1] < 0:
        pick[:5] = pick[5:]
    return bool(pick[1] >= 0)


@njit(cache=True, nogil=True, inline="always")
def put(net: Net, line: Line, v: int, x: int, way: int) -> None:  # pragma: no cover
    """Take `v` out of its sequence and put it behind `x` (-1: in front) on the machine of `way`."""
    a, b = line.left[v], line.right[v]
    if a >= 0:
        line.right[a] = b
    else:
        line.first[line.place[v]] = b
    if b >= 0:
        line.left[b] = a
    line.taken[v], line.ticks[v], line.place[v] = way, net.ticks[way], line.base[v] + net.machine[way]
    if x >= 0:
        y = line.right[x]
        line.right[x] = v
    else:
        y = line.first[line.place[v]]
        line.first[line.place[v]] = v
    line.left[v], line.right[v] = x, y
    if y >= 0:
        line.left[y] = v


@njit(cache=True, nogil=True)
def keep(line: Line, span: int, kept: Ints, state: Longs) -> None:  # pragma: no cover
    """Note the solution where it is the best so far."""
    if span < state[BEST]:
        state[BEST], state[SINCE] = span, state[NOW]
        kept[0, :], kept[1, :] = line.taken, line.left


@njit(cache=True, nogil=True)
def search(
    net: Net, line: Line, kept: Ints, until: Longs, state: Longs, dice: Longs, steps: int, patience: int,
    short: int, spread: int, target: int,
) -> None:  # pragma: no cover  # fmt: skip
    """Make up to `steps` moves from `line`; stop at makespan `target` or `patience` moves after the last gain.

    `state` holds (move of the last gain, moves so far, best makespan, moves undone) and goes from call to call, so
    that work cut in slices is the same work; `kept[0]`, `kept[1]` the ways and left neighbours of the best. A way
    left is forbidden for `short` moves, half the critical path, and up to `spread` more.
    """
    count = len(net.job)
    order, wait = np.empty(count, np.int32), np.empty(count, np.int32)
    path, room = np.empty(count, np.int32), np.empty(count, np.int32)
    pick = np.empty(10, np.int64)
    span = measure(net, line, order, wait)
    for _ in range(steps):
        keep(line, span, kept, state)
        if state[BEST] <= target or state[NOW] - state[SINCE] >= patience:
            return
        state[NOW] += 1
        n = critical(net, line, span, path, dice)
        if not choose(net, line, span, state[BEST], state[NOW], path, n, until, pick, room, dice):
            state[SINCE] = state[NOW] - patience
            return
        v, x, way = pick[1], pick[2], pick[3]
        before, left = line.taken[v], line.left[v]
        put(net, line, v, x, way)
        span = measure(net, line, order, wait)
        if span < 0:
            put(net, line, v, left, before)
            span = measure(net, line, order, wait)
            until[way] = state[NOW] + 10
            state[MISSED] += 1
        else:
            until[before] = state[NOW] + short + n // 2 + throw(dice) % spread
    keep(line, span, kept, state)


@njit(cache=True, nogil=True)
def sequence(net: Net, line: Line, key: Ints) -> None:  # pragma: no cover
    """Fill the sequences of `line` by taking, again and again, the ready operation of least key."""
    ready, last = np.empty(len(key), np.int32), np.full(len(line.first), -1, np.int32)
    line.first[:] = -1
    n = 0
    for o in range(len(key)):
        if net.before[o] < 0:
            ready[n] = o
            n += 1
    while n > 0:
        i = 0
        for j in range(1, n):
            if key[ready[j]] < key[ready[i]]:
                i = j
        o = ready[i]
        ready[i] = net.after[o]
        if ready[i] < 0:
            n -= 1
            ready[i] = ready[n]
        x = last[line.place[o]]
        line.left[o], line.right[o] = x, -1
        if x >= 0:
            line.right[x] = o
        else:
            line.first[line.place[o]] = o
        last[line.place[o]] = o
