"""Work orders come from a plan, move to another machine, or are cancelled."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

from cofab.apps.base.action import action
from cofab.apps.base.clock import now
from cofab.apps.base.events import remember
from cofab.apps.base.viewer import Viewer, platform
from cofab.apps.creation.agree.models import Order
from cofab.apps.creation.produce.actions.life import turn
from cofab.apps.creation.produce.mappers import Task, Times, tasks_of
from cofab.apps.creation.produce.models import WorkOrder
from cofab.apps.proposition.publish import selectors as published
from cofab.core.creation.plan.model import PlannedOperation
from cofab.core.creation.produce.work import OPEN
from cofab.core.kernel.refusal import INVALID, Refused
from cofab.core.kernel.window import Window, iso
from cofab.core.proposition.publish.calendar import open_windows


@action
def open_work(
    viewer: Viewer,
    order_key: str,
    operations: Sequence[PlannedOperation],
    times: Times | None = None,
    titles: Mapping[str, str] | None = None,
) -> list[WorkOrder]:
    """Make the work orders of an order's planned operations; return them by planned start.

    `times` are planned seconds by operation (set-up, piece); without them a piece takes its share of the attended
    hours of the window. `titles` name operations for people. Called again for the same order, it makes nothing new.
    """
    Order.get_for(viewer, order_key)
    with platform():
        order = Order.objects.select_for_update(of=("self",)).get(key=order_key)
        known = list(WorkOrder.objects.filter(order=order))
        if known:
            return known
        rows = [_open(viewer, order, task, titles or {}) for task in tasks_of(operations, times or {})]
    return sorted(rows, key=lambda row: row.planned_start)


def _open(viewer: Viewer, order: Order, task: Task, titles: Mapping[str, str]) -> WorkOrder:
    with platform() as system:
        machine = published.machine_for(system, task.machine)
    row = WorkOrder(
        order=order,
        organisation_id=machine.organisation_id,
        machine=machine,
        order_key=order.key,
        order_title=order.title,
        machine_key=machine.key,
        machine_name=machine.name,
        op=task.op,
        lot=task.lot,
        title=" + ".join(titles.get(name, name) for name in task.op.split("+")),
        quantity=task.quantity,
        setup_s=task.setup_s,
        piece_s=task.piece_s or _share(machine, task),
        planned_start=task.window.start,
        planned_end=task.window.end,
        forecast_end=task.window.end,
        state="ready",
        audience=_audience(order, machine.organisation_id),
    )
    row.save()
    facts = {
        "order": order.key,
        "machine": machine.key,
        "op": row.op,
        "quantity": row.quantity,
        "start": iso(row.planned_start),
        "end": iso(row.planned_end),
    }
    remember(viewer, "produce.open", subject=row.key, after=row.state, facts=facts, audience=row.audience)
    return row


def _share(machine: object, task: Task) -> int:
    attended = open_windows(published.calendar_of(machine), task.window)
    seconds = sum(window.seconds for window in attended) or task.window.seconds
    return max(1, seconds // task.quantity)


def _audience(order: Order, firm: int) -> list[int]:
    return sorted({firm, order.organisation_id, *([order.lead_id] if order.lead_id else [])})


@action
def move_work(
    viewer: Viewer, work_key: str, machine_key: str, start: datetime, end: datetime, quantity: int | None = None
) -> WorkOrder:
    """End a work order here and let another machine take `quantity` of what is left (default: all); return the new one.

    What was made stays counted where it was made. Call it once for each machine that takes a part: from the second
    time on the old one has moved already. Refuses more pieces than are left.
    """
    with platform() as system:
        old = WorkOrder.get_for(system, work_key, lock=True)
        taken = sum(other.quantity for other in old.moved_to.exclude(state="cancelled"))
        left = old.quantity - old.done - taken
        quantity = left if quantity is None else quantity
        if not 0 < quantity <= left:
            raise Refused(INVALID, field="quantity", problem=f"{quantity} of {left}")
        if old.state in OPEN:
            turn(viewer, old, "move", now(), {"to": machine_key})
        window = Window(start.astimezone(UTC), end.astimezone(UTC))
        task = Task(machine_key, old.op, old.lot, window, quantity, old.setup_s, old.piece_s)
        row = _open(viewer, old.order, task, {})
        row.title, row.moved_from = old.title, old
        row.save(update_fields=["title", "moved_from"])
    return row


@action
def cancel_work(viewer: Viewer, order_key: str) -> list[WorkOrder]:
    """Cancel every open work order of an order; return them."""
    with platform():
        rows = list(WorkOrder.objects.select_for_update(of=("self",)).filter(order__key=order_key, state__in=OPEN))
        return [turn(viewer, row, "cancel", now()) for row in rows]
