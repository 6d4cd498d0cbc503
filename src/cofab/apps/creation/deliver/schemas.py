"""What the API of deliver reads and writes."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from ninja import Field, Schema

from cofab.apps.creation.deliver.models import Shipment


class HandoverIn(Schema):
    """What changed hands: pieces counted, the number of the sealed bag, the key of a stored photo."""

    counted: int = Field(ge=0)
    bag: str = Field("", max_length=40)
    photo: str = Field("", max_length=40)


class AcceptanceIn(Schema):
    """The buyer's answer; a refusal says why."""

    verdict: Literal["accept", "refuse"]
    reason: str = Field("", max_length=2000)


class ShipmentOut(Schema):
    """One leg of an order."""

    key: str
    order: str
    order_title: str
    carrier: str
    origin: str
    destination: str
    from_town: str
    to_town: str
    index: int
    lot: int
    to_buyer: bool
    quantity: int
    planned_depart: datetime
    planned_arrive: datetime
    departed_at: datetime | None
    arrived_at: datetime | None
    state: str
    counted_out: int | None
    bag_out: str
    photo_out: str
    counted_in: int | None
    bag_in: str
    photo_in: str

    @classmethod
    def of(cls, row: Shipment) -> ShipmentOut:
        """Return a stored shipment."""
        named = {
            "order": row.order_key,
            "carrier": row.carrier.key,
            "origin": row.origin.key,
            "destination": row.destination.key,
        }
        same = {name: getattr(row, name) for name in cls.model_fields.keys() - named.keys()}
        return cls(**same, **named)


class ShipmentsOut(Schema):
    """A list of shipments."""

    items: list[ShipmentOut]
    next: str | None = None


class AcceptanceOut(Schema):
    """The buyer's answer to a delivered order, or how long it may take."""

    key: str
    state: str
    quantity: int
    reason: str
    delivered_at: datetime
    answer_until: datetime
    answered_at: datetime | None
