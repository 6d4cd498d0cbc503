"""Where an order stands: the facts that the steps know, gathered for the one table in core/order.py."""

from __future__ import annotations

from cofab.apps.base.viewer import Viewer, platform
from cofab.apps.creation.agree.models import Order
from cofab.apps.creation.deliver.models import Acceptance, Shipment
from cofab.apps.creation.inspect.models import Inspection
from cofab.apps.creation.produce.models import WorkOrder
from cofab.apps.realisation.rate.models import Rating
from cofab.apps.realisation.settle.models import Milestone, OrderMoney
from cofab.core.creation.produce.work import OPEN
from cofab.core.order import Facts


def facts_of(order: Order) -> Facts:
    """Return what the steps know of an order. Everybody who takes part may know where it stands, nothing more."""
    with platform() as system:
        works = list(WorkOrder.objects.filter(order=order).select_related("machine"))
        made, wanted = _slowest(works)
        report = Inspection.objects.filter(order=order).order_by("-pk").first()
        answer = Acceptance.objects.filter(order=order).first()
        rated, raters = _ratings(order)
        return Facts(
            order=order.state,
            requests=tuple(order.requests.values_list("state", flat=True)),
            payment=_payment(system, order),
            work=tuple(work.state for work in works),
            pieces_done=made,
            pieces=wanted,
            machine_down=any(work.machine.down_since and work.state in OPEN for work in works),
            inspection=_verdict(report),
            shipments=tuple(Shipment.objects.filter(order=order).values_list("state", flat=True)),
            acceptance=answer.state if answer else "",
            rated=rated,
            raters=raters,
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


def _payment(system: Viewer, order: Order) -> str:
    money = OrderMoney.objects.filter(order_key=order.key).first()
    if money is None:
        return "none"
    if money.secured_at is None:
        return "asked"
    waiting = Milestone.visible_to(system).filter(order_key=order.key, state__in=("planned", "waiting", "contested"))
    return "secured" if waiting.exclude(trigger__in=("rated", "retained")).exists() else "released"


def _verdict(report: Inspection | None) -> str:
    if report is None or report.accepted is None or not report.signature:
        return ""
    return "passed" if report.accepted else "failed"


def _ratings(order: Order) -> tuple[int, int]:
    """Return how many of the ratings that an order waits for were given, and how many there are."""
    money = OrderMoney.objects.filter(order_key=order.key).first()
    makers = sum(kind == "maker" for kind in money.parties.values()) if money else 0
    return Rating.objects.filter(order_key=order.key).count(), 2 * makers
