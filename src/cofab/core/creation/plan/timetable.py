"""When carriers leave and arrive, and machines' free windows, as integer ticks for the solver.

Trick: cut-offs quantise transport, so that between firms only the departures and arrivals of a day matter.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cached_property
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
from numpy.typing import NDArray

from cofab.core.proposition.publish.offer import Offer
from cofab.core.proposition.publish.place import Map, Tariff

Ints = NDArray[np.integer[Any]]


@dataclass(frozen=True, slots=True)
class Clock:
    """Ticks of `tick_s` seconds counted from `base`, up to `horizon` of them."""

    base: datetime
    tick_s: int
    horizon: int

    def down(self, at: datetime) -> int:
        """Return the tick at or before a time."""
        return int((at - self.base).total_seconds() // self.tick_s)

    def up(self, at: datetime) -> int:
        """Return the tick at or after a time."""
        return int(-((self.base - at).total_seconds() // self.tick_s))

    def ticks(self, seconds: int) -> int:
        """Return a length in ticks, rounded up."""
        return -(-seconds // self.tick_s)

    def at(self, tick: int) -> datetime:
        """Return the time of a tick."""
        return self.base + timedelta(seconds=int(tick) * self.tick_s)


@dataclass(frozen=True)
class Planes:
    """The arrivals of each tariff as a run of columns, shared by tariffs that arrive at the same slots.

    Tariff j owns columns at[j, 0] to at[j, 1]; `latest[j, i]` is its last departure that arrives by the i-th of them
    (-1: none). `order` sorts all columns by arrival, `slot` gives the arrival slot of each in that order.
    """

    at: Ints
    latest: Ints
    order: Ints
    slot: Ints


@dataclass(frozen=True)
class Timetable:
    """Departure and arrival slots of all tariffs as sorted ticks; `arrival[j, s]` is the slot or -1."""

    departures: Ints
    arrivals: Ints
    arrival: Ints

    @cached_property
    def planes(self) -> Planes:
        """Return the columns in which a pass keeps arrivals; a tariff whose slots another has shares its columns."""
        owns = [np.unique(row[row >= 0]) for row in self.arrival]
        at, columns, planes = np.zeros((len(owns), 2), np.int64), 0, list[tuple[int, Ints]]()
        for j in sorted(range(len(owns)), key=lambda j: -len(owns[j])):
            begin = next((first for first, slots in planes if np.isin(owns[j], slots).all()), columns)
            if begin == columns:
                planes.append((columns, owns[j]))
                columns += len(owns[j])
            at[j] = begin, begin + len(dict(planes)[begin])
        slots = np.concatenate([np.empty(0, np.int64), *(slots for _, slots in planes)])
        latest = np.full((len(owns), int((at[:, 1] - at[:, 0]).max(initial=0))), -1, np.int64)
        for j, row in enumerate(self.arrival):
            last, runs = np.full(len(self.arrivals), -1), np.flatnonzero(row >= 0)
            np.maximum.at(last, row[runs], runs)
            latest[j, : at[j, 1] - at[j, 0]] = np.maximum.accumulate(last)[slots[at[j, 0] : at[j, 1]]]
        order = np.argsort(slots, kind="stable")
        return Planes(at, latest, order, slots[order])


def timetable(places: Map, clock: Clock) -> Timetable:
    """Return every run of every tariff that arrives before the horizon."""
    runs = [_runs(t, places, clock) for t in places.tariffs]
    departures = np.array(sorted({d for r in runs for d, _ in r}), np.int64)
    arrivals = np.array(sorted({a for r in runs for _, a in r}), np.int64)
    table = np.full((len(runs), len(departures)), -1, np.int64)
    for j, run in enumerate(runs):
        for d, a in run:
            table[j, np.searchsorted(departures, d)] = np.searchsorted(arrivals, a)
    return Timetable(departures, arrivals, table)


def _runs(tariff: Tariff, places: Map, clock: Clock) -> list[tuple[int, int]]:
    zone = ZoneInfo(places.zone)
    first = clock.base.astimezone(zone).date()
    days = -(-clock.horizon * clock.tick_s // 86_400) + 1
    found = []
    for day in (first + timedelta(days=n) for n in range(days)):
        if day.weekday() == 6 or day in places.holidays:
            continue
        for at in tariff.departures:
            leave = datetime.combine(day, at, zone).astimezone(UTC)
            arrive = leave + timedelta(seconds=tariff.travel_s)
            if tariff.arrive_days:
                landed = _working_day(day, tariff.arrive_days, places.holidays)
                arrive = datetime.combine(landed, tariff.arrive_at, zone).astimezone(UTC)
            if clock.down(leave) >= 0 and clock.up(arrive) < clock.horizon:
                found.append((clock.down(leave), clock.up(arrive)))
    return found


def _working_day(day: date, ahead: int, holidays: frozenset[date]) -> date:
    while ahead:
        day += timedelta(days=1)
        ahead -= day.weekday() != 6 and day not in holidays
    return day


START, END, STRETCH, HANDS = range(4)
"""Columns of a machine's slots: free window in ticks, its stretch, the operators free in it (0: no limit)."""


def slots_of(offer: Offer, clock: Clock) -> Ints:
    """Return an offer's windows in whole ticks inside the horizon, one row each; see START, END, STRETCH, HANDS."""
    found = []
    for n, window in enumerate(offer.windows):
        start, end = max(0, clock.up(window.start)), min(clock.horizon, clock.down(window.end))
        if start < end:
            stretch = offer.stretches[n] if offer.stretches else n
            found.append((start, end, stretch, offer.hands[n] if offer.hands else 0))
    return np.array(found, np.int64).reshape(-1, 4)


def book(slots: Ints, start: int, end: int) -> Ints:
    """Return the slots of a machine after [start, end) is taken: what follows is another stretch."""
    before, after = slots[slots[:, START] < start].copy(), slots[slots[:, END] > end].copy()
    before[:, END] = np.minimum(before[:, END], start)
    after[:, START] = np.maximum(after[:, START], end)
    before[:, STRETCH] *= 2
    after[:, STRETCH] = 2 * after[:, STRETCH] + 1
    return _renumbered(np.concatenate([before, after]))


def bind(slots: Ints, start: int, end: int) -> Ints:
    """Return the slots of another machine of the firm after one operator is bound in [start, end).

    Where nobody is left, the stretch ends: work on this machine would need that operator half-way.
    """
    touched = (slots[:, HANDS] > 0) & (slots[:, START] < end) & (start < slots[:, END])
    if not touched.any():
        return slots
    before, during, after = slots[touched].copy(), slots[touched].copy(), slots[touched].copy()
    before[:, END] = np.minimum(before[:, END], start)
    during[:, START] = np.maximum(during[:, START], start)
    during[:, END] = np.minimum(during[:, END], end)
    during[:, HANDS] -= 1
    after[:, START] = np.maximum(after[:, START], end)
    closed = np.sort(during[during[:, HANDS] == 0, START])
    parts = np.concatenate([slots[~touched], before, during[during[:, HANDS] > 0], after])
    parts = parts[parts[:, START] < parts[:, END]]
    parts = parts[np.argsort(parts[:, START])]
    parts[:, STRETCH] = parts[:, STRETCH] * (len(closed) + 1) + np.searchsorted(closed, parts[:, START])
    return _renumbered(parts)


def _renumbered(slots: Ints) -> Ints:
    """Number the stretches from zero, so that repeated bookings cannot overflow."""
    slots[:, STRETCH] = np.unique(slots[:, STRETCH], return_inverse=True)[1]
    return slots


MOST_TICKS = (1 << 16) - 1
"""How far a calendar can reach: windows are kept in 16 bits."""


@dataclass(frozen=True)
class Windows:
    """The slots of all machines in one set of arrays: machine m has rows first[m] to stop[m].

    `start` and `end` in ticks; `rest[i]` is the ticks of work from the start of row i to the end of its stretch, so
    that a row with rest = end - start is the last of its stretch. All three are uint16.
    """

    first: Ints
    stop: Ints
    start: Ints
    end: Ints
    rest: Ints

    def rows(self, machine: int) -> range:
        """Return the rows of a machine."""
        return range(int(self.first[machine]), int(self.stop[machine]))


def windows_of(machines: Sequence[Ints]) -> Windows:
    """Pack the slots of machines into arrays."""
    edges = np.cumsum([0] + [len(slots) for slots in machines]).astype(np.int64)
    rows = np.concatenate([np.empty((0, 4), np.int64), *machines])
    owner = np.repeat(np.arange(len(machines)), np.diff(edges))
    return Windows(edges[:-1], edges[1:], *packed(rows, owner))


def packed(rows: Ints, owner: Ints) -> tuple[Ints, Ints, Ints]:
    """Return start, end and rest of rows in 16 bits; rows of one owner and stretch stand together."""
    start, end, stretch = rows[:, START], rows[:, END], rows[:, STRETCH]
    work = np.cumsum(end - start)
    differs = (owner[1:] != owner[:-1]) | (stretch[1:] != stretch[:-1])
    ends = np.append(np.flatnonzero(differs), len(rows) - 1) if len(rows) else np.empty(0, np.int64)
    whole = work[ends[np.searchsorted(ends, np.arange(len(rows)))]] if len(rows) else work
    rest = whole - work + end - start
    if len(rows) and max(end.max(), rest.max()) > MOST_TICKS:
        raise OverflowError("a calendar reaches beyond 65,535 ticks")
    return start.astype(np.uint16), end.astype(np.uint16), rest.astype(np.uint16)
