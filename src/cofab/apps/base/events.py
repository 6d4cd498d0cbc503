"""The one history: remembering what happened, and reading it back."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from cofab.apps.base.clock import now
from cofab.apps.base.enqueue import enqueue
from cofab.apps.base.ids import fresh
from cofab.apps.base.models.event import Event
from cofab.apps.base.registry import hearers
from cofab.apps.base.viewer import Viewer
from cofab.core.kernel import event as core


@dataclass(frozen=True, slots=True)
class Happened:
    """One thing to remember.

    `kind` is "step.verb", `subject` a public name, `facts` JSON-ready without floats, `audience` the pks of the
    organisations that may know of it, `rules` the hash of the rules used.
    """

    kind: str
    subject: str
    audience: Sequence[int]
    before: str = ""
    after: str = ""
    facts: Mapping[str, Any] = field(default_factory=dict)
    rules: str = ""


def remember(
    viewer: Viewer,
    kind: str,
    *,
    subject: str,
    before: str = "",
    after: str = "",
    facts: Mapping[str, Any] | None = None,
    audience: Sequence[int],
    rules: str = "",
) -> Event:
    """Append one event to the history (see `Happened` for the arguments and `remember_many`); return it."""
    return remember_many(viewer, [Happened(kind, subject, audience, before, after, facts or {}, rules)])[0]


def remember_many(viewer: Viewer, happened: Sequence[Happened]) -> list[Event]:
    """Append events to the history, in their order and in the transaction of the write they tell of; return them.

    Facts with floats raise TypeError. The insert notifies live pages, and the notices, the log and the search read
    the same rows. A kind that a step hears starts its jobs, enqueued in the same transaction.
    """
    at = now()
    rows = [_row(viewer, one, at) for one in happened]
    Event.objects.bulk_create(rows)
    for row in rows:
        for name in hearers().get(row.kind, ()):
            enqueue(name, event=row.key)
    return rows


def _row(viewer: Viewer, one: Happened, at: datetime) -> Event:
    salt = secrets.token_bytes(16)
    row = Event(
        key=fresh(Event.prefix),
        at=at,
        actor=viewer.person_key,
        on_behalf=viewer.organisation_key,
        kind=one.kind,
        subject=one.subject,
        before=one.before,
        after=one.after,
        facts=dict(one.facts),
        rules=one.rules,
        salt=salt,
        audience=sorted(set(one.audience)),
    )
    row.commitment = core.commitment(fact_of(row), salt)
    return row


def fact_of(row: Event) -> core.Event:
    """Return a stored event as the value that was committed to."""
    return core.Event(
        id=row.key,
        at=row.at,
        actor=row.actor,
        on_behalf=row.on_behalf,
        kind=row.kind,
        subject=row.subject,
        before=row.before,
        after=row.after,
        facts=row.facts,
        rules=row.rules,
    )


def history(viewer: Viewer, *subjects: str) -> QuerySet[Event]:
    """Return the events about these public names that the viewer may see, oldest first."""
    return Event.visible_to(viewer).filter(subject__in=subjects).order_by("id")
