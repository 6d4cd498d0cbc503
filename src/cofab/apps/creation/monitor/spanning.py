"""From stored points to spans of states; call it as the platform, after the reader was shown the machine."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, time, timedelta

from django.utils import timezone

from cofab.apps.creation.monitor.models import MachineNow, Observation
from cofab.core.creation.monitor import observation as core
from cofab.core.creation.monitor.spans import Span, spans
from cofab.core.kernel.window import Window, iso, utc


def local_day(at: datetime) -> date:
    """Return the site's calendar day of a time."""
    return timezone.localtime(at).date()


def day_window(day: date) -> Window:
    """Return a day of the site's zone as a window in UTC."""
    zone = timezone.get_default_timezone()
    start, end = (datetime.combine(d, time.min, zone).astimezone(UTC) for d in (day, day + timedelta(days=1)))
    return Window(start, end)


def _told(row: MachineNow) -> tuple[str, str]:
    """Return the items that tell the machine's state: states where the owner opened them, else free and busy."""
    return (core.STATE if row.tells_state else core.BUSY), core.ALIVE


def points_in(row: MachineNow, window: Window) -> int:
    """Return how many points there are in a window that tell the machine's state."""
    told = Observation.objects.filter(machine_id=row.machine_id, item__in=_told(row))
    return told.filter(at__gte=window.start, at__lt=window.end).count()


def spans_of(row: MachineNow, window: Window) -> list[Span]:
    """Return a machine's spans over a window: six states, or busy, free and unknown where only those are told."""
    items = _told(row)
    told = Observation.objects.filter(machine_id=row.machine_id, item__in=items).order_by("at", "sequence")
    inside = told.filter(at__gte=window.start, at__lt=window.end, quality__lt=core.CLOCK).values_list(
        "at", "item", "value", "sequence"
    )
    read = (_read(at, item, value, sequence) for at, item, value, sequence in inside)
    return spans(read, window, row.heartbeat_s, _before(row, window.start))


def _read(at: datetime, item: str, value: str, sequence: int) -> core.Observation:
    """Return a stored point as the core reads it; free and busy stand for the state where nothing else is told."""
    item = core.ALIVE if item == core.ALIVE else core.STATE
    return core.Observation("", at.astimezone(UTC), item, value, sequence)


def _before(row: MachineNow, start: datetime) -> tuple[dict[str, str], datetime] | None:
    """Return what was known of a machine before `start` and when it was heard last then; None for nothing."""
    state_item, alive = _told(row)
    earlier = Observation.objects.filter(machine_id=row.machine_id, at__lt=start, quality__lt=core.CLOCK).order_by(
        "-at", "-sequence"
    )
    state = earlier.filter(item=state_item).first()
    if state is None:
        return None
    mark = earlier.filter(item=alive).first()
    heard = max(state.at, mark.at) if mark else state.at
    return {core.STATE: state.value}, heard.astimezone(UTC)


def spans_json(found: Sequence[Span]) -> list[list[str]]:
    """Return spans as they are stored and answered."""
    return [[span.state, iso(span.start), iso(span.end)] for span in found]


def spans_from(stored: Iterable[Sequence[str]]) -> list[Span]:
    """Return the spans that `spans_json` wrote."""
    return [Span(state, utc(start), utc(end)) for state, start, end in stored]
