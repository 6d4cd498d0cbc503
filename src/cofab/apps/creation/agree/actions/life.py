"""An order moves from state to state only here, by the core's table, and takes its capacity along."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any

from cofab.apps.base.action import action
from cofab.apps.base.clock import now
from cofab.apps.base.events import remember
from cofab.apps.base.viewer import Viewer, platform
from cofab.apps.creation.agree.actions import sample
from cofab.apps.creation.agree.mappers import asks_of
from cofab.apps.creation.agree.models import Contract, Order, Signature
from cofab.apps.creation.plan.mappers import operation_of
from cofab.apps.proposition.publish import actions as publish
from cofab.apps.stewardship.governance.selectors import current
from cofab.core.creation.agree.lifecycle import ORDER, REQUEST
from cofab.core.kernel.refusal import NOT_FOUND, Refused
from cofab.core.kernel.window import iso

LAPSING = ("reserved", "agreed", "signed")


def locked(viewer: Viewer, order_key: str) -> Order:
    """Lock an order that the viewer may see and return it; call inside an action."""
    Order.get_for(viewer, order_key)
    with platform():
        return Order.objects.select_for_update(of=("self",)).get(key=order_key)


def turn(viewer: Viewer, order: Order, event: str, facts: Mapping[str, Any] | None = None, rules: str = "") -> Order:
    """Let `event` happen to a locked order: the table decides the state, the history remembers it."""
    before, order.state = order.state, ORDER.after(order.state, event)
    with platform():
        order.save()
    remember(
        viewer,
        kind=f"agree.{event}",
        subject=order.key,
        before=before,
        after=order.state,
        facts=dict(facts or {}),
        audience=order.audience,
        rules=rules,
    )
    return order


@action
def move(viewer: Viewer, order_key: str, event: str, facts: Mapping[str, Any] | None = None) -> Order:
    """Let an event of the later steps (start, deliver, accept, reject, close) happen to an order.

    Refuses kernel.wrong_state. Who may ask for it is decided by the step that calls.
    """
    return turn(viewer, locked(viewer, order_key), event, facts)


@action
def cancel(viewer: Viewer, order_key: str) -> Order:
    """Cancel an order as its buyer and give back what it held."""
    viewer.require("buyer", "planner")
    order = locked(viewer, order_key)
    if not viewer.system and order.organisation_id != viewer.organisation_id:
        raise Refused(NOT_FOUND)
    let_go(viewer, order, "withdraw")
    return turn(viewer, order, "cancel")


def let_go(viewer: Viewer, order: Order, event: str) -> None:
    """Release an order's capacity and close its open requests by `event` ("withdraw" or "lapse").

    A sample that it used goes back, but not where a signed order lapsed: that one may be taken up again.
    """
    with platform():
        publish.release(viewer, order.key, state="lapsed" if event == "lapse" else "released")
        for request in order.requests.select_for_update().exclude(state__in=REQUEST.final):
            request.state = REQUEST.after(request.state, event)
            request.save(update_fields=["state"])
        if event != "lapse" or order.state != "signed":
            sample.free(viewer, order)
    order.reserve_expires_at = None


@action
def lapse_due(viewer: Viewer) -> list[str]:
    """Lapse every order whose reservation ran out before it was paid for; returns their keys."""
    publish.expire_stale(viewer)
    with platform():
        due = Order.objects.select_for_update(of=("self",)).filter(state__in=LAPSING, reserve_expires_at__lte=now())
        orders = list(due.order_by("pk"))
        for order in orders:
            let_go(viewer, order, "lapse")
            turn(viewer, order, "lapse")
    return [order.key for order in orders]


@action
def secure_capacity(viewer: Viewer, order_key: str) -> Order:
    """Make the reservations of a signed order bookings, once its payment is secured.

    Refuses publish.reservation_lapsed when one of them is gone: then `rebook` or refund.
    """
    order = locked(viewer, order_key)
    if order.state != "signed":
        ORDER.after(order.state, "start")
    with platform():
        requests = order.requests.exclude(state="withdrawn")
        asks = asks_of(operation_of(op) for request in requests for op in request.operations)
        publish.confirm(viewer, order.key, len(asks))
    order.reserve_expires_at = None
    with platform():
        order.save(update_fields=["reserve_expires_at"])
    remember(viewer, kind="agree.secure_capacity", subject=order.key, audience=order.audience)
    return order


@action
def rebook(viewer: Viewer, order_key: str) -> Order:
    """Reserve the same windows again for an order that lapsed after it was signed.

    Refuses publish.window_taken when one of them is gone, kernel.wrong_state for an order that never was signed.
    """
    order = locked(viewer, order_key)
    ORDER.after(order.state, "rebook")
    with platform():
        if not fully_signed(order):
            raise Refused(NOT_FOUND)
        rules = current("reserve")
        expires = now() + timedelta(seconds=rules["hold_s"])
        publish.rebook(viewer, order.key, expires)
        order.requests.filter(state="lapsed").update(state="accepted")
    order.reserve_expires_at = expires
    return turn(viewer, order, "rebook", rules=rules.hash)


def fully_signed(order: Order) -> bool:
    """Tell whether both parties signed every contract of an order's newest version; call as the platform."""
    version = Contract.objects.filter(order=order).order_by("-version").values_list("version", flat=True).first()
    contracts = Contract.objects.filter(order=order, version=version)
    signed = Signature.objects.filter(contract__in=contracts).count()
    return version is not None and signed == 2 * contracts.count()


@action
def widen(viewer: Viewer, order_key: str, organisations: Iterable[int]) -> Order:
    """Let more organisations see an order, such as a firm that takes over work."""
    order = locked(viewer, order_key)
    with platform():
        order.widen(*organisations)
    return order


@action
def forecast(viewer: Viewer, order_key: str, at: datetime) -> Order:
    """Record when an order is expected to arrive now; what was promised stays as it was."""
    order = locked(viewer, order_key)
    facts = {"before": iso(order.forecast_at), "forecast": iso(at)}
    order.forecast_at = at
    with platform():
        order.save(update_fields=["forecast_at"])
    remember(viewer, kind="agree.forecast", subject=order.key, facts=facts, audience=order.audience)
    return order
