"""The half-day calendar: machines down, half-days across; idle half-days can be painted with mouse, finger or keys."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

from django.utils import timezone

from cofab.web import words
from cofab.web.figures.bands import Span
from cofab.web.figures.svg import NAMES

NOON = 12
IDLE = ("open", "partners", "request")


@dataclass(frozen=True)
class Slot:
    """A run of equal half-days from index `at`, `length` long; an idle kind is one of IDLE.

    `claim` names what the reader may move by dragging; its `url` opens the form that does the same.
    """

    kind: str
    at: int
    length: int
    label: str = ""
    url: str = ""
    claim: str = ""

    @property
    def fits(self) -> bool:
        """Tell whether the label can be read in the run's width; Chinese signs are twice as wide."""
        return sum(2 if ord(sign) > 255 else 1 for sign in self.label) <= 5 * self.length

    @property
    def idle(self) -> bool:
        """Tell whether the run is free and may be painted."""
        return self.kind in IDLE


@dataclass(frozen=True)
class Lane:
    """One machine: its public key, its name and its slots without gaps."""

    key: str
    label: str
    slots: Sequence[Slot]
    note: str = ""


@dataclass(frozen=True)
class Calendar:
    """`first` day, number of `days`, lanes; `staff` holds (needed, there) or None a half-day; `today` marks now."""

    first: date
    days: int
    lanes: Sequence[Lane]
    staff: Sequence[tuple[int, int] | None] = ()
    chosen: str = ""
    rest: frozenset[date] = frozenset()
    now: datetime | None = None
    title: Any = ""
    extra: dict[str, Any] = field(default_factory=dict)

    @property
    def dates(self) -> list[dict[str, Any]]:
        """Return the days with their weekday in the reader's language."""
        days = [self.first + timedelta(days=n) for n in range(self.days)]
        names = words.WEEKDAYS["zh" if words.chinese() else "en"]
        return [
            {
                "date": d,
                "number": f"{d.day:02d}",
                "weekday": names[d.weekday()].removeprefix("周"),
                "rest": d in self.rest,
            }
            for d in days
        ]

    @property
    def halves(self) -> list[dict[str, Any]]:
        """Return every half-day: index, start, word, whether a day begins, whether now lies in it."""
        now_index = half_index(self.now, self.first) if self.now else -1
        return [
            {"index": i, "start": half_start(self.first, i), "word": words.half(i % 2 == 1), "day": i % 2 == 0,
             "now": i == now_index}
            for i in range(self.days * 2)
        ]  # fmt: skip

    @property
    def people(self) -> list[dict[str, Any]]:
        """Return operators needed and there for each half-day, `short` where they do not suffice."""
        return [{"text": "–" if s is None else f"{s[0]}/{s[1]}", "short": bool(s and s[0] > s[1])} for s in self.staff]

    @property
    def rows(self) -> list[dict[str, Any]]:
        """Return the lanes with every slot's words, half-days and values for the form."""
        return [{"lane": lane, "slots": [self._slot(lane, s) for s in lane.slots]} for lane in self.lanes]

    def _slot(self, lane: Lane, slot: Slot) -> dict[str, Any]:
        """Return one slot ready for the page."""
        inside = [self._half(lane, slot, slot.at + n) for n in range(slot.length)]
        worded = slot.kind != "closed" and (slot.fits if slot.label else slot.length > 1)
        return {"slot": slot, "name": NAMES[slot.kind], "halves": inside, "worded": worded}

    def _half(self, lane: Lane, slot: Slot, index: int) -> dict[str, Any]:
        """Return one half-day of a slot: its value in the form and its words for a screen reader."""
        start = half_start(self.first, index)
        said = f"{lane.label}, {words.half_day(start)}, {NAMES[slot.kind]}"
        return {"value": f"{lane.key}|{start.isoformat()}", "said": said, "index": index, "start": start}

    @property
    def phone(self) -> list[dict[str, Any]]:
        """Return the chosen machine (the first without a choice) day by day, morning and afternoon."""
        lane = next((lane for lane in self.lanes if lane.key == self.chosen), self.lanes[0] if self.lanes else None)
        if lane is None:
            return []
        by_half = {s.at + n: (s, n) for s in lane.slots for n in range(s.length)}
        return [day | {"halves": [self._phone_half(lane, by_half, 2 * i + k) for k in (0, 1)]}
                for i, day in enumerate(self.dates)]  # fmt: skip

    def _phone_half(self, lane: Lane, by_half: dict[int, tuple[Slot, int]], index: int) -> dict[str, Any]:
        """Return one half-day of the phone's page."""
        slot, nth = by_half.get(index, (Slot("closed", index, 1), 0))
        label = slot.label or str(NAMES[slot.kind])
        return self._half(lane, slot, index) | {"slot": slot, "label": label if slot.idle or not nth else "…"}


def half_start(first: date, index: int) -> datetime:
    """Return when the half-day `index` begins, midnight or noon in the reader's zone."""
    day = first + timedelta(days=index // 2)
    return timezone.make_aware(datetime.combine(day, time(NOON if index % 2 else 0)))


def half_index(moment: datetime, first: date) -> int:
    """Return the half-day in which a moment lies."""
    local = words.local(moment)
    return (local.date() - first).days * 2 + (local.hour >= NOON)  # type: ignore[union-attr]


def slots(spans: Sequence[Span], first: date, days: int, idle: Callable[[datetime], str] = lambda _at: "request",
          least_s: int = 900) -> list[Slot]:  # fmt: skip
    """Return runs of half-days from occupied `spans`; a half-day is of the kind that takes most of it.

    Half-days in which nothing takes `least_s` seconds are idle, of the kind that `idle` gives for their start.
    """
    found: list[Slot] = []
    for index in range(days * 2):
        start, end = half_start(first, index), half_start(first, index + 1)
        taken = [((min(s.end, end) - max(s.start, start)).total_seconds(), n) for n, s in enumerate(spans)]
        seconds, n = max(taken, default=(0, -1))
        one = (
            Slot(spans[n].kind, index, 1, spans[n].label, spans[n].url)
            if seconds >= least_s
            else Slot(idle(start), index, 1)
        )
        last = found[-1] if found else None
        if last and (last.kind, last.label, last.url) == (one.kind, one.label, one.url):
            found[-1] = Slot(last.kind, last.at, last.length + 1, last.label, last.url)
        else:
            found.append(one)
    return found
