"""What a person is told: the events of their firm that a step has a notice for, read or not."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from cofab.apps.base.models.event import Event, ReadMark
from cofab.apps.base.registry import notices
from cofab.apps.base.viewer import Viewer


@dataclass(frozen=True)
class Notification:
    """One told event, in the reader's language."""

    id: int
    key: str
    kind: str
    title: str
    url: str
    at: datetime
    read: bool


def _events(viewer: Viewer) -> QuerySet[Event]:
    told = Event.visible_to(viewer).filter(kind__in=list(notices()))
    return told.exclude(actor=viewer.person_key) if viewer.person_key else told


def _mark(viewer: Viewer) -> int:
    mark = ReadMark.objects.filter(person_id=viewer.person_id, organisation_id=viewer.organisation_id).first()
    return mark.last_event if mark else 0


def unread(viewer: Viewer) -> int:
    """Return how many notices the viewer has not read, at most 99."""
    if not viewer.person_id or not viewer.organisation_id or not notices():
        return 0
    return _events(viewer).filter(id__gt=_mark(viewer))[:99].count()


def latest(viewer: Viewer, limit: int = 30) -> list[Notification]:
    """Return the newest notices of the viewer's firm."""
    if not viewer.organisation_id:
        return []
    mark = _mark(viewer)
    return [_tell(event, event.id <= mark) for event in _events(viewer).order_by("-id")[:limit]]


def read_all(viewer: Viewer) -> None:
    """Mark everything up to now as read by this person for this firm."""
    if not viewer.person_id or not viewer.organisation_id:
        return
    last = Event.visible_to(viewer).order_by("-id").values_list("id", flat=True).first() or 0
    ReadMark.objects.update_or_create(
        person_id=viewer.person_id, organisation_id=viewer.organisation_id, defaults={"last_event": last}
    )


def _tell(event: Event, read: bool) -> Notification:
    notice = notices()[event.kind]
    facts = {**event.facts, "subject": event.subject, "before": event.before, "after": event.after}
    return Notification(
        event.id, event.key, event.kind, _fill(notice.title, facts), _fill(notice.url, facts), event.at, read
    )


def _fill(template: str, facts: dict[str, object]) -> str:
    try:
        return str(template).format(**facts)
    except (KeyError, IndexError):
        return str(template)
