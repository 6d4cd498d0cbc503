"""The offers as columns: who does a process, at which price and for how long, without touching an offer one by one.

Built once and kept up to date: `rebook` puts a machine's new free windows in its block, or in a larger one at the
end; `Index.waste` tells how much room the blocks left behind take. One thread: updates go between passes.
Exact: prices and ticks are those of `cost.py`, windows those of `timetable.py`.
Not here: prices by the unit, and several operations in one clamping (`problem.py`).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, fields

import numpy as np

from cofab.core.creation.plan.chain import Block
from cofab.core.creation.plan.timetable import Ints, Windows, packed
from cofab.core.kernel.rules import RuleSet

SLACK = 8
"""Blocks of windows hold a multiple of this many, and at least so many more than at first."""


@dataclass(frozen=True)
class Columns:
    """One row for each offer; `process` and `firm` are numbers, `space_um` is sorted, `tags` one bit each."""

    process: Ints
    firm: Ints
    rate: Ints
    minimum: Ints
    speed_ppm: Ints
    lead: Ints
    vat_ppm: Ints
    tolerance_um: Ints
    space_um: Ints
    tags: Ints


@dataclass(frozen=True)
class Need:
    """What an operation asks: process, seconds of set-up and for each of `pieces`, and what an offer must hold."""

    process: int
    setup_s: int
    run_s: int
    pieces: int
    tolerance_um: int = 0
    size_um: tuple[int, int, int] = (0, 0, 0)
    tags: int = 0


@dataclass
class Index:
    """Offers sorted by process and firm; those of process p are first[p] to first[p + 1].

    `place` is where each offer of the input stands, `room` how many windows each block holds.
    """

    columns: Columns
    first: Ints
    place: Ints
    windows: Windows
    room: Ints
    used: int
    waste: int = 0

    @property
    def bytes(self) -> int:
        """Return the memory that all columns and windows take."""
        of = [getattr(self.columns, c.name) for c in fields(Columns)]
        of += [getattr(self.windows, c.name) for c in fields(Windows)]
        return sum(a.nbytes for a in (*of, self.first, self.place, self.room))


def index_of(columns: Columns, processes: int, rows: Ints, owner: Ints) -> Index:
    """Return the index of offers; `rows` are slots as in `timetable.py` and `owner[i]` the offer of row i, sorted."""
    order = np.lexsort((columns.firm, columns.process))
    place = np.empty(len(order), np.int64)
    place[order] = np.arange(len(order))
    count = np.bincount(owner, minlength=len(order))
    room = _room(count)[order]
    begin = np.cumsum(room) - room
    to = begin[place[owner]] + np.arange(len(owner)) - (np.cumsum(count) - count)[owner]
    size = int(room.sum())
    windows = Windows(begin, begin + count[order], *(np.zeros(size, np.uint16) for _ in range(3)))
    for kept, column in zip((windows.start, windows.end, windows.rest), packed(rows, owner), strict=True):
        kept[to] = column
    made = Columns(*(getattr(columns, c.name)[order] for c in fields(Columns)))
    return Index(made, np.searchsorted(made.process, np.arange(processes + 1)), place, windows, room, size)


def _room(count: Ints) -> Ints:
    return -(-(count + SLACK) // SLACK) * SLACK


def rebook(index: Index, changes: Iterable[tuple[int, Ints]]) -> None:
    """Replace the slots of offers, each named by its place in the input that the index was built from."""
    for offer, slots in changes:
        n, size = int(index.place[offer]), len(slots)
        columns = packed(slots, np.zeros(size, np.int64))
        if size > index.room[n]:
            index.waste += int(index.room[n])
            index.room[n] = -(-(size + SLACK) // SLACK) * SLACK
            _grow(index, int(index.room[n]))
            index.windows.first[n] = index.used
            index.used += int(index.room[n])
        w = index.windows
        at = slice(int(w.first[n]), int(w.first[n]) + size)
        w.start[at], w.end[at], w.rest[at] = columns
        w.stop[n] = at.stop


def _grow(index: Index, more: int) -> None:
    """Make room for so many more rows at the end."""
    w = index.windows
    if index.used + more > len(w.start):
        room = np.zeros(max(more, len(w.start) // 16), np.uint16)
        index.windows = Windows(w.first, w.stop, *(np.append(a, room) for a in (w.start, w.end, w.rest)))


def fitting(index: Index, need: Need) -> Ints:
    """Return the rows of all offers that do the process and hold tolerance, size and tags; 0 is not stated."""
    low, high = int(index.first[need.process]), int(index.first[need.process + 1])
    c, rows = index.columns, slice(low, high)
    good = (c.tags[rows] & need.tags) == need.tags
    if need.tolerance_um:
        good &= c.tolerance_um[rows] <= need.tolerance_um
    if any(need.size_um):
        space = c.space_um[rows]
        good &= (space >= np.array(sorted(need.size_um))).all(axis=1) | ~space.any(axis=1)
    return np.asarray(np.arange(low, high)[good])


def block(index: Index, at: int, need: Need, tick_s: int, rules: RuleSet) -> Block:
    """Return the candidates for operation `at`, alone in its clamping, with gross prices as `cost.py` says."""
    rows, c = fitting(index, need), index.columns
    seconds = need.setup_s - (-need.run_s * need.pieces * c.speed_ppm[rows].astype(np.int64) // 1_000_000)
    net = np.maximum(c.minimum[rows], -(-c.rate[rows].astype(np.int64) * seconds // 3600))
    gross = net + parts(net, c.vat_ppm[rows].astype(np.int64))
    for name in ("fee_ppm", "reserve_ppm"):
        share = parts(net, np.int64(rules[name]))
        gross += share + parts(share, np.int64(rules["vat_service_ppm"]))
    ticks = np.maximum(1, -(-seconds // tick_s))
    return Block(at, at + 1, c.firm[rows], rows, gross, ticks, c.lead[rows])


def parts(amount: Ints, ppm: Ints | np.int64) -> Ints:
    """Return millionths of amounts that are not negative, rounded half up as `money.parts_per_million` does."""
    return np.asarray((2 * amount * ppm + 1_000_000) // 2_000_000)
