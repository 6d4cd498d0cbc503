"""What may be done to shipments and the acceptance; every write goes through here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from cofab.apps.base.action import action
from cofab.apps.base.clock import now
from cofab.apps.base.events import remember
from cofab.apps.base.models import File, Organisation
from cofab.apps.base.viewer import Viewer, platform
from cofab.apps.creation.agree import actions as agree
from cofab.apps.creation.agree.models import Order
from cofab.apps.creation.deliver.models import Acceptance, Shipment
from cofab.apps.creation.deliver.refusals import NOT_BUYER, NOT_DELIVERED, NOT_YOURS
from cofab.apps.creation.produce import selectors as produced
from cofab.core.creation.deliver import acceptance as deciding
from cofab.core.creation.deliver.shipment import SHIPMENT, Handover, check_handover, compare
from cofab.core.creation.plan.model import Leg
from cofab.core.kernel.refusal import NOT_FOUND, Refused
from cofab.core.kernel.window import iso

BUYER, INSPECTION = "buyer", "inspection"


@action
def open_shipments(
    viewer: Viewer, order_key: str, legs: Sequence[Leg], quantity: int | None = None, inspection: str = ""
) -> list[Shipment]:
    """Make the shipments of a plan's legs, in their order; more may follow later (half-finished goods that move).

    A leg's places and carrier are organisations' keys, or "buyer", or "inspection" for the house named `inspection`.
    `quantity` (default: the leg's lot, as its work orders say, else the order's) is what each leg carries.
    Refuses kernel.not_found for a place nobody is.
    """
    Order.get_for(viewer, order_key)
    with platform() as system:
        order = Order.objects.select_for_update(of=("self",)).get(key=order_key)
        lots = produced.lot_quantities(system, order_key)
        names = {name for leg in legs for name in (leg.origin, leg.destination, leg.carrier)} | {inspection}
        known = {row.key: row for row in Organisation.objects.filter(key__in=names)}
        known |= {BUYER: order.organisation} | ({INSPECTION: known[inspection]} if inspection in known else {})
        begin = Shipment.objects.filter(order=order).count()
        return [
            _open(viewer, order, leg, known, begin + index, quantity or lots.get(leg.lot, order.quantity))
            for index, leg in enumerate(legs)
        ]


def _open(
    viewer: Viewer, order: Order, leg: Leg, known: Mapping[str, Organisation], index: int, quantity: int
) -> Shipment:
    try:
        origin, destination, carrier = known[leg.origin], known[leg.destination], known[leg.carrier]
    except KeyError:
        raise Refused(NOT_FOUND) from None
    lead = [order.lead_id] if order.lead_id else []
    row = Shipment(
        order=order,
        order_key=order.key,
        order_title=order.title,
        carrier=carrier,
        origin=origin,
        destination=destination,
        from_town=leg.from_town,
        to_town=leg.to_town,
        index=index,
        lot=leg.lot,
        to_buyer=destination.pk == order.organisation_id,
        quantity=quantity,
        weight_g=leg.weight_g,
        planned_depart=leg.depart,
        planned_arrive=leg.arrive,
        audience=sorted({carrier.pk, origin.pk, destination.pk, order.organisation_id, *lead}),
    )
    row.save()
    facts = {"order": order.key, "from": origin.key, "to": destination.key, "carrier": carrier.key}
    _remember(viewer, row, "deliver.open", "", {**facts, "quantity": quantity, "depart": iso(leg.depart)})
    return row


def _remember(viewer: Viewer, row: Shipment, kind: str, before: str, facts: Mapping[str, Any]) -> None:
    told = {"order": row.order_key, **facts}
    remember(viewer, kind, subject=row.key, before=before, after=row.state, facts=told, audience=row.audience)


def _at_hand(viewer: Viewer, key: str, end: str) -> Shipment:
    """Lock and return a shipment for its carrier or the firm at `end` ("origin" or "destination")."""
    row = Shipment.get_for(viewer, key, lock=True)
    if not viewer.system and viewer.organisation_id not in (row.carrier_id, getattr(row, f"{end}_id")):
        raise Refused(NOT_YOURS)
    return row


def _photo(viewer: Viewer, row: Shipment, key: str) -> str:
    """Let everyone who sees the shipment see its photo; a file that others stored is not found."""
    if key:
        File.own(viewer, key).widen(*row.audience)
    return key


@action
def pick_up(viewer: Viewer, key: str, counted: int, bag: str = "", photo: str = "") -> Shipment:
    """Record that the goods left: `counted` pieces, with a photo (file key) or the number of the sealed bag."""
    viewer.require("worker", "planner", "merchandiser")
    row = _at_hand(viewer, key, "origin")
    after = SHIPMENT.after(row.state, "pick_up")
    check_handover(Handover(counted, photo, bag))
    before, row.state = row.state, after
    row.counted_out, row.bag_out, row.photo_out = counted, bag, _photo(viewer, row, photo)
    row.departed_at = now()
    row.save()
    _remember(viewer, row, "deliver.pick_up", before, {"counted": counted, "bag": bag, "photo": photo})
    return row


@action
def arrive(viewer: Viewer, key: str, counted: int, bag: str = "", photo: str = "") -> Shipment:
    """Record that the goods arrived; a short count or another seal is remembered as a difference.

    When the last leg to the buyer arrives, the order is delivered and the buyer's seven days begin.
    """
    viewer.require("worker", "planner", "merchandiser")
    row = _at_hand(viewer, key, "destination")
    after = SHIPMENT.after(row.state, "arrive")
    check_handover(Handover(counted, photo, bag))
    before, row.state = row.state, after
    row.counted_in, row.bag_in, row.photo_in = counted, bag, _photo(viewer, row, photo)
    row.arrived_at = now()
    row.save()
    _remember(viewer, row, "deliver.arrive", before, {"counted": counted, "bag": bag, "photo": photo})
    left = Handover(row.counted_out or 0, row.photo_out, row.bag_out)
    difference = compare(left, Handover(counted, photo, bag))
    if not difference.clean:
        facts = {"missing": difference.missing, "seal_broken": difference.seal_broken}
        _remember(viewer, row, "deliver.difference", row.state, facts)
    if row.to_buyer:
        _delivered(viewer, row)
    return row


def _delivered(viewer: Viewer, row: Shipment) -> None:
    """Begin the buyer's time to answer when no leg to the buyer is on its way any more."""
    with platform() as system:
        order = Order.objects.select_for_update(of=("self",)).get(pk=row.order_id)
        legs = list(Shipment.objects.filter(order=order, to_buyer=True).exclude(state="cancelled"))
        if order.state != "running" or any(leg.state not in ("arrived", "lost") for leg in legs):
            return
        at = now()
        quantity = sum(leg.counted_in or 0 for leg in legs)
        times = {"quantity": quantity, "delivered_at": at, "answer_until": deciding.answer_until(at)}
        known = Acceptance.objects.filter(order=order).first()
        lead = [order.lead_id] if order.lead_id else []
        answer = known or Acceptance(order=order, order_key=order.key, audience=[order.organisation_id, *lead])
        if known:
            answer.state = deciding.ACCEPTANCE.after(known.state, "redeliver")
        for name, value in times.items():
            setattr(answer, name, value)
        answer.save()
        facts = {"order": order.key, "quantity": quantity, "answer_until": iso(answer.answer_until)}
        remember(viewer, "deliver.delivered", subject=answer.key, after="waiting", facts=facts, audience=order.audience)
        agree.move(system, order.key, "deliver", {"quantity": quantity})


def _answerable(viewer: Viewer, order_key: str) -> Acceptance:
    order = Order.get_for(viewer, order_key)
    if not viewer.system and order.organisation_id != viewer.organisation_id:
        raise Refused(NOT_BUYER)
    viewer.require("buyer", "planner")
    row = Acceptance.visible_to(viewer).select_for_update(of=("self",)).filter(order_key=order_key).first()
    if row is None:
        raise Refused(NOT_DELIVERED)
    return row


@action
def accept(viewer: Viewer, order_key: str) -> Acceptance:
    """Accept the goods as the buyer; the order is accepted."""
    row = _answerable(viewer, order_key)
    return _answer(viewer, row, deciding.answer(row.state, "accept"), "accept", "")


@action
def refuse(viewer: Viewer, order_key: str, reason: str) -> Acceptance:
    """Refuse the goods as the buyer, with a reason; the order goes back to being made."""
    row = _answerable(viewer, order_key)
    return _answer(viewer, row, deciding.answer(row.state, "refuse", reason), "refuse", reason)


@action
def accept_silent(viewer: Viewer) -> list[str]:
    """Accept for every buyer whose time to answer is over; return the orders' keys."""
    keys = []
    with platform() as system:
        at = now()
        due = Acceptance.objects.select_for_update(of=("self",)).filter(state="waiting", answer_until__lte=at)
        for row in due.order_by("pk"):
            after = deciding.silence(row.state, row.answer_until, at)
            _answer(system, row, after, "silence", "")
            keys.append(row.order_key)
    return keys


def _answer(viewer: Viewer, row: Acceptance, after: str, word: str, reason: str) -> Acceptance:
    before, row.state = row.state, after
    row.reason, row.answered_at = reason or row.reason, now()
    row.save()
    event = "reject" if after == "refused" else "accept"
    order = agree.move(viewer, row.order_key, event, {"by": word, "reason": reason})
    facts = {"order": row.order_key, "reason": reason, "quantity": row.quantity}
    remember(
        viewer,
        f"deliver.{word}",
        subject=row.key,
        before=before,
        after=after,
        facts=facts,
        audience=order.audience,
    )
    return row


@action
def cancel_shipments(viewer: Viewer, order_key: str) -> list[Shipment]:
    """Cancel every shipment of an order that has not left; return them."""
    with platform():
        rows = list(Shipment.objects.select_for_update(of=("self",)).filter(order__key=order_key))
        open_rows = [row for row in rows if "cancel" in SHIPMENT.allows(row.state)]
        for row in open_rows:
            before, row.state = row.state, SHIPMENT.after(row.state, "cancel")
            row.save(update_fields=["state"])
            _remember(viewer, row, "deliver.cancel", before, {})
    return open_rows
