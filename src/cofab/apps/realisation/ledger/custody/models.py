"""What was asked of a custodian and what it answered; what parties say they paid each other."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from cofab.apps.base.models.owned import Owned

DIRECTIONS = ("in", "out")
STATES = ("asked", "confirmed", "failed")


class CustodyTransfer(Owned):
    """Money on its way into custody (`in`: a buyer's deposit) or out of it (`out`: to a payee or back).

    `reference` is what the custodian is told; `external` is the custodian's own name of the movement. An `out`
    transfer holds its amount until the custodian answers.
    """

    prefix = "cus"
    custodian = models.TextField()
    direction = models.TextField()
    reference = models.TextField(unique=True)
    external = models.TextField(blank=True)
    order_key = models.TextField(blank=True)
    organisation = models.ForeignKey("base.Organisation", models.PROTECT, related_name="+")
    account = models.ForeignKey("realisation.Account", models.PROTECT, related_name="transfers")
    hold = models.OneToOneField("realisation.Hold", models.PROTECT, null=True, related_name="+")
    amount_minor = models.BigIntegerField()
    received_minor = models.BigIntegerField(default=0)
    currency = models.TextField(default="CNY")
    state = models.TextField(default="asked")
    asked_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(direction__in=DIRECTIONS), name="realisation_custody_direction"),
            models.CheckConstraint(condition=Q(state__in=STATES), name="realisation_custody_state"),
            models.CheckConstraint(condition=Q(amount_minor__gt=0), name="realisation_custody_amount"),
        ]
        indexes = [models.Index(fields=["order_key"], name="realisation_custody_order")]


class DirectPayment(Owned):
    """A payment between two parties outside the platform; it counts when both have confirmed it."""

    prefix = "pay"
    order_key = models.TextField()
    payer = models.ForeignKey("base.Organisation", models.PROTECT, related_name="+")
    payee = models.ForeignKey("base.Organisation", models.PROTECT, related_name="+")
    amount_minor = models.BigIntegerField()
    currency = models.TextField(default="CNY")
    proof = models.TextField(blank=True, help_text="Public name of a file that shows the payment.")
    payer_confirmed_at = models.DateTimeField(null=True)
    payee_confirmed_at = models.DateTimeField(null=True)
    entry = models.OneToOneField("realisation.Entry", models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(amount_minor__gt=0), name="realisation_direct_amount"),
            models.CheckConstraint(
                condition=Q(entry__isnull=True) | Q(payer_confirmed_at__isnull=False, payee_confirmed_at__isnull=False),
                name="realisation_direct_both",
            ),
        ]
