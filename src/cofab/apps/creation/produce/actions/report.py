"""What people at the machine report: start, pieces, scrap, pause, done, down, a photo."""

from __future__ import annotations

from cofab.apps.base.action import action
from cofab.apps.base.clock import now
from cofab.apps.base.events import remember
from cofab.apps.base.models import File
from cofab.apps.base.viewer import Viewer
from cofab.apps.creation.produce.actions.life import forecast, mine, turn
from cofab.apps.creation.produce.models import WorkOrder
from cofab.apps.creation.produce.refusals import MACHINE_DOWN
from cofab.apps.proposition.publish import actions as publish
from cofab.core.creation.produce.work import UNFINISHED, WORK, Progress, count
from cofab.core.kernel.refusal import Refused


@action
def start(viewer: Viewer, key: str) -> WorkOrder:
    """Start or go on with a work order; refuses while the machine is down or works on another."""
    row = mine(viewer, key)
    if row.machine.down_since is not None:
        raise Refused(MACHINE_DOWN, machine=row.machine_name)
    return turn(viewer, row, "start", now())


@action
def pause(viewer: Viewer, key: str, reason: str = "") -> WorkOrder:
    """Pause a running work order."""
    row = mine(viewer, key)
    row.reason = reason
    return turn(viewer, row, "pause", now(), {"reason": reason})


@action
def report(viewer: Viewer, key: str, done: int = 0, scrap: int = 0) -> WorkOrder:
    """Count `done` more good pieces and `scrap` more bad ones (negative takes back); the first count starts the work.

    Refuses counts below zero or above what was ordered, and work orders that have ended.
    """
    row = mine(viewer, key)
    if row.state != "running":
        turn(viewer, row, "start", now())
    return counted(viewer, row, done, scrap, "people")


def counted(viewer: Viewer, row: WorkOrder, done: int, scrap: int, source: str) -> WorkOrder:
    """Add to the counts of a locked, running work order, forecast its end, and remember it."""
    after = count(Progress(row.quantity, row.done, row.scrap), done, scrap)
    row.done, row.scrap = after.done, after.scrap
    forecast(row, now())
    row.save()
    facts = {"op": row.op, "done": row.done, "scrap": row.scrap, "quantity": row.quantity, "added": done, "by": source}
    remember(viewer, "produce.progress", subject=row.key, after=row.state, facts=facts, audience=row.audience)
    return row


@action
def finish(viewer: Viewer, key: str, short: bool = False) -> WorkOrder:
    """Finish a work order; `short` says that fewer pieces are meant, otherwise missing ones are a refusal."""
    row = mine(viewer, key)
    missing = row.quantity - row.done
    if missing and not short:
        WORK.after(row.state, "done")
        raise Refused(UNFINISHED, missing=missing)
    return turn(viewer, row, "done", now(), {"missing": missing})


@action
def report_down(viewer: Viewer, key: str, reason: str = "") -> WorkOrder:
    """Say that the machine is down: it takes no new bookings, the running work pauses."""
    row = mine(viewer, key)
    publish.mark_down(viewer, row.machine_key, reason)
    row.machine.refresh_from_db()
    if row.state != "running":
        return row
    row.reason = "down"
    return turn(viewer, row, "pause", now(), {"reason": reason or "down"})


@action
def add_photo(viewer: Viewer, key: str, file_key: str) -> WorkOrder:
    """Attach a photo that was stored before, for everyone who sees the work order.

    A file that others stored is not found.
    """
    row = mine(viewer, key)
    file = File.own(viewer, file_key)
    file.widen(*row.audience)
    row.photos = [*row.photos, file.key]
    row.save(update_fields=["photos"])
    facts = {"file": file.key, "sha256": file.sha256}
    remember(viewer, "produce.photo", subject=row.key, after=row.state, facts=facts, audience=row.audience)
    return row
