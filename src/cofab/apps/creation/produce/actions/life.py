"""A work order moves from state to state only here, by the core's table."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from cofab.apps.base.clock import now
from cofab.apps.base.events import remember
from cofab.apps.base.viewer import Viewer, platform
from cofab.apps.creation.produce.models import WorkOrder
from cofab.apps.creation.produce.refusals import MACHINE_TAKEN, NOT_YOURS
from cofab.apps.proposition.publish import actions as publish
from cofab.apps.proposition.publish import selectors as published
from cofab.core.creation.produce.work import WORK, forecast_end, piece_s
from cofab.core.kernel.refusal import FORBIDDEN, Refused
from cofab.core.kernel.window import Window
from cofab.core.proposition.publish.calendar import open_windows

AHEAD = timedelta(days=60)


def mine(viewer: Viewer, key: str) -> WorkOrder:
    """Lock and return a work order of the acting firm; the buyer, who sees it, is refused."""
    row = WorkOrder.get_for(viewer, key, lock=True)
    if not viewer.system and row.organisation_id != viewer.organisation_id:
        raise Refused(NOT_YOURS)
    if not viewer.has("worker", "planner", "engineer", "merchandiser"):
        raise Refused(FORBIDDEN, needs="worker, planner")
    return row


def turn(viewer: Viewer, row: WorkOrder, event: str, at: datetime, facts: Mapping[str, Any] | None = None) -> WorkOrder:
    """Let `event` happen to a locked work order at `at`, forecast its end, and remember it."""
    before, row.state = row.state, WORK.after(row.state, event)
    if row.state == "running":
        _take_machine(row)
        row.started_at, row.reason = row.started_at or at, ""
    if row.state in WORK.final:
        row.ended_at = at
    forecast(row, at)
    row.save()
    told = {"op": row.op, "done": row.done, "quantity": row.quantity, **(facts or {})}
    kind = f"produce.{event}"
    remember(viewer, kind, subject=row.key, before=before, after=row.state, facts=told, audience=row.audience)
    if row.state in WORK.final:
        _free_rest(viewer, row, at)
    return row


def _take_machine(row: WorkOrder) -> None:
    with platform():
        other = WorkOrder.objects.filter(machine_id=row.machine_id, state="running").exclude(pk=row.pk).first()
        if other:
            raise Refused(MACHINE_TAKEN, machine=row.machine_name, op=other.op)


def _free_rest(viewer: Viewer, row: WorkOrder, at: datetime) -> None:
    """Give back what is left of the machine's booked window: idle time is stock."""
    with platform() as system:
        claims = published.order_claims(system, row.order_key).filter(state="active", kind="booking", op=row.op)
        for claim in claims.filter(lot=row.lot, machine_id=row.machine_id):
            publish.finish(viewer, claim.key, at)


def forecast(row: WorkOrder, at: datetime) -> None:
    """Set when the work is expected to end, from the measured rate where there is one; final ones end when they did."""
    if row.state in WORK.final:
        row.forecast_end = row.ended_at or at
        return
    at = max(at, now()).astimezone(UTC)
    if row.state in ("planned", "ready"):
        row.forecast_end = row.planned_end + max(timedelta(0), at - row.planned_start)
        return
    begun = row.done + row.scrap > 0
    pace = piece_s(row.piece_s, row.paced, row.run_s)
    work_s = (0 if begun else row.setup_s) + (row.quantity - row.done) * pace
    with platform():
        working = open_windows(published.calendar_of(row.machine), Window(at, at + AHEAD))
        back = row.machine.down_until.astimezone(UTC) if row.machine.down_until else at
    row.forecast_end = forecast_end(at, work_s, working, [Window(at, back)] if back > at else [])
