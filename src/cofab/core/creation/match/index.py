"""Machines by what people look for: tags, tolerance, size, credit, place and free days, the best few in microseconds.

Rows stand in the order of their price when the index was built; `floor` keeps the lowest price of each block of rows,
so that whole blocks are passed over once enough better machines are known. A machine is one cache line of `cells`.
Rare tags are sorted lists of rows, frequent ones bitmaps; so are a few levels of each number ("holds 20 um or less"),
which keep most rows that do not fit from being looked at. Exact: the same machines in the same order as asking each.
One thread at a time. Lists and cells have room to grow; a machine whose tags change leaves a dead row, and `waste`
says when to build anew. `index_reference.py` says the same in plain Python.
Not here: who may be seen by whom, and whether a free day's hours suffice (the caller looks at the windows).
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from cofab.core.creation.match import index_kernels as kernels
from cofab.core.creation.match.index_model import (
    BLOCK,
    LEVELS,
    NEVER,
    NUMBERS,
    Ask,
    Hits,
    Ints,
    Machines,
    Words,
    ask_vector,
    numbers,
)

CELLS, DAY_WORDS, HEAVY_SHARE = 16, 6, 32
"""A row has 16 cells of 32 bits, the free days from the sixth pair on; a tag of one machine in 32 becomes a bitmap."""


@dataclass
class Index:
    """Cells [row, 16], the ids and tag marks of rows, lists and bitmaps of tags, the lowest price of each block.

    `bitmaps[0]` holds the rows alive, `heavy[tag]` which bitmap a tag has (0: a list from `first` to `stop` with
    room for `room`). `bounds` [5, L] are the levels of tolerance, sizes and credit, `levels` their bitmaps.
    `order` and `sorted_ids` find rows as built; `moved` those that came later.
    """

    cells: Ints
    ids: Ints
    marks: Words
    lists: Ints
    first: Ints
    stop: Ints
    room: Ints
    bitmaps: Words
    heavy: Ints
    floor: Ints
    bounds: Ints
    levels: Words
    sorted_ids: Ints
    order: Ints
    used: int
    ended: int
    dead: int = 0
    moved: dict[int, int] = field(default_factory=dict)

    @property
    def days(self) -> Words:
        """Return the free days of each row, two words of 64 days."""
        return self.cells.view(np.uint64)[:, DAY_WORDS:]

    @property
    def alive(self) -> int:
        """Return how many machines can be found."""
        return self.used - self.dead

    @property
    def waste(self) -> float:
        """Return the share of rows that are dead."""
        return self.dead / max(1, self.used)

    @property
    def bytes(self) -> int:
        """Return the memory that all arrays take."""
        return sum(value.nbytes for value in vars(self).values() if isinstance(value, np.ndarray))


def index_of(machines: Machines, tags: int) -> Index:
    """Return the index of machines whose tags are below `tags`; ids must differ."""
    order = np.argsort(machines.rate, kind="stable")
    n = len(order)
    room = _rounded(n + n // 16 + 1)
    count = np.bincount(machines.tag, minlength=tags)
    heavy = np.where(count * HEAVY_SHARE > n, 1, 0)
    heavy = np.where(heavy, np.cumsum(heavy), 0).astype(np.int32)
    sizes = np.where(heavy, 0, count + count // 8 + 4).astype(np.int64)
    first = np.cumsum(sizes) - sizes
    stop = first.copy()
    lists = np.empty(int(sizes.sum()) + 1024, np.int32)
    bitmaps = np.zeros((int(heavy.max(initial=0)) + 1, room // 64), np.uint64)
    kernels.spread(order, machines.first, machines.tag, lists, stop, bitmaps, heavy)
    cells = _aligned(room)
    cells[:n, :NUMBERS] = numbers(machines)[order]
    cells[n:, NEVER] = np.iinfo(np.int32).max
    cells.view(np.uint64)[:n, DAY_WORDS:] = machines.days[order]
    ids, marks = np.zeros(room, np.int64), np.zeros(room, np.uint64)
    ids[:n], marks[:n] = machines.ids[order], kernels.marks(machines.first, machines.tag)[order]
    floor = np.full(room // BLOCK, np.iinfo(np.int32).max, np.int32)
    bounds = _bounds(cells[:n])
    levels = np.zeros((bounds.size, room // 64), np.uint64)
    kernels.settle(cells, floor, bounds, levels, np.arange(n))
    by_id = np.argsort(ids[:n], kind="stable")
    known = (ids[:n][by_id], by_id)
    ended = int(sizes.sum())
    return Index(cells, ids, marks, lists, first, stop, sizes, bitmaps, heavy, floor, bounds, levels, *known, n, ended)


def _bounds(cells: Ints) -> Ints:
    """Return the levels of tolerance, sizes and credit [5, L]: equal shares of the machines between them."""
    shares = np.arange(1, LEVELS + 1) / (LEVELS + 1)
    return np.quantile(cells[:, 1:6] if len(cells) else np.zeros((1, 5)), shares, axis=0).T.astype(np.int32).copy()


def _rounded(rows: int) -> int:
    return -(-rows // BLOCK) * BLOCK


def _aligned(rows: int) -> Ints:
    """Return zeroed cells that begin on a cache line."""
    raw = np.zeros(rows * CELLS * 4 + 64, np.uint8)
    skip = -raw.ctypes.data % 64
    return raw[skip : skip + rows * CELLS * 4].view(np.int32).reshape(rows, CELLS)


def search(index: Index, ask: Ask) -> Hits:
    """Return ids and prices of the machines that fit, the best first: price and distance, then id."""
    many = len(index.heavy)
    tags = sorted(ask.tags, key=lambda tag: (index.heavy[tag] > 0, index.stop[tag]) if tag < many else (False, -1))
    if tags and not 0 <= tags[0] < many:
        return Hits(np.empty(0, np.int64), np.empty(0, np.int64))
    ids, prices = np.empty(ask.most, np.int64), np.empty(ask.most, np.int64)
    if len(tags) > 1 and not index.heavy[tags[0]]:
        light = [tag for tag in tags if not index.heavy[tag]]
        tags = sorted(light, key=lambda tag: index.stop[tag] - index.first[tag]) + tags[len(light) :]
    found = kernels.search(
        index.cells,
        index.days,
        index.ids,
        index.lists,
        index.first,
        index.stop,
        index.bitmaps,
        index.heavy,
        index.floor,
        index.bounds,
        index.levels,
        index.used,
        np.array(tags, np.int64),
        ask_vector(ask),
        ids,
        prices,
    )
    return Hits(ids[:found], prices[:found])


def rows_of(index: Index, ids: Ints) -> Ints:
    """Return the row of each id, -1 where it is not there."""
    if not len(index.sorted_ids):
        rows = np.full(len(ids), -1)
    else:
        at = np.minimum(np.searchsorted(index.sorted_ids, ids), len(index.sorted_ids) - 1)
        rows = np.where(index.sorted_ids[at] == ids, index.order[at], -1)
    if index.moved:
        rows = np.array([index.moved.get(int(i), int(r)) for i, r in zip(ids, rows, strict=True)], np.int64)
    return np.asarray(rows, np.int64)


def put(index: Index, machines: Machines) -> None:
    """Enter or renew machines; each id once. Those with the tags they had are changed in place."""
    rows = rows_of(index, machines.ids)
    marks = kernels.marks(machines.first, machines.tag)
    same = (rows >= 0) & (index.marks[rows] == marks)
    values = numbers(machines)
    kernels.revise(index.cells, index.days, rows[same], values[same], machines.days[same])
    kernels.settle(index.cells, index.floor, index.bounds, index.levels, rows[same])
    others = ~same
    if others.any():
        _kill(index, rows[others & (rows >= 0)])
        begin = index.used
        for n in np.flatnonzero(others):
            _append(index, machines, int(n), values[n], marks[n])
        kernels.settle(index.cells, index.floor, index.bounds, index.levels, np.arange(begin, index.used))


def drop(index: Index, ids: Ints) -> None:
    """Take machines out; ids that are not there are passed over."""
    rows = rows_of(index, ids)
    there = rows >= 0
    _kill(index, rows[there])
    index.moved.update(dict.fromkeys(ids[there].tolist(), -1))


def _kill(index: Index, rows: Ints) -> None:
    """Let rows never fit again; their places in lists stay until the index is built anew."""
    index.cells[rows, NEVER] = np.iinfo(np.int32).max
    np.bitwise_and.at(index.bitmaps[0], rows >> 6, ~(np.uint64(1) << (rows & 63).astype(np.uint64)))
    index.dead += len(rows)


def _append(index: Index, machines: Machines, n: int, values: Ints, mark: Words) -> None:
    if index.used == len(index.cells):
        _grow(index)
    row = index.used
    index.used += 1
    index.cells[row, :NUMBERS] = values
    index.days[row] = machines.days[n]
    index.ids[row], index.marks[row] = machines.ids[n], mark
    index.moved[int(machines.ids[n])] = row
    bit = np.uint64(1) << np.uint64(row & 63)
    for tag in machines.tag[machines.first[n] : machines.first[n + 1]]:
        if index.heavy[tag]:
            index.bitmaps[index.heavy[tag], row >> 6] |= bit
        else:
            _list(index, int(tag), row)
    index.bitmaps[0, row >> 6] |= bit


def _list(index: Index, tag: int, row: int) -> None:
    """Put a row at the end of a tag's list, which moves behind all others where it is full."""
    first, size = int(index.first[tag]), int(index.stop[tag] - index.first[tag])
    if size == index.room[tag]:
        room = 2 * size + 4
        if index.ended + room > len(index.lists):
            index.lists = np.append(index.lists, np.empty(room + len(index.lists) // 16, np.int32))
        index.lists[index.ended : index.ended + size] = index.lists[first : first + size]
        index.first[tag], index.stop[tag], index.room[tag] = index.ended, index.ended + size, room
        index.ended += room
    index.lists[index.stop[tag]] = row
    index.stop[tag] += 1


def _grow(index: Index) -> None:
    """Make room for a sixteenth more rows, at least one block."""
    old = len(index.cells)
    more = _rounded(max(BLOCK, old // 16))
    cells = _aligned(old + more)
    cells[:old], cells[old:, NEVER] = index.cells, np.iinfo(np.int32).max
    index.cells = cells
    index.ids = np.append(index.ids, np.zeros(more, np.int64))
    index.marks = np.append(index.marks, np.zeros(more, np.uint64))
    index.floor = np.append(index.floor, np.full(more // BLOCK, np.iinfo(np.int32).max, np.int32))
    index.bitmaps, index.levels = _wider(index.bitmaps, more), _wider(index.levels, more)


def _wider(bitmaps: Words, more: int) -> Words:
    empty = np.zeros((len(bitmaps), more // 64), np.uint64)
    return np.ascontiguousarray(np.concatenate([bitmaps, empty], axis=1))
