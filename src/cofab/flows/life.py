"""Where an order stands: the facts that the steps know, gathered for the one table in core/order.py."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cofab.apps.base.viewer import platform
from cofab.apps.creation.agree.selectors import requests_of
from cofab.apps.creation.deliver.selectors import acceptance, shipments
from cofab.apps.creation.inspect.selectors import inspections
from cofab.apps.creation.produce.selectors import work_orders
from cofab.apps.realisation.rate.selectors import ratings
from cofab.apps.realisation.settle.selectors import parties_of, payment_of
from cofab.core.creation.produce.work import OPEN
from cofab.core.order import Facts

if TYPE_CHECKING:
    from cofab.apps.creation.agree.models import Order
    from cofab.apps.creation.inspect.models import Inspection
    from cofab.apps.creation.produce.models import WorkOrder


def facts_of(order: Order) -> Facts:
    """Return what the steps know of an order. Everybody who takes part may know where it stands, nothing more."""
    with platform() as system:
        works = list(work_orders(system, order.key).select_related("machine"))
        made, wanted = _slowest(works)
        report = inspections(system, order.key).order_by("-pk").first()
        answer = acceptance(system, order.key)
        return Facts(
            order=order.state,
            requests=tuple(row.state for row in requests_of(system, order)),
            payment=payment_of(order.key),
            work=tuple(work.state for work in works),
            pieces_done=made,
            pieces=wanted,
            machine_down=any(work.machine.down_since and work.state in OPEN for work in works),
            inspection=_verdict(report),
            shipments=tuple(row.state for row in shipments(system, order.key)),
            acceptance=answer.state if answer else "",
            rated=ratings(system, order.key).count(),
            raters=2 * sum(kind == "maker" for kind in parties_of(order.key).values()),
        )


def _slowest(works: list[WorkOrder]) -> tuple[int, int]:
    """Return pieces made and wanted of the operation that is furthest behind; what moved counts where it was made."""
    by_op: dict[str, list[int]] = {}
    for work in works:
        if work.state == "cancelled":
            continue
        sums = by_op.setdefault(work.op, [0, 0])
        sums[0] += work.done
        sums[1] += work.done if work.state == "moved" else work.quantity
    if not by_op:
        return 0, 0
    made, wanted = min(by_op.values(), key=lambda sums: sums[0] / max(1, sums[1]))
    return made, wanted


def _verdict(report: Inspection | None) -> str:
    if report is None or report.accepted is None or not report.signature:
        return ""
    return "passed" if report.accepted else "failed"
