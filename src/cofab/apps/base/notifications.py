"""What a person is told: the events of their firm that a step has a notice for, read or not.

Promises: the bell counts only what asks the reader's firm for something, the same thing once; all else is told
quietly. Nobody is told of their own deeds.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from django.db.models import QuerySet

from cofab.apps.base.clock import now
from cofab.apps.base.models.event import Event, ReadMark
from cofab.apps.base.models.people import Organisation
from cofab.apps.base.registry import ANYBODY, Notice, notices
from cofab.apps.base.viewer import Viewer

FRESH = timedelta(days=14)
"""How long the bell goes on asking; what is still open after that stays on the page of today."""
MOST, COUNTED, GATHERED = 99, 500, 300


@dataclass(frozen=True)
class Notification:
    """One told event, in the reader's language.

    `about` is the number that people call its order by ("" where none is known); `asks` tells that the reader's
    firm is to do something; `count` how many such events it stands for.
    """

    id: int
    key: str
    kind: str
    title: str
    url: str
    at: datetime
    read: bool
    about: str = ""
    asks: bool = False
    count: int = 1


def unread(viewer: Viewer) -> int:
    """Return how many different things ask the viewer's firm and were not looked at by the viewer, at most 99."""
    asking = [kind for kind, notice in notices().items() if notice.asks or notice.of]
    if not viewer.person_id or not viewer.organisation_id or not asking:
        return 0
    rows = _events(viewer).filter(kind__in=asking, at__gt=now() - FRESH, id__gt=_mark(viewer)).order_by("-id")
    sides = _sides(viewer)
    found = rows.values_list("kind", "subject", "facts")[:COUNTED]
    things = {(kind, _order(subject, facts)) for kind, subject, facts in found if _asks(viewer, sides, kind, facts)}
    return min(len(things), MOST)


def latest(viewer: Viewer, limit: int = 30) -> list[Notification]:
    """Return the newest notices of the viewer's firm."""
    if not viewer.organisation_id:
        return []
    mark, sides = _mark(viewer), _sides(viewer)
    rows = list(_events(viewer).order_by("-id")[:limit])
    numbers = _numbers(viewer, rows)
    return [_tell(viewer, sides, event, event.id <= mark, numbers) for event in rows]


def gathered(viewer: Viewer, limit: int = 40) -> list[Notification]:
    """Return the newest notices, those that say the same of the same order as one with its count, newest first."""
    found: dict[tuple[str, str], Notification] = {}
    for one in latest(viewer, GATHERED):
        place = one.title, one.about
        known = found.get(place)
        found[place] = replace(known, count=known.count + 1, read=known.read and one.read) if known else one
    return list(found.values())[:limit]


def read_all(viewer: Viewer) -> None:
    """Mark everything up to now as read by this person for this firm."""
    if not viewer.person_id or not viewer.organisation_id:
        return
    last = Event.visible_to(viewer).order_by("-id").values_list("id", flat=True).first() or 0
    ReadMark.objects.update_or_create(
        person_id=viewer.person_id, organisation_id=viewer.organisation_id, defaults={"last_event": last}
    )


def _events(viewer: Viewer) -> QuerySet[Event]:
    told = Event.visible_to(viewer).filter(kind__in=list(notices()))
    return told.exclude(actor=viewer.person_key) if viewer.person_key else told


def _mark(viewer: Viewer) -> int:
    mark = ReadMark.objects.filter(person_id=viewer.person_id, organisation_id=viewer.organisation_id).first()
    return mark.last_event if mark else 0


def _sides(viewer: Viewer) -> frozenset[str]:
    return Organisation.objects.get(pk=viewer.organisation_id).sides


def _asks(viewer: Viewer, sides: frozenset[str], kind: str, facts: Mapping[str, Any]) -> bool:
    """Tell whether an event asks the viewer's firm for something."""
    notice: Notice = notices()[kind]
    if notice.of:
        return bool(facts.get(notice.of) == viewer.organisation_key)
    return notice.asks == ANYBODY or not sides.isdisjoint(notice.asks.split())


def _order(subject: str, facts: Mapping[str, Any]) -> str:
    return str(facts.get("order") or subject)


def _numbers(viewer: Viewer, rows: Iterable[Event]) -> dict[str, str]:
    """Return the numbers that people call the events' orders by, as their first event told them."""
    keys = {_order(row.subject, row.facts) for row in rows}
    told = Event.visible_to(viewer).filter(subject__in=keys, facts__has_key="number")
    return {subject: str(facts["number"]) for subject, facts in told.values_list("subject", "facts")}


def _tell(viewer: Viewer, sides: frozenset[str], event: Event, read: bool, numbers: Mapping[str, str]) -> Notification:
    notice = notices()[event.kind]
    facts = {**event.facts, "subject": event.subject, "before": event.before, "after": event.after}
    return Notification(
        id=event.id,
        key=event.key,
        kind=event.kind,
        title=_fill(notice.title, facts),
        url=_fill(notice.url, facts),
        at=event.at,
        read=read,
        about=numbers.get(_order(event.subject, event.facts), ""),
        asks=_asks(viewer, sides, event.kind, event.facts),
    )


def _fill(template: str, facts: dict[str, object]) -> str:
    try:
        return str(template).format(**facts)
    except (KeyError, IndexError):
        return str(template)
