"""What may be known of machines at work: all by the owner, as far as opened by the buyer of what they make.

Promises: a buyer sees a machine only while it works on their order, and only what its owner opened.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from django.db.models import Max, Min, QuerySet, Sum

from cofab.apps.base.clock import now
from cofab.apps.base.events import history
from cofab.apps.base.models.event import Event
from cofab.apps.base.viewer import Viewer, platform
from cofab.apps.creation.monitor.models import DayStates, Gateway, MachineNow, Observation, SignalHour
from cofab.apps.creation.monitor.spanning import day_window, local_day, spans_from, spans_of
from cofab.apps.creation.produce import selectors as produced
from cofab.apps.proposition.publish import selectors as published
from cofab.core.creation.monitor import hours
from cofab.core.creation.monitor import observation as core
from cofab.core.creation.monitor.spans import Span, seconds
from cofab.core.creation.monitor.state import UNKNOWN
from cofab.core.kernel.window import Window

MADE = 6
MOST_HOURS = 1_000
TELLING = (core.STATE, core.BUSY, core.ALIVE, core.FAULT, core.PROGRAM, core.PART_COUNT)
"""Items whose points are counted as they stand; signals are counted by their hourly sums, for they are very many."""
EVENTS = ("publish.down", "publish.up")


@dataclass(frozen=True)
class Now:
    """What a machine does now: `state` (or only `busy`), since when, how old the word is, what it works on.

    `silent` tells that the machine was not heard for longer than its heartbeat: then its state is unknown.
    """

    state: str = UNKNOWN
    busy: str = UNKNOWN
    since: datetime | None = None
    heard_at: datetime | None = None
    fault: str = ""
    program: str = ""
    counter: int = 0
    tells_state: bool = False
    silent: bool = True


@dataclass(frozen=True)
class Day:
    """One calendar day of a machine: its midnight in UTC and its spans, up to now where it is today."""

    day: date
    midnight: datetime
    spans: tuple[Span, ...]


@dataclass(frozen=True)
class Told:
    """How much a machine has told: points, the first and the last that named a state, and what it went through."""

    points: int
    first: datetime | None
    last: datetime | None
    events: tuple[Event, ...] = ()


@dataclass(frozen=True)
class Twin:
    """A machine with all that its owner may know of it: now, days, sums over the days shown."""

    machine: Any
    now: Now
    days: tuple[Day, ...]
    seconds: dict[str, int]
    utilisation_ppm: int | None
    coverage_ppm: int
    between_faults_s: int | None
    measured_s: int
    told: Told
    work: tuple[Any, ...] = ()
    made: tuple[Any, ...] = ()
    gateways: tuple[Gateway, ...] = ()


@dataclass(frozen=True)
class OrderMachine:
    """A work order with its machine as the buyer sees it: as far as opened, state now and today's spans."""

    work: Any
    now: Now | None
    spans: tuple[Span, ...] = ()
    window: Window | None = None


def gateways(viewer: Viewer) -> QuerySet[Gateway]:
    """Return the gateways of the acting firm."""
    return Gateway.visible_to(viewer).order_by("name")


def machines(viewer: Viewer) -> QuerySet[Any]:
    """Return the machines of the acting firm, by name."""
    return published.machines_for(viewer).filter(organisation_id=viewer.organisation_id)


def machine_now(viewer: Viewer, machine_key: str) -> Now:
    """Return what one of the viewer's machines does now; refuses kernel.not_found."""
    machine = published.machine_for(viewer, machine_key)
    return _now(MachineNow.visible_to(viewer).filter(machine=machine).first())


def _now(row: MachineNow | None) -> Now:
    if row is None:
        return Now()
    silent = row.heard_at is None or now() - row.heard_at > timedelta(seconds=row.heartbeat_s)
    same = {name: getattr(row, name) for name in ("since", "heard_at", "fault", "program", "counter", "tells_state")}
    return Now(state=UNKNOWN if silent else row.state, busy=UNKNOWN if silent else row.busy, silent=silent, **same)


def states(viewer: Viewer, machine_key: str, window: Window) -> list[Span]:
    """Return the spans of one of the viewer's machines over a window; refuses kernel.not_found."""
    machine = published.machine_for(viewer, machine_key)
    with platform():
        row = MachineNow.objects.filter(machine=machine).first()
        return spans_of(row, window) if row else [Span(UNKNOWN, window.start, window.end)]


def signal_hours(viewer: Viewer, machine_key: str, begin: datetime, item: str = "") -> QuerySet[SignalHour]:
    """Return the hourly sums of one of the viewer's machines from `begin` on; refuses kernel.not_found."""
    machine = published.machine_for(viewer, machine_key)
    mine = {"machine": machine, "audience__contains": [viewer.organisation_id]}
    rows = SignalHour.objects.filter(**mine, hour__gte=begin, **({"item": item} if item else {}))
    return rows.order_by("hour", "item")[:MOST_HOURS]


def measured_s(viewer: Viewer, machine_key: str, booked: Window) -> int:
    """Return the seconds that one of the viewer's machines ran or was set up inside a booked window."""
    return hours.measured_s(states(viewer, machine_key, booked), booked)


def twin(viewer: Viewer, machine_key: str, days: int = 7, last: date | None = None) -> Twin:
    """Return one of the viewer's machines with `days` days up to `last` (today); refuses kernel.not_found."""
    machine = published.machine_for(viewer, machine_key)
    shown = tuple(last_days(machine.pk, days, last))
    whole = [span for day in shown for span in day.spans]
    work = produced.own_work(viewer).filter(machine_key=machine_key)
    return Twin(
        machine=machine,
        now=machine_now(viewer, machine_key),
        days=shown,
        seconds=seconds(whole),
        utilisation_ppm=hours.utilisation_ppm(whole),
        coverage_ppm=hours.coverage_ppm(whole),
        between_faults_s=hours.between_faults_s(whole),
        measured_s=hours.measured_s(whole),
        told=_told(viewer, machine),
        work=tuple(work.filter(state__in=("running", "paused", "ready"))),
        made=tuple(work.filter(state__in=("done", "moved")).order_by("-ended_at")[:MADE]),
        gateways=tuple(gateways(viewer)),
    )


def _told(viewer: Viewer, machine: Any) -> Told:
    """Return how much a machine told, and its faults and repairs, newest first."""
    with platform():
        points = Observation.objects.filter(machine=machine, item__in=TELLING)
        ends = points.filter(item="state").exclude(value=UNKNOWN).aggregate(first=Min("at"), last=Max("at"))
        summed = SignalHour.objects.filter(machine=machine).aggregate(n=Sum("count"))["n"] or 0
        count = points.count() + summed
    happened = history(viewer, machine.key).filter(kind__in=EVENTS).order_by("-id")[:MADE]
    return Told(count, ends["first"], ends["last"], tuple(happened))


def last_days(machine_id: int, count: int, last: date | None = None) -> list[Day]:
    """Return the days of a machine up to `last` (today), oldest first: closed ones as rolled up."""
    with platform():
        row = MachineNow.objects.filter(machine_id=machine_id).first()
        at = now().astimezone(UTC)
        first = min(last or local_day(at), local_day(at)) - timedelta(days=count - 1)
        rolled = {r.day: r for r in DayStates.objects.filter(machine_id=machine_id, day__gte=first)}
        return [_day(row, rolled, first + timedelta(days=n), at) for n in range(count)]


def _day(row: MachineNow | None, rolled: dict[date, DayStates], day: date, at: datetime) -> Day:
    window = day_window(day)
    if day in rolled:
        return Day(day, window.start, tuple(spans_from(rolled[day].spans)))
    if window.end > at:
        window = Window(window.start, max(at, window.start + timedelta(seconds=1)))
    found = spans_of(row, window) if row else [Span(UNKNOWN, window.start, window.end)]
    return Day(day, window.start, tuple(found))


def machines_of_order(viewer: Viewer, order_key: str) -> list[OrderMachine]:
    """Return the work orders of an order that the viewer may see, each with its machine as far as that is opened.

    The machine's state and today's spans are given while the work is not over, from its start on.
    """
    rows = list(produced.work_orders(viewer, order_key))
    at = now().astimezone(UTC)
    today = day_window(local_day(at))
    with platform():
        known = {row.machine_id: row for row in MachineNow.objects.filter(machine_id__in=[r.machine_id for r in rows])}
        return [_order_machine(row, known.get(row.machine_id), today, at) for row in rows]


def _order_machine(work: Any, row: MachineNow | None, today: Window, at: datetime) -> OrderMachine:
    if row is None or not row.tells_state or work.started_at is None or work.state in ("moved", "cancelled"):
        return OrderMachine(work, None)
    begin = max(today.start, work.started_at.astimezone(UTC))
    end = min(at, (work.ended_at or at).astimezone(UTC))
    found = tuple(spans_of(row, Window(begin, end))) if begin < end else ()
    return OrderMachine(work, None if work.state == "done" else _now(row), found, today)
