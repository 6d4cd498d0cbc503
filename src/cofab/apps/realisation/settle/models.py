"""The milestones of an order, and what was taken off or decided about a payee's money."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from cofab.apps.base.models.owned import Owned
from cofab.core.realisation.settle.milestones import MILESTONE, TRIGGERS

KINDS = ("base", "retention", "reserve", "performance", "innovation")


class OrderMoney(Owned):
    """The money of one order as its contracts fixed it: the core facts that everything is computed from.

    `dues`: the lines (core Due); `parties`: {public name: kind}; `rules`: values frozen at signature, `hashes`
    theirs. `way` is "custody" or "direct"; `payer` pays the platform's custodian or the payees.
    """

    prefix = "mon"
    order_key = models.TextField(unique=True)
    payer = models.ForeignKey("base.Organisation", models.PROTECT, related_name="+")
    lead = models.ForeignKey("base.Organisation", models.PROTECT, null=True, related_name="+")
    way = models.TextField()
    currency = models.TextField(default="CNY")
    price_minor = models.BigIntegerField()
    quantity = models.IntegerField(default=1)
    title = models.TextField(blank=True)
    number = models.TextField(blank=True)
    dues = models.JSONField(default=list)
    parties = models.JSONField(default=dict)
    rules = models.JSONField(default=dict)
    hashes = models.JSONField(default=dict)
    secured_at = models.DateTimeField(null=True)
    rated_by = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(way__in=("custody", "direct")), name="realisation_money_way"),
            models.CheckConstraint(condition=Q(price_minor__gte=0), name="realisation_money_price"),
        ]


class Milestone(Owned):
    """`amount_minor` (with VAT) for `payee` when `trigger` happens; payee None for a pool or the reserve.

    `paid_minor` and `returned_minor` say what became of it, once it is released or returned.
    """

    prefix = "mil"
    money = models.ForeignKey(OrderMoney, models.PROTECT, related_name="milestones")
    order_key = models.TextField()
    number = models.SmallIntegerField()
    payee = models.ForeignKey("base.Organisation", models.PROTECT, null=True, related_name="+")
    kind = models.TextField()
    trigger = models.TextField()
    amount_minor = models.BigIntegerField()
    state = models.TextField(default=MILESTONE.start)
    hold = models.OneToOneField("realisation.Hold", models.PROTECT, null=True, related_name="+")
    paid_minor = models.BigIntegerField(default=0)
    returned_minor = models.BigIntegerField(default=0)
    resolved_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["order_key", "number"], name="realisation_milestone_once"),
            models.CheckConstraint(condition=Q(kind__in=KINDS), name="realisation_milestone_kind"),
            models.CheckConstraint(condition=Q(trigger__in=TRIGGERS), name="realisation_milestone_trigger"),
            models.CheckConstraint(condition=Q(state__in=MILESTONE.states), name="realisation_milestone_state"),
            models.CheckConstraint(condition=Q(amount_minor__gt=0), name="realisation_milestone_amount"),
            models.CheckConstraint(
                condition=Q(
                    state__in=("released", "returned"), amount_minor=models.F("paid_minor") + models.F("returned_minor")
                )
                | (~Q(state__in=("released", "returned")) & Q(paid_minor=0, returned_minor=0)),
                name="realisation_milestone_whole",
            ),
        ]


class Cut(Owned):
    """One line taken off a payee's money, with the figures it comes from (late, short, reserve used, ...)."""

    prefix = "cut"
    order_key = models.TextField()
    payee = models.ForeignKey("base.Organisation", models.PROTECT, related_name="+")
    kind = models.TextField()
    amount_minor = models.BigIntegerField()
    facts = models.JSONField(default=dict)
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["order_key"], name="realisation_cut_order")]
