"""The one history: remembering what happened, and reading it back."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import QuerySet

from cofab.apps.base.clock import now
from cofab.apps.base.enqueue import enqueue
from cofab.apps.base.ids import fresh
from cofab.apps.base.models.event import Event
from cofab.apps.base.registry import hearers
from cofab.apps.base.viewer import Viewer
from cofab.core.kernel import event as core


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
    """Append one event to the history, in the transaction of the write it tells of; return it.

    `kind` is "step.verb", `subject` a public name, `facts` JSON-ready without floats (TypeError), `audience` the
    pks of the organisations that may know of it, `rules` the hash of the rules used. The insert notifies
    live pages, and the notices, the log and the search read the same row. A kind that a step hears starts its
    jobs, enqueued in the same transaction.
    """
    fact = core.Event(
        id=fresh(Event.prefix),
        at=now(),
        actor=viewer.person_key,
        on_behalf=viewer.organisation_key,
        kind=kind,
        subject=subject,
        before=before,
        after=after,
        facts=dict(facts or {}),
        rules=rules,
    )
    salt = secrets.token_bytes(16)
    row = Event.objects.create(
        key=fact.id,
        at=fact.at,
        actor=fact.actor,
        on_behalf=fact.on_behalf,
        kind=kind,
        subject=subject,
        before=before,
        after=after,
        facts=fact.facts,
        rules=rules,
        salt=salt,
        commitment=core.commitment(fact, salt),
        audience=sorted(set(audience)),
    )
    for name in hearers().get(kind, ()):
        enqueue(name, event=row.key)
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
