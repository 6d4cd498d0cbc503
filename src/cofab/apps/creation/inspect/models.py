"""Inspections and the keys of the people who sign them."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from cofab.apps.base.models.owned import Owned
from cofab.core.creation.inspect.report import INSPECTION
from cofab.core.creation.inspect.verdict import GUARDED, SIMPLE


class InspectorKey(Owned):
    """The Ed25519 key (hex) of a named person at an inspection house, and what they are accredited for.

    `scope` lists methods, `since` and `until` are the days of validity (both included), `number` is the certificate's.
    `private_key` is kept, encrypted, only for those who asked the platform to.
    """

    prefix = "ink"

    organisation = models.ForeignKey("base.Organisation", on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey("base.Person", on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=80)
    public_key = models.CharField(max_length=64, unique=True)
    private_key = models.TextField(blank=True)
    scope = ArrayField(models.CharField(max_length=80), default=list)
    number = models.CharField(max_length=80, blank=True)
    since = models.DateField()
    until = models.DateField()
    active = models.BooleanField(default=True)


class Inspection(Owned):
    """One lot of one order checked by one house.

    `method` names what the accreditation must cover; `plan` is the sampling plan, `characteristics` what is measured,
    `pieces` the results, all as JSON; `rule` the decision rule; `appointed_by` and `paid_by` name the independence.
    `statement`, `signature` (hex) and `public_key` are what anyone can check; `number` is printed on the report.
    """

    prefix = "ins"

    order = models.ForeignKey("creation.Order", on_delete=models.PROTECT, related_name="inspections")
    organisation = models.ForeignKey("base.Organisation", on_delete=models.PROTECT, related_name="+")
    appointed_by = models.ForeignKey("base.Organisation", on_delete=models.PROTECT, related_name="+")
    paid_by = models.ForeignKey("base.Organisation", on_delete=models.PROTECT, related_name="+")
    order_key = models.CharField(max_length=40, db_index=True)
    order_title = models.CharField(max_length=120)
    method = models.CharField(max_length=80)
    lot = models.PositiveIntegerField()
    plan = models.JSONField()
    characteristics = models.JSONField()
    rule = models.CharField(max_length=10, default=GUARDED)
    state = models.CharField(max_length=12, default=INSPECTION.start)
    pieces = models.JSONField(default=list)
    bad = ArrayField(models.CharField(max_length=40), default=list)
    undecided = ArrayField(models.CharField(max_length=40), default=list)
    accepted = models.BooleanField(null=True, blank=True)
    retained = models.CharField(max_length=120, blank=True)
    key_used = models.ForeignKey(InspectorKey, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    number = models.CharField(max_length=40, unique=True, null=True, blank=True)
    statement = models.JSONField(null=True, blank=True)
    signature = models.CharField(max_length=128, blank=True)
    public_key = models.CharField(max_length=64, blank=True)
    recorded_at = models.DateTimeField(null=True, blank=True)
    signed_at = models.DateTimeField(null=True, blank=True)

    class Meta(Owned.Meta):
        """Known states; signed only with statement and signature."""

        abstract = False
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=INSPECTION.states), name="inspection_state"),
            models.CheckConstraint(condition=Q(rule__in=(SIMPLE, GUARDED)), name="inspection_rule"),
            models.CheckConstraint(
                condition=~Q(state__in=("passed", "failed"))
                | (Q(statement__isnull=False, number__isnull=False, accepted__isnull=False) & ~Q(signature="")),
                name="inspection_signed",
            ),
        ]
