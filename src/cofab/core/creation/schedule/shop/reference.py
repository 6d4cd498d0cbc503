"""What the kernels do, in plain Python: measuring, the moves with what they are judged by, and sequencing."""

from __future__ import annotations

from collections.abc import Iterator
from graphlib import CycleError, TopologicalSorter

from cofab.core.creation.schedule.shop.arrays import Line, Net

Move = tuple[int, int, int, int]


def measured(net: Net, line: Line) -> tuple[int, list[int], list[int]]:
    """Return (makespan, heads, tails), or (-1, [], []) where the sequences contradict the jobs."""
    count = len(net.job)
    behind = [[int(x) for x in (net.before[o], line.left[o]) if x >= 0] for o in range(count)]
    try:
        order = list(TopologicalSorter(dict(enumerate(behind))).static_order())
    except CycleError:
        return -1, [], []
    head, tail = [0] * count, [0] * count
    for o in order:
        head[o] = max((head[p] + int(line.ticks[p]) for p in behind[o]), default=0)
    for o in reversed(order):
        for p in behind[o]:
            tail[p] = max(tail[p], tail[o] + int(line.ticks[o]))
    return max(head[o] + int(line.ticks[o]) for o in range(count)), head, tail


def moves(net: Net, line: Line, v: int, span: int) -> Iterator[Move]:
    """Yield every move of `v` as (judged, v, left neighbour, way)."""
    yield from _elsewhere(net, line, v)
    row = _row(line, int(line.place[v]))
    at = row.index(v)
    for w in range(at + 1, len(row)):
        if not _critical(line, row, w, span) or line.head[row[w]] != _end(line, row[w - 1]):
            break
        if row[w] == net.after[v] or line.head[row[w]] >= _latest(net, line, v):
            break
        yield _judged(net, line, row, at, [*row[at + 1 : w + 1], v], w), v, row[w], int(line.taken[v])
    for w in range(at - 1, -1, -1):
        if not _critical(line, row, w, span) or _end(line, row[w]) != line.head[row[w + 1]]:
            break
        if row[w] == net.before[v] or _end(line, row[w]) <= _earliest(net, line, v):
            break
        left = row[w - 1] if w else -1
        yield _judged(net, line, row, w, [v, *row[w:at]], at), v, left, int(line.taken[v])


def _elsewhere(net: Net, line: Line, v: int) -> Iterator[Move]:
    head, tail = _by_job(net, line, v)
    for way in range(net.way[v], net.way[v + 1]):
        row = _row(line, int(line.base[v] + net.machine[way])) if way != line.taken[v] else []
        for at in range(len(row) + 1) if way != line.taken[v] else ():
            x, y = (row[at - 1] if at else -1), (row[at] if at < len(row) else -1)
            if x >= 0 and (x == net.after[v] or line.head[x] >= _latest(net, line, v)):
                continue
            if y >= 0 and (y == net.before[v] or _end(line, y) <= _earliest(net, line, v)):
                continue
            end, rest = (_end(line, x) if x >= 0 else 0), (_rest(line, y) if y >= 0 else 0)
            yield max(head, end) + int(net.ticks[way]) + max(tail, rest), v, x, way


def _judged(net: Net, line: Line, row: list[int], first: int, order: list[int], last: int) -> int:
    """Return the longest path through the operations at `first` to `last` of a row put in another order."""
    at = _end(line, row[first - 1]) if first else 0
    heads = []
    for o in order:
        heads.append(max(at, _by_job(net, line, o)[0]))
        at = heads[-1] + int(line.ticks[o])
    rest, longest = (_rest(line, row[last + 1]) if last + 1 < len(row) else 0), 0
    for o, head in zip(reversed(order), reversed(heads), strict=True):
        tail = max(rest, _by_job(net, line, o)[1])
        longest, rest = max(longest, head + int(line.ticks[o]) + tail), tail + int(line.ticks[o])
    return longest


def _row(line: Line, place: int) -> list[int]:
    row, o = [], int(line.first[place])
    while o >= 0:
        row.append(o)
        o = int(line.right[o])
    return row


def _critical(line: Line, row: list[int], at: int, span: int) -> bool:
    return bool(line.head[row[at]] + line.ticks[row[at]] + line.tail[row[at]] == span)


def _end(line: Line, o: int) -> int:
    return int(line.head[o] + line.ticks[o])


def _rest(line: Line, o: int) -> int:
    return int(line.tail[o] + line.ticks[o])


def _by_job(net: Net, line: Line, v: int) -> tuple[int, int]:
    a, b = int(net.before[v]), int(net.after[v])
    return (_end(line, a) if a >= 0 else 0), (_rest(line, b) if b >= 0 else 0)


def _earliest(net: Net, line: Line, v: int) -> int:
    return int(line.head[net.before[v]]) if net.before[v] >= 0 else -1


def _latest(net: Net, line: Line, v: int) -> float:
    return _end(line, int(net.after[v])) if net.after[v] >= 0 else float("inf")


def sequenced(net: Net, line: Line, key: list[int]) -> dict[int, list[int]]:
    """Return the sequence of each place when the ready operation of least key goes first."""
    ready = [o for o in range(len(net.job)) if net.before[o] < 0]
    rows: dict[int, list[int]] = {}
    while ready:
        o = min(ready, key=key.__getitem__)
        ready.remove(o)
        if net.after[o] >= 0:
            ready.append(int(net.after[o]))
        rows.setdefault(int(line.place[o]), []).append(o)
    return rows
