"""Runs of the planner and the plans they found.

Owns: plan runs and their plans.
Promises: a plan is stored only when the independent checker found nothing wrong with it.
"""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from cofab.apps.base.models.owned import Owned

STATES = ("queued", "running", "ready", "failed", "cancelled")
SEARCHING = ("queued", "running")


class PlanRun(Owned):
    """One question to the planner, for `quantity` pieces of a demand by `due`, and what became of it.

    `result` holds what the plans share: bound, who matched, who is out and why, why there are few, by which weights
    they were ranked; while it runs, what was found so far (`so_far`) and whether that is enough (`enough`);
    `wishes` what is pinned and excluded (see mappers), `before` the run that was changed to this one, `base` the plan
    that changes are measured against, `saved_as` the name under which somebody keeps the variant; `factory` the cloud
    factory whose firms alone are asked;
    `refusal` the code and facts of a run that failed. JSON-ready without floats.
    """

    prefix = "run"

    demand = models.ForeignKey("proposition.Demand", on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey("base.Organisation", on_delete=models.PROTECT, related_name="+")
    quantity = models.PositiveIntegerField()
    due = models.DateTimeField()
    reorder_of = models.CharField(max_length=40, blank=True)
    wishes = models.JSONField(default=dict, blank=True)
    before = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    base = models.ForeignKey("creation.PlanRow", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    saved_as = models.CharField(max_length=80, blank=True)
    factory = models.ForeignKey(
        "creation.CloudFactory", on_delete=models.PROTECT, null=True, blank=True, related_name="runs"
    )
    state = models.CharField(max_length=10, default="queued")
    result = models.JSONField(default=dict)
    refusal = models.JSONField(default=dict)
    offers = models.IntegerField(default=0)
    took_ms = models.IntegerField(default=0)
    rules = models.CharField(max_length=64, blank=True)
    created_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta(Owned.Meta):
        """Newest first, a known state."""

        abstract = False
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=STATES), name="plan_run_state"),
            models.CheckConstraint(condition=Q(quantity__gte=1), name="plan_run_quantity"),
        ]

    def __str__(self) -> str:
        """Return key and state."""
        return f"{self.key} {self.state}"


class PlanRow(Owned):
    """One checked plan of a run; `data` is the whole plan as JSON, the columns repeat what lists sort by."""

    prefix = "pln"

    run = models.ForeignKey(PlanRun, on_delete=models.CASCADE, related_name="plans")
    index = models.PositiveSmallIntegerField()
    price_minor = models.BigIntegerField()
    finish = models.DateTimeField()
    bound_minor = models.BigIntegerField()
    gap_ppm = models.BigIntegerField()
    data = models.JSONField()

    class Meta(Owned.Meta):
        """Best first by the usual weights (see ranking); a bound is never above its price."""

        abstract = False
        ordering = ["run_id", "index"]
        constraints = [
            models.UniqueConstraint(fields=["run", "index"], name="plan_once"),
            models.CheckConstraint(condition=Q(bound_minor__lte=models.F("price_minor")), name="plan_bound"),
        ]

    @property
    def letter(self) -> str:
        """Return the letter people call the plan by."""
        return chr(ord("A") + self.index % 26)

    def __str__(self) -> str:
        """Return the letter and the price."""
        return f"{self.letter} {self.price_minor}"


class CloudFactory(Owned):
    """A composition kept for a product: for each operation the firms that may do it, the one that did it first.

    `firms` maps an operation to keys of organisations: the first makes it, the others are its substitutes.
    """

    prefix = "cfy"

    organisation = models.ForeignKey("base.Organisation", on_delete=models.PROTECT, related_name="+")
    demand = models.ForeignKey("proposition.Demand", on_delete=models.PROTECT, related_name="+")
    base = models.ForeignKey(PlanRow, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=80)
    firms = models.JSONField(default=dict)
    created_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta(Owned.Meta):
        """By name; one of a name in a firm while it is open."""

        abstract = False
        ordering = ["name", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "name"], condition=Q(closed_at__isnull=True), name="factory_name_once"
            ),
            models.CheckConstraint(condition=~Q(name=""), name="factory_name"),
        ]

    def __str__(self) -> str:
        """Return the name."""
        return self.name


class LeftOut(Owned):
    """What a firm that no plan uses would have cost: told to that firm alone, and about itself alone.

    `extra_minor` is by how much the cheapest plan through it is dearer than the cheapest; `processes` what it could
    have done. Neither who asked nor for what stands here.
    """

    prefix = "lft"

    organisation = models.ForeignKey("base.Organisation", on_delete=models.PROTECT, related_name="+")
    demand_key = models.CharField(max_length=40)
    processes = models.JSONField(default=list)
    extra_minor = models.BigIntegerField(null=True)
    extra_ppm = models.BigIntegerField(null=True)
    at = models.DateTimeField()

    class Meta(Owned.Meta):
        """The newest first; one a demand and firm; money in both ways or in none."""

        abstract = False
        ordering = ["-at", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["organisation", "demand_key"], name="left_out_once"),
            models.CheckConstraint(
                condition=Q(extra_minor__isnull=True, extra_ppm__isnull=True) | Q(extra_minor__gte=0, extra_ppm__gte=0),
                name="left_out_extra",
            ),
        ]
