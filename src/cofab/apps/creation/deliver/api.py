"""The API of deliver: legs, handovers, the buyer's acceptance."""

from __future__ import annotations

from django.http import HttpRequest
from ninja import Router

from cofab.apps.creation.deliver import actions, selectors
from cofab.apps.creation.deliver.models import Acceptance
from cofab.apps.creation.deliver.refusals import NOT_DELIVERED
from cofab.apps.creation.deliver.schemas import AcceptanceIn, AcceptanceOut, HandoverIn, ShipmentOut, ShipmentsOut
from cofab.core.kernel.refusal import Refused

router = Router(tags=["deliver"])
orders = Router(tags=["deliver"])


@router.get("", response=ShipmentsOut, summary="Shipments")
def shipments(request: HttpRequest, order: str = "") -> ShipmentsOut:
    """Return the shipments one may see."""
    return ShipmentsOut(items=[ShipmentOut.of(row) for row in selectors.shipments(request.viewer, order)])


@router.get("/{key}", response=ShipmentOut, summary="One shipment")
def shipment(request: HttpRequest, key: str) -> ShipmentOut:
    """Return one shipment."""
    return ShipmentOut.of(selectors.shipment(request.viewer, key))


@router.post("/{key}/pick-up", response=ShipmentOut, summary="Record that the goods left")
def pick_up(request: HttpRequest, key: str, body: HandoverIn) -> ShipmentOut:
    """Record that the goods left, counted, with photo or sealed bag."""
    return ShipmentOut.of(actions.pick_up(request.viewer, key, body.counted, body.bag, body.photo))


@router.post("/{key}/arrive", response=ShipmentOut, summary="Record that the goods arrived")
def arrive(request: HttpRequest, key: str, body: HandoverIn) -> ShipmentOut:
    """Record that the goods arrived, counted, with photo or sealed bag."""
    return ShipmentOut.of(actions.arrive(request.viewer, key, body.counted, body.bag, body.photo))


@orders.get("/{key}/acceptance", response=AcceptanceOut, summary="The buyer's answer to the goods")
def acceptance(request: HttpRequest, key: str) -> Acceptance:
    """Return the buyer's answer, or how long it may take; refused before the goods arrived."""
    row = selectors.acceptance(request.viewer, key)
    if row is None:
        raise Refused(NOT_DELIVERED)
    return row


@orders.post("/{key}/acceptance", response=AcceptanceOut, summary="Accept or refuse the goods")
def answer(request: HttpRequest, key: str, body: AcceptanceIn) -> Acceptance:
    """Accept the goods, or refuse them with a reason."""
    if body.verdict == "accept":
        return actions.accept(request.viewer, key)
    return actions.refuse(request.viewer, key, body.reason)
