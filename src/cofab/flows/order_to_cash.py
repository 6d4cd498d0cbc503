"""From a signed contract to the last cent: what each event of an order asks of the other steps.

Promises: each event is followed in one transaction of its own, with the order locked first, so that the events of
one order take turns; following an event again changes nothing.
Between two transactions: a deposit may arrive after the reservation lapsed. Then the same windows are taken again
where they are still free; where one is gone, everything that was paid in goes back.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from cofab.apps.base.models import Event
from cofab.apps.base.viewer import SYSTEM, Viewer, platform
from cofab.apps.creation.agree import actions as agree
from cofab.apps.creation.agree.selectors import contract_facts, inspection_house, order_for
from cofab.apps.creation.deliver import actions as deliver
from cofab.apps.creation.deliver.selectors import shipment, shipments
from cofab.apps.creation.inspect.actions import open_inspection
from cofab.apps.creation.inspect.selectors import inspection
from cofab.apps.creation.produce import actions as produce
from cofab.apps.creation.produce.selectors import work_order, work_orders
from cofab.apps.creation.replan.selectors import running_plan
from cofab.apps.proposition.demand.selectors import brief_for, routing_for
from cofab.apps.realisation.ledger.custody import actions as custody
from cofab.apps.realisation.rate import actions as rating
from cofab.apps.realisation.settle import actions as settle
from cofab.apps.realisation.settle.selectors import parties_of, payment_of
from cofab.core.creation.inspect.verdict import Characteristic
from cofab.core.creation.produce.work import OPEN
from cofab.core.kernel.refusal import WRONG_STATE, Refused
from cofab.core.proposition.demand.fits import is_bore, width_um
from cofab.flows.early_end import cancelled

if TYPE_CHECKING:
    from cofab.apps.creation.agree.models import Order
    from cofab.apps.realisation.ledger.custody.models import CustodyTransfer

LOST = frozenset({"publish.reservation_lapsed", "publish.window_taken", "publish.machine_down", "publish.window_past"})
UNCERTAINTY_UM = 2
METHOD = "CMM"

Follower = Callable[[Viewer, "Order", Event], None]


def signed(system: Viewer, order: Order, _event: Event) -> None:
    """Fix the money when the last party has signed; direct payment needs no deposit and secures at once."""
    settle.fix(system, contract_facts(order))
    if order.way == "direct":
        settle.secure(system, order.key)


def pay(viewer: Viewer, order_key: str) -> CustodyTransfer | None:
    """Return the deposit that the buyer is asked for, or None where the parties pay each other directly.

    Refuses an order that is not signed (its money is not fixed) and anybody but the buyer as not found.
    """
    viewer.require("buyer", "accountant")
    order = order_for(viewer, order_key)
    with platform() as system:
        if order.state == "signed":
            settle.fix(system, contract_facts(order))
    if payment_of(order.key) == "none":
        raise Refused(WRONG_STATE, state=order.state, event="pay", life="order")
    if order.way == "direct":
        return None
    return custody.ask_deposit(viewer, order.key, order.price_minor, order.currency)


def deposited(system: Viewer, order: Order, event: Event) -> None:
    """Secure the money once enough of it is there; what nobody waits for any more goes back."""
    if order.state == "cancelled":
        settle.drop(system, order.key)
    elif event.after == "confirmed" and _still_stands(system, order):
        settle.secure(system, order.key)


def _still_stands(system: Viewer, order: Order) -> bool:
    """Take the windows of a lapsed order again; where one is gone the order is cancelled and its money goes back."""
    if order.state == "lapsed" and not _rebooked(system, order):
        agree.cancel(system, order.key)
        return False
    return True


def _rebooked(system: Viewer, order: Order) -> bool:
    try:
        agree.rebook(system, order.key)
    except Refused as refused:
        if refused.code not in LOST:
            raise
        return False
    order.refresh_from_db()
    return True


def secured(system: Viewer, order: Order, _event: Event) -> None:
    """Start the order: bookings, work orders, shipments, and the inspection, whose house makes nothing itself."""
    if not _still_stands(system, order) or order.state != "signed":
        return
    agree.secure_capacity(system, order.key)
    plan, house = running_plan(order), inspection_house(order)
    operations = routing_for(order.demand).operations
    times = {op.id: (op.setup_s, op.run_s) for op in operations}
    making = [op for op in plan.operations if op.firm != house]
    produce.open_work(system, order.key, making, times, {op.id: op.process for op in operations})
    deliver.open_shipments(system, order.key, plan.legs, inspection=house)
    if house:
        open_inspection(system, order.key, house, characteristics(order), METHOD)
    agree.move(system, order.key, "start")


def characteristics(order: Order) -> list[Characteristic]:
    """Return what is measured on an order's goods: every fit that its drawing calls out, else the general tolerance."""
    brief = brief_for(order.demand)
    wanted = [
        Characteristic(f"{call.diameter_um / 1000:g} {call.fit}", *_limits(call.diameter_um, call.fit), UNCERTAINTY_UM)
        for call in brief.callouts
        if call.fit and width_um(call.diameter_um, call.fit)
    ]
    general = brief.tolerance_um or 100
    largest = max(order.demand.reading["part"]["size_um"])
    return wanted or [Characteristic("L", largest - general, largest + general, UNCERTAINTY_UM)]


def _limits(diameter_um: int, fit: str) -> tuple[int, int]:
    width = width_um(diameter_um, fit)
    return (diameter_um, diameter_um + width) if is_bore(fit) else (diameter_um - width, diameter_um)


def began(system: Viewer, order: Order, event: Event) -> None:
    """Release what a maker gets when its work begins, and the material's price once any work does."""
    settle.release(system, order.key, "started", _maker(event))
    for dealer in _parties(order, "material"):
        settle.release(system, order.key, "started", dealer)


def made(system: Viewer, order: Order, event: Event) -> None:
    """Release what a maker gets when all its work of the order is made."""
    maker = work_order(system, event.subject).organisation
    if not work_orders(system, order.key, tuple(OPEN)).filter(organisation=maker).exists():
        settle.release(system, order.key, "made", maker.key)


def _maker(event: Event) -> str:
    return work_order(SYSTEM, event.subject).organisation.key


def carried(system: Viewer, order: Order, event: Event) -> None:
    """Release what a carrier gets when all its legs of the order have arrived."""
    carrier = shipment(system, event.subject).carrier
    still = shipments(system, order.key).filter(carrier=carrier).exclude(state__in=("arrived", "cancelled", "lost"))
    if not still.exists():
        settle.release(system, order.key, "carried", carrier.key)


def reported(system: Viewer, order: Order, event: Event) -> None:
    """Release what the inspection house gets for its signed report, and note its verdict for the makers' credit."""
    report = inspection(system, event.subject)
    settle.release(system, order.key, "reported", report.organisation.key)
    for maker in _makers(order):
        good = 1_000_000 if report.accepted else 0
        rating.note_record(system, maker, "quality", good, report.key, order.organisation.key, order.key)


def delivered(system: Viewer, order: Order, _event: Event) -> None:
    """Release what is due at delivery, and note who was on time."""
    settle.release(system, order.key, "delivered")
    for maker in _makers(order):
        good = 1_000_000 if _kept_its_date(order, maker) else 0
        rating.note_record(system, maker, "on_time", good, order.key, order.organisation.key, order.key)


def _kept_its_date(order: Order, maker: str) -> bool:
    works = work_orders(SYSTEM, order.key, ("done",)).filter(organisation__key=maker)
    return all(work.ended_at is None or work.ended_at <= work.planned_end for work in works)


def accepted(system: Viewer, order: Order, _event: Event) -> None:
    """Release what is due at acceptance, and open the ratings."""
    settle.release(system, order.key, "accepted")
    rating.open_round(system, order.key)


def shared(system: Viewer, order: Order, _event: Event) -> None:
    """Close an order whose pools are shared: both sides have rated, or their time is over."""
    if order.state == "accepted":
        agree.move(system, order.key, "close")


def _makers(order: Order) -> list[str]:
    return _parties(order, "maker")


def _parties(order: Order, wanted: str) -> list[str]:
    return [key for key, kind in parties_of(order.key).items() if kind == wanted]


def _by_fact(event: Event) -> str:
    return str(event.facts.get("order", ""))


def _by_subject(event: Event) -> str:
    return event.subject


def _by_work(event: Event) -> str:
    return work_order(SYSTEM, event.subject).order_key


FOLLOWERS: Mapping[str, tuple[Callable[[Event], str], Follower]] = {
    "agree.sign": (_by_subject, signed),
    "custody.deposit": (_by_fact, deposited),
    "settle.secure": (_by_subject, secured),
    "produce.start": (_by_work, began),
    "produce.done": (_by_work, made),
    "deliver.arrive": (_by_fact, carried),
    "inspect.sign": (_by_fact, reported),
    "agree.deliver": (_by_subject, delivered),
    "agree.accept": (_by_subject, accepted),
    "agree.cancel": (_by_subject, cancelled),
    "share.decide": (_by_subject, shared),
}
"""What is followed, how its order is found, and what is done. The whole flow in eleven lines."""


def follow(event_key: str) -> None:
    """Follow one event; call it as the platform, in one transaction."""
    with platform() as system:
        event = Event.objects.get(key=event_key)
        order_of, follower = FOLLOWERS[event.kind]
        order = order_for(system, order_of(event), lock=True)
        follower(system, order, event)
