"""The way of the goods changes while an order runs: legs that are no longer needed go, others come."""

from __future__ import annotations

from collections.abc import Sequence

from cofab.apps.base.action import action
from cofab.apps.base.events import remember
from cofab.apps.base.viewer import Viewer, platform
from cofab.apps.creation.deliver.actions import open_shipments
from cofab.apps.creation.deliver.models import Shipment
from cofab.core.creation.deliver.shipment import SHIPMENT
from cofab.core.creation.plan.model import Leg


@action
def replace_legs(
    viewer: Viewer, order_key: str, dropped: Sequence[Leg], legs: Sequence[Leg], quantity: int, inspection: str = ""
) -> list[Shipment]:
    """Cancel the shipments of `dropped` legs that have not left, open those of `legs` with `quantity` pieces each.

    A shipment is known by its lot, carrier and departure. Returns the new shipments.
    """
    with platform():
        gone = {(leg.lot, leg.carrier, leg.depart) for leg in dropped}
        rows = Shipment.objects.select_for_update(of=("self",)).select_related("carrier").filter(order_key=order_key)
        for row in rows:
            same = (row.lot, row.carrier.key, row.planned_depart) in gone
            if same and "cancel" in SHIPMENT.allows(row.state):
                before, row.state = row.state, SHIPMENT.after(row.state, "cancel")
                row.save(update_fields=["state"])
                facts = {"order": order_key}
                remember(
                    viewer,
                    "deliver.cancel",
                    subject=row.key,
                    before=before,
                    after=row.state,
                    facts=facts,
                    audience=row.audience,
                )
        return open_shipments(viewer, order_key, legs, quantity, inspection)
