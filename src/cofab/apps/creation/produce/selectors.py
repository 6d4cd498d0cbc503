"""What may be known of work orders: the firm's own, and the progress of one's order."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from cofab.apps.base.viewer import Viewer
from cofab.apps.creation.agree.models import Order
from cofab.apps.creation.produce.models import WorkOrder
from cofab.core.creation.produce.work import OPEN


@dataclass(frozen=True)
class Making:
    """How far an order is made: the slowest operation's pieces, states, and how late the latest work order is."""

    states: tuple[str, ...]
    done: int
    quantity: int
    late_s: int
    forecast_end: datetime | None
    down: bool


def work_orders(viewer: Viewer, order_key: str = "", states: tuple[str, ...] = ()) -> QuerySet[WorkOrder]:
    """Return the work orders that the viewer may see, by planned start; of one order, in some states, if named."""
    rows = WorkOrder.visible_to(viewer).select_related("organisation")
    if order_key:
        rows = rows.filter(order_key=order_key)
    return rows.filter(state__in=states) if states else rows


def own_work(viewer: Viewer) -> QuerySet[WorkOrder]:
    """Return the work orders that the acting firm is to make."""
    return work_orders(viewer).filter(organisation_id=viewer.organisation_id)


def work_order(viewer: Viewer, key: str) -> WorkOrder:
    """Return one work order; refuses kernel.not_found."""
    return WorkOrder.get_for(viewer, key)


def open_count(viewer: Viewer) -> int:
    """Return how many work orders of the acting firm are open."""
    return WorkOrder.visible_to(viewer).filter(organisation_id=viewer.organisation_id, state__in=OPEN).count()


def orders_at_work(viewer: Viewer, machine_key: str) -> list[Order]:
    """Return the running orders that have open work on a machine, the most urgent first."""
    works = WorkOrder.visible_to(viewer).filter(machine_key=machine_key, state__in=OPEN, order__state="running")
    return list(Order.visible_to(viewer).filter(pk__in=works.values("order_id")).order_by("due_at", "pk"))


def lot_quantities(viewer: Viewer, order_key: str) -> dict[int, int]:
    """Return how many pieces each lot of an order holds: its largest operation, summed over the machines."""
    pieces: dict[tuple[int, str], int] = {}
    for row in work_orders(viewer, order_key).exclude(state__in=("moved", "cancelled")):
        pieces[row.lot, row.op] = pieces.get((row.lot, row.op), 0) + row.quantity
    return {lot: max(n for (other, _), n in pieces.items() if other == lot) for lot, _ in pieces}


def watchers(machine_id: int) -> list[int]:
    """Return who may follow a machine at work besides its owner: the audiences of what it runs; for the platform."""
    rows = WorkOrder.objects.filter(machine_id=machine_id, state__in=("running", "paused"))
    return sorted({pk for audience in rows.values_list("audience", flat=True) for pk in audience})


def making(viewer: Viewer, order_key: str) -> Making:
    """Return how far an order is made, as far as the viewer sees its work orders.

    An operation's pieces are summed over its machines; the slowest operation counts.
    """
    rows = list(work_orders(viewer, order_key).exclude(state="cancelled"))
    by_op: dict[tuple[str, int], list[WorkOrder]] = {}
    for row in rows:
        by_op.setdefault((row.op, row.lot), []).append(row)
    made = [(sum(r.done for r in group), _wanted(group)) for group in by_op.values()]
    done, quantity = min(made, key=lambda pair: pair[0] / max(1, pair[1]), default=(0, 0))
    late = [int((r.forecast_end - r.planned_end).total_seconds()) for r in rows if r.state in OPEN]
    return Making(
        tuple(row.state for row in rows),
        done,
        quantity,
        max([0, *late]),
        max((row.forecast_end for row in rows), default=None),
        any(row.reason == "down" for row in rows if row.state == "paused"),
    )


def _wanted(group: list[WorkOrder]) -> int:
    """Return the pieces an operation owes: of work that moved, only what was made before it moved."""
    return sum(row.done if row.state == "moved" else row.quantity for row in group)
