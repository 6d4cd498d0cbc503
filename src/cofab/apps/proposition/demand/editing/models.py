"""The edits of a routing: who changed what, when, one after another.

Promises: rows are only added; taking back is an edit too. What stands is computed from all of them.
"""

from __future__ import annotations

from django.db import models

from cofab.apps.base.models.owned import Owned


class RoutingEdit(Owned):
    """One edit of a demand's routing; `edit` as the core writes it, `told` what it was about and what it changed.

    `told`: `processes` of the operations named, `before` values, and the price of the batch before and after.
    """

    prefix = "red"

    demand = models.ForeignKey("proposition.Demand", on_delete=models.CASCADE, related_name="edits")
    number = models.PositiveIntegerField()
    edit = models.JSONField()
    told = models.JSONField(default=dict)
    person = models.CharField(max_length=120)
    organisation = models.ForeignKey("base.Organisation", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta(Owned.Meta):
        """In their order; a number once a demand."""

        abstract = False
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["demand", "number"], name="routing_edit_once")]

    def __str__(self) -> str:
        """Return the number."""
        return str(self.number)
