"""What may be known of shipments and the acceptance."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from cofab.apps.base.viewer import Viewer
from cofab.apps.creation.agree.models import Order
from cofab.apps.creation.deliver.models import Acceptance, Shipment


def shipments(viewer: Viewer, order_key: str = "") -> QuerySet[Shipment]:
    """Return the shipments that the viewer may see, in the order of the way; of one order if named."""
    rows = Shipment.visible_to(viewer).select_related("carrier", "origin", "destination")
    return rows.filter(order_key=order_key) if order_key else rows.order_by("planned_depart", "id")


def shipment(viewer: Viewer, key: str) -> Shipment:
    """Return one shipment; refuses kernel.not_found."""
    return Shipment.get_for(viewer, key)


def acceptance(viewer: Viewer, order_key: str) -> Acceptance | None:
    """Return the buyer's answer to an order, or None before it was delivered; refuses an order that is not there."""
    Order.get_for(viewer, order_key)
    return Acceptance.visible_to(viewer).filter(order_key=order_key).first()


def to_move(viewer: Viewer) -> int:
    """Return how many shipments the acting carrier or firm has to hand over."""
    mine = Q(carrier_id=viewer.organisation_id) | Q(origin_id=viewer.organisation_id, state="ready")
    return Shipment.visible_to(viewer).filter(mine, state__in=("planned", "ready", "moving")).count()
