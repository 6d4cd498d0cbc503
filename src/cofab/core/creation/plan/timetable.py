"""When carriers leave and arrive, and machines' free windows, as integer ticks for the solver.

Trick: cut-offs quantise transport, so that between firms only the departures and arrivals of a day matter.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np
from numpy.typing import NDArray

from cofab.core.proposition.publish.offer import Offer
from cofab.core.proposition.publish.place import Map, Tariff

Ints = NDArray[np.int64]


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
class Timetable:
    """Departure and arrival slots of all tariffs as sorted ticks; `arrival[j, s]` is the slot or -1."""

    departures: Ints
    arrivals: Ints
    arrival: Ints


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


@dataclass(frozen=True)
class Windows:
    """The slots of all machines in one set of arrays: machine m has rows first[m] to first[m + 1].

    `work[i]` is the ticks of work before row i, `last[i]` the last row of its stretch.
    """

    first: Ints
    start: Ints
    end: Ints
    work: Ints
    last: Ints


def windows_of(machines: Sequence[Ints]) -> Windows:
    """Pack the slots of machines into arrays."""
    first = np.cumsum([0] + [len(slots) for slots in machines]).astype(np.int64)
    rows = np.concatenate([np.empty((0, 4), np.int64), *machines])
    start, end, stretch = (np.ascontiguousarray(rows[:, column]) for column in (START, END, STRETCH))
    work = np.concatenate([np.zeros(1, np.int64), np.cumsum(end - start)])[: len(rows)]
    owner = np.repeat(np.arange(len(machines)), np.diff(first))
    index = np.arange(len(rows), dtype=np.int64)
    differs = (owner[1:] != owner[:-1]) | (stretch[1:] != stretch[:-1])
    ends = np.append(index[:-1][differs], index[-1:])
    last = ends[np.searchsorted(ends, index)] if len(rows) else index
    return Windows(first, start, end, work, last)
