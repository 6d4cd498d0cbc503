"""The waiting list for a window: who asked is told once when something that fits is shown free; ended at a word."""

from __future__ import annotations

from django.db.models import QuerySet

from cofab.apps.base.action import action
from cofab.apps.base.clock import now
from cofab.apps.base.events import remember
from cofab.apps.base.viewer import Viewer, platform
from cofab.apps.creation.match.find import find
from cofab.apps.creation.match.models import Waiting
from cofab.apps.stewardship.governance.selectors import current
from cofab.core.creation.match.asking import Wanted, checked, wanted_from
from cofab.core.creation.match.waiting import LIFE
from cofab.core.kernel.refusal import Refused, declare

ROLES = ("buyer", "planner", "engineer")
TOO_MANY = declare("match.too_many_waitings", "A firm waits for at most {most} windows. End one first.")


def waitings_for(viewer: Viewer) -> QuerySet[Waiting]:
    """Return what the acting organisation waits for or was told of and did not end, the newest first."""
    rows = Waiting.visible_to(viewer).filter(organisation_id=viewer.organisation_id)
    return rows.filter(state__in=("waiting", "told"), until__gt=now())


@action
def wait(viewer: Viewer, title: str, wanted: Wanted) -> Waiting:
    """Put a search on the waiting list; refuses match.window and match.too_many_waitings."""
    viewer.require(*ROLES)
    rules, wanted = current("match"), checked(wanted, now())
    if waitings_for(viewer).count() >= rules["waitings_per_firm"]:
        raise Refused(TOO_MANY, most=rules["waitings_per_firm"])
    row = Waiting(
        organisation_id=viewer.organisation_id,
        title=title[:200],
        wanted=wanted.as_json(),
        until=wanted.end,
        created_at=now(),
        audience=[viewer.organisation_id],
    )
    row.save()
    facts = {"title": row.title, "until": row.until.isoformat()}
    remember(viewer, "match.wait", subject=row.key, after="waiting", facts=facts, audience=row.audience,
             rules=rules.hash)  # fmt: skip
    return row


@action
def end(viewer: Viewer, key: str) -> Waiting:
    """Take a search off the waiting list."""
    row = Waiting.get_for(viewer, key, lock=True)
    viewer.require(*ROLES)
    return _move(viewer, row, "end")


def _move(viewer: Viewer, row: Waiting, event: str) -> Waiting:
    before, row.state = row.state, LIFE.after(row.state, event)
    row.save(update_fields=["state"])
    kind = {"open": "match.opened", "end": "match.unwait", "pass": "match.over"}[event]
    facts = {"title": row.title}
    remember(viewer, kind, subject=row.key, before=before, after=row.state, facts=facts, audience=row.audience)
    return row


@action
def look(viewer: Viewer) -> int:
    """Look again for everybody who waits; returns how many were told. For the platform."""
    told = 0
    with platform():
        for row in Waiting.objects.select_for_update().filter(state="waiting").order_by("id"):
            if row.until <= now():
                _move(viewer, row, "pass")
            elif find(checked(wanted_from(row.wanted), now()), [row.organisation_id]).free:
                _move(viewer, row, "open")
                told += 1
    return told
