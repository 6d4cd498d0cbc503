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


@dataclass(frozen=True, slots=True)
class Slot:
    """A free window in ticks, its stretch, and the operators free in it (0: no limit)."""

    start: int
    end: int
    stretch: int
    hands: int


def slots_of(offer: Offer, clock: Clock) -> tuple[Slot, ...]:
    """Return an offer's windows in whole ticks inside the horizon."""
    found = []
    for n, window in enumerate(offer.windows):
        start, end = max(0, clock.up(window.start)), min(clock.horizon, clock.down(window.end))
        if start < end:
            stretch = offer.stretches[n] if offer.stretches else n
            found.append(Slot(start, end, stretch, offer.hands[n] if offer.hands else 0))
    return tuple(found)


def book(slots: Sequence[Slot], start: int, end: int) -> tuple[Slot, ...]:
    """Return the slots of a machine after [start, end) is taken: what follows is another stretch."""
    found = []
    for slot in slots:
        if slot.start < start:
            found.append(Slot(slot.start, min(slot.end, start), 2 * slot.stretch, slot.hands))
        if slot.end > end:
            found.append(Slot(max(slot.start, end), slot.end, 2 * slot.stretch + 1, slot.hands))
    return tuple(s for s in found if s.start < s.end)


def bind(slots: Sequence[Slot], start: int, end: int) -> tuple[Slot, ...]:
    """Return the slots of another machine of the firm after one operator is bound in [start, end)."""
    found: list[Slot] = []
    for slot in slots:
        low, high = max(slot.start, start), min(slot.end, end)
        if not slot.hands or low >= high:
            found.append(slot)
            continue
        parts = (Slot(slot.start, low, slot.stretch, slot.hands), Slot(high, slot.end, slot.stretch, slot.hands))
        middle = [Slot(low, high, slot.stretch, slot.hands - 1)] if slot.hands > 1 else []
        found += [p for p in (parts[0], *middle, parts[1]) if p.start < p.end]
    return tuple(found)


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


def windows_of(machines: Sequence[Sequence[Slot]]) -> Windows:
    """Pack the slots of machines into arrays."""
    rows = [s for slots in machines for s in slots]
    first = np.cumsum([0] + [len(slots) for slots in machines]).astype(np.int64)
    start = np.array([s.start for s in rows], np.int64)
    end = np.array([s.end for s in rows], np.int64)
    work = np.concatenate([np.zeros(1, np.int64), np.cumsum(end - start)])[: len(rows)]
    owner = np.repeat(np.arange(len(machines)), np.diff(first))
    stretch = np.array([s.stretch for s in rows], np.int64)
    index = np.arange(len(rows), dtype=np.int64)
    differs = (owner[1:] != owner[:-1]) | (stretch[1:] != stretch[:-1])
    ends = np.append(index[:-1][differs], index[-1:])
    return Windows(first, start, end, work, ends[np.searchsorted(ends, index)])
