"""Own work from an iCalendar file, and a firm's claims as one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from dateutil.rrule import rrulestr
from icalendar import Calendar, Event

from cofab.apps.base.clock import now
from cofab.apps.proposition.publish.mappers import window_of
from cofab.apps.proposition.publish.models import Occupancy
from cofab.apps.proposition.publish.refusals import NOT_ICALENDAR
from cofab.core.kernel.refusal import Refused
from cofab.core.kernel.window import Window
from cofab.core.proposition.publish.own_work import ENDS_BEFORE, MOST_LINES, TOO_MANY_LINES, Entry

AHEAD = timedelta(days=180)


def read(data: bytes, zone: str) -> list[Entry]:
    """Return the events from now to half a year ahead, those that repeat each time; LOCATION names the machine.

    Times without a zone and whole days are local. Refuses publish.not_icalendar and publish.too_many_lines.
    """
    try:
        found = Calendar.from_ical(data)
        entries = [entry for n, event in enumerate(found.walk("VEVENT"), 1) for entry in _times(n, event, zone)]
    except (ValueError, IndexError, KeyError, TypeError) as error:
        raise Refused(NOT_ICALENDAR, problem=str(error)[:120]) from error
    if len(entries) > MOST_LINES:
        raise Refused(TOO_MANY_LINES, most=MOST_LINES, lines=len(entries))
    return entries


def _times(number: int, event: Any, zone: str) -> Iterator[Entry]:
    if str(event.get("STATUS", "")) == "CANCELLED":
        return
    machine, label = str(event.get("LOCATION", "")).strip(), str(event.get("SUMMARY", ""))[:120]
    start = _utc(event.decoded("DTSTART"), zone)
    length = _length(event, start, zone)
    if length <= timedelta(0):
        yield Entry(number, machine, None, label, code=ENDS_BEFORE)
        return
    for begin in _begins(event, start, zone):
        if begin + length > now():
            yield Entry(number, machine, Window(begin, begin + length), label, _kind(event))


def _kind(event: Any) -> str:
    categories = event.get("CATEGORIES")
    names = {str(one).casefold() for one in getattr(categories, "cats", [])}
    return "closure" if names & {"closure", "holiday", "maintenance"} else "own"


def _length(event: Any, start: datetime, zone: str) -> timedelta:
    if "DTEND" in event:
        return _utc(event.decoded("DTEND"), zone) - start
    if "DURATION" in event:
        return event.decoded("DURATION")  # type: ignore[no-any-return]
    return timedelta(days=1) if not isinstance(event.decoded("DTSTART"), datetime) else timedelta(0)


def _begins(event: Any, start: datetime, zone: str) -> Iterable[datetime]:
    """Return the begins of an event up to half a year ahead, on the same wall clock each time."""
    rule = event.get("RRULE")
    if rule is None:
        return [start]
    place = ZoneInfo(zone)
    text = "RRULE:" + rule.to_ical().decode()
    local = start.astimezone(place).replace(tzinfo=None)
    last = (now() + AHEAD).astimezone(place).replace(tzinfo=None)
    parts = [part for part in text.split(";") if not part.removeprefix("RRULE:").startswith("UNTIL=")]
    until = [one if isinstance(one, datetime) else datetime.combine(one, time(23, 59)) for one in rule.get("UNTIL", [])]
    ends = [_utc(one, zone).astimezone(place).replace(tzinfo=None) for one in until]
    left_out = {_utc(one.dt, zone) for one in _dates(event.get("EXDATE"))}
    joined = ";".join(parts)
    again = rrulestr(joined if joined.startswith("RRULE:") else f"RRULE:{joined}", dtstart=local)
    begins: list[datetime] = []
    for at in again:
        if at > min([last, *ends]) or len(begins) > MOST_LINES:
            break
        begin = at.replace(tzinfo=place).astimezone(UTC)
        if begin not in left_out:
            begins.append(begin)
    return begins


def _dates(found: Any) -> list[Any]:
    if found is None:
        return []
    lists = found if isinstance(found, list) else [found]
    return [one for group in lists for one in group.dts]


def _utc(value: datetime | date, zone: str) -> datetime:
    if not isinstance(value, datetime):
        value = datetime.combine(value, time(0))
    return (value if value.tzinfo else value.replace(tzinfo=ZoneInfo(zone))).astimezone(UTC)


def write(claims: Iterable[Occupancy], site: str) -> bytes:
    """Return claims as an iCalendar file; each keeps its key, so that a calendar which reads it again renews it."""
    made = Calendar()
    made.add("prodid", "-//Cofab//Idle calendar//EN")
    made.add("version", "2.0")
    for claim in claims:
        event, window = Event(), window_of(claim.during)
        event.add("uid", f"{claim.key}@{site}")
        event.add("dtstamp", now().astimezone(UTC))
        event.add("dtstart", window.start)
        event.add("dtend", window.end)
        event.add("summary", claim.label or claim.order_key or claim.kind)
        event.add("location", claim.machine.name)
        event.add("categories", [claim.kind])
        event.add("status", "TENTATIVE" if claim.kind == "reservation" else "CONFIRMED")
        made.add_component(event)
    return bytes(made.to_ical())
