"""A product on its way through the gates, and what happened on it.

Promises: events are only added; where the product stands is computed from them by the core.
"""

from __future__ import annotations

from django.db import models

from cofab.apps.base.models.owned import Owned


class GateRun(Owned):
    """The way of one demand's product; owners of gates are in its audience."""

    prefix = "gtr"

    demand = models.OneToOneField("proposition.Demand", on_delete=models.PROTECT, related_name="gates")
    organisation = models.ForeignKey("base.Organisation", on_delete=models.PROTECT, related_name="+")
    title = models.CharField(max_length=120)
    started_at = models.DateTimeField()

    class Meta(Owned.Meta):
        """Newest first."""

        abstract = False
        ordering = ["-id"]

    def __str__(self) -> str:
        """Return the title."""
        return self.title


class GateEvent(Owned):
    """One event as the core writes it, by whom and when."""

    prefix = "gte"

    run = models.ForeignKey(GateRun, on_delete=models.CASCADE, related_name="events")
    number = models.PositiveIntegerField()
    event = models.JSONField()
    person = models.CharField(max_length=120)
    at = models.DateTimeField()

    class Meta(Owned.Meta):
        """In their order; a number once a way."""

        abstract = False
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["run", "number"], name="gate_event_once")]

    def __str__(self) -> str:
        """Return the number."""
        return str(self.number)
