"""The legs of an order and its acceptance."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from cofab.apps.base.models.owned import Owned
from cofab.core.creation.deliver.acceptance import ACCEPTANCE
from cofab.core.creation.deliver.shipment import SHIPMENT


class Shipment(Owned):
    """One leg: `carrier` moves `quantity` pieces from `origin` to `destination` (organisations) between two towns.

    `to_buyer` marks a leg that ends the order's way. Planned and actual times; at each end the pieces counted, the
    photo and the number of the sealed bag.
    """

    prefix = "shp"

    order = models.ForeignKey("creation.Order", on_delete=models.PROTECT, related_name="shipments")
    carrier = models.ForeignKey("base.Organisation", on_delete=models.PROTECT, related_name="+")
    origin = models.ForeignKey("base.Organisation", on_delete=models.PROTECT, related_name="+")
    destination = models.ForeignKey("base.Organisation", on_delete=models.PROTECT, related_name="+")
    order_key = models.CharField(max_length=40, db_index=True)
    order_title = models.CharField(max_length=120)
    from_town = models.CharField(max_length=60)
    to_town = models.CharField(max_length=60)
    index = models.PositiveSmallIntegerField(default=0)
    lot = models.IntegerField(default=0)
    to_buyer = models.BooleanField(default=False)
    quantity = models.PositiveIntegerField()
    weight_g = models.BigIntegerField(default=0)
    planned_depart = models.DateTimeField()
    planned_arrive = models.DateTimeField()
    departed_at = models.DateTimeField(null=True, blank=True)
    arrived_at = models.DateTimeField(null=True, blank=True)
    state = models.CharField(max_length=12, default=SHIPMENT.start)
    counted_out = models.PositiveIntegerField(null=True, blank=True)
    bag_out = models.CharField(max_length=40, blank=True)
    photo_out = models.CharField(max_length=40, blank=True)
    counted_in = models.PositiveIntegerField(null=True, blank=True)
    bag_in = models.CharField(max_length=40, blank=True)
    photo_in = models.CharField(max_length=40, blank=True)

    class Meta(Owned.Meta):
        """In the order of the way; moving means counted out, arrived means counted in."""

        abstract = False
        ordering = ["order_id", "index", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=SHIPMENT.states), name="shipment_state"),
            models.CheckConstraint(condition=Q(planned_depart__lte=F("planned_arrive")), name="shipment_times"),
            models.CheckConstraint(
                condition=~Q(state__in=("moving", "arrived", "lost")) | Q(counted_out__gte=1),
                name="shipment_counted_out",
            ),
            models.CheckConstraint(
                condition=~Q(state="arrived") | Q(counted_in__gte=1, arrived_at__isnull=False),
                name="shipment_counted_in",
            ),
        ]


class Acceptance(Owned):
    """The buyer's answer to a delivered order: until `answer_until`, after that silence accepts."""

    prefix = "acp"

    order = models.OneToOneField("creation.Order", on_delete=models.PROTECT, related_name="acceptance")
    order_key = models.CharField(max_length=40, unique=True)
    state = models.CharField(max_length=12, default=ACCEPTANCE.start)
    quantity = models.PositiveIntegerField()
    reason = models.TextField(blank=True)
    delivered_at = models.DateTimeField()
    answer_until = models.DateTimeField()
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta(Owned.Meta):
        """Known states; a refusal has a reason."""

        abstract = False
        constraints = [
            models.CheckConstraint(condition=Q(state__in=ACCEPTANCE.states), name="acceptance_state"),
            models.CheckConstraint(condition=~Q(state="refused") | ~Q(reason=""), name="acceptance_reason"),
        ]
