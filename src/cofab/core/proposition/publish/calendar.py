"""A machine's calendar: shift rules in local time become free windows in UTC.

Promises: windows are half-open, disjoint and sorted; a local rule means the same wall clock in summer and winter.
Not here: whose work fills the taken windows; only that they are taken.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from cofab.core.kernel.window import Window, subtract, union

MONDAY_TO_SATURDAY = frozenset(range(6))


@dataclass(frozen=True, slots=True)
class Shift:
    """Working hours on some days of the week (Monday is 0): spans of local time.

    A span whose end is not after its start ends on the next day.
    """

    days: frozenset[int]
    spans: tuple[tuple[time, time], ...]


@dataclass(frozen=True, slots=True)
class Calendar:
    """Shift rules of one machine in its IANA `zone`, days off, and days worked although the rules say no."""

    shifts: tuple[Shift, ...]
    zone: str = "Asia/Shanghai"
    holidays: frozenset[date] = frozenset()
    worked: frozenset[date] = frozenset()

    def as_json(self) -> dict[str, Any]:
        """Return the JSON-ready form that is stored with a machine."""
        return {
            "zone": self.zone,
            "shifts": [
                {"days": sorted(s.days), "spans": [[_text(a), _text(b)] for a, b in s.spans]} for s in self.shifts
            ],
            "holidays": sorted(d.isoformat() for d in self.holidays),
            "worked": sorted(d.isoformat() for d in self.worked),
        }


@dataclass(frozen=True, slots=True)
class Free:
    """Free windows with the number of their stretch and the operators free in each (0: no limit); see Offer."""

    windows: tuple[Window, ...]
    stretches: tuple[int, ...]
    hands: tuple[int, ...]


def _text(at: time) -> str:
    return at.strftime("%H:%M")


def calendar_from(value: Mapping[str, Any]) -> Calendar:
    """Read a calendar from its JSON-ready form; raises KeyError or ValueError for another shape."""
    shifts = tuple(
        Shift(frozenset(s["days"]), tuple((time.fromisoformat(a), time.fromisoformat(b)) for a, b in s["spans"]))
        for s in value["shifts"]
    )
    return Calendar(
        shifts,
        value.get("zone", "Asia/Shanghai"),
        frozenset(date.fromisoformat(d) for d in value.get("holidays", ())),
        frozenset(date.fromisoformat(d) for d in value.get("worked", ())),
    )


def open_windows(calendar: Calendar, between: Window) -> list[Window]:
    """Return the attended hours of a calendar inside `between`, in UTC."""
    zone = ZoneInfo(calendar.zone)
    first = between.start.astimezone(zone).date() - timedelta(days=1)
    last = between.end.astimezone(zone).date()
    days = (first + timedelta(days=n) for n in range((last - first).days + 1))
    found = (w.cut(between) for day in days for w in _day(calendar, zone, day))
    return union(w for w in found if w)


def _day(calendar: Calendar, zone: ZoneInfo, day: date) -> Iterable[Window]:
    if day in calendar.holidays:
        return
    for shift in calendar.shifts:
        if day.weekday() in shift.days or day in calendar.worked:
            for begin, end in shift.spans:
                until = day if end > begin else day + timedelta(days=1)
                start, stop = _utc(day, begin, zone), _utc(until, end, zone)
                if start < stop:
                    yield Window(start, stop)


def _utc(day: date, at: time, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, at, zone).astimezone(UTC)


def free(
    calendar: Calendar,
    between: Window,
    taken: Sequence[Window],
    crew: Crew | None = None,
    opened: Sequence[Window] | None = None,
) -> Free:
    """Return what of the attended hours is free: not taken and, where a crew is given, with an operator left.

    `taken` holds own work, bookings, reservations and closures of this machine; `opened` the attended hours where the
    caller worked them out before, for another machine of the same calendar. A stretch ends where a taken
    window lies between two free ones; nights, holidays and hours without an operator only pause it.
    """
    pieces = subtract(open_windows(calendar, between) if opened is None else opened, taken)
    levels = crew.split(pieces) if crew else [(w, 0) for w in pieces]
    return Free(tuple(w for w, _ in levels), _stretches([w for w, _ in levels], taken), tuple(n for _, n in levels))


def _stretches(windows: Sequence[Window], taken: Iterable[Window]) -> tuple[int, ...]:
    starts = [w.start for w in union(taken)]
    numbers, passed = [], 0
    for window in windows:
        while passed < len(starts) and starts[passed] < window.start:
            passed += 1
        numbers.append(passed)
    return tuple(numbers)


@dataclass(frozen=True, slots=True)
class Crew:
    """The operators of a firm and the sorted moments at which machines begin (+1) or end (-1) to work; see `crew_of`.

    A machine at work binds one operator. Machines compete for the operators who are left.
    """

    operators: int
    changes: tuple[tuple[datetime, int], ...]

    def split(self, pieces: Sequence[Window]) -> list[tuple[Window, int]]:
        """Return the pieces cut where the number of free operators changes, without those that have none."""
        changes = self.changes
        result: list[tuple[Window, int]] = []
        busy = i = 0
        for piece in pieces:
            at = piece.start
            while i < len(changes) and changes[i][0] <= at:
                busy, i = busy + changes[i][1], i + 1
            while i < len(changes) and changes[i][0] < piece.end:
                self._add(result, at, changes[i][0], busy)
                at, busy, i = max(at, changes[i][0]), busy + changes[i][1], i + 1
            self._add(result, at, piece.end, busy)
        return result

    def _add(self, result: list[tuple[Window, int]], start: datetime, end: datetime, busy: int) -> None:
        left = self.operators - busy
        if start >= end or left <= 0:
            return
        if result and result[-1][1] == left and result[-1][0].end == start:
            result[-1] = (Window(result[-1][0].start, end), left)
        else:
            result.append((Window(start, end), left))


def crew_of(operators: int, at_work: Iterable[Window]) -> Crew | None:
    """Return the crew of a firm from every window in which a machine of it is at work; None where nobody is counted."""
    if not operators:
        return None
    spans = list(at_work)
    return Crew(operators, tuple(sorted([(w.start, 1) for w in spans] + [(w.end, -1) for w in spans])))
