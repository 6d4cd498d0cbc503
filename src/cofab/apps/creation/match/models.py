"""Lists of candidates as they were shown, with everything that they were reckoned from; who waits for a window.

Owns: ranked lists, waitings.
Promises: who waits is told once. A list is never changed; its order follows from its inputs, the rules of its hash
    and its seed.
"""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from cofab.apps.base.models.owned import Owned

WAITING = ("waiting", "told", "ended", "over")


class RankedList(Owned):
    """Who was shown in which order for one operation of a demand.

    `inputs` are the entries of the core, `placed` its answer, both JSON-ready without floats; `rules` is the hash of
    the rule set "match", `version` that of the demand. `asked_at` is the moment that waits are counted from.
    """

    prefix = "rkl"

    demand = models.ForeignKey("proposition.Demand", on_delete=models.PROTECT, related_name="+")
    op = models.CharField(max_length=40)
    version = models.PositiveIntegerField(default=0)
    quantity = models.PositiveIntegerField()
    rules = models.CharField(max_length=64)
    seed = models.CharField(max_length=120)
    inputs = models.JSONField(default=list)
    placed = models.JSONField(default=list)
    asked_at = models.DateTimeField()

    class Meta(Owned.Meta):
        """Newest first; at least one piece."""

        abstract = False
        ordering = ["-id"]
        constraints = [models.CheckConstraint(condition=Q(quantity__gte=1), name="ranked_list_quantity")]
        indexes = [models.Index(fields=["demand", "op", "-id"], name="ranked_list_latest")]


class Waiting(Owned):
    """A search that found nothing free, to be looked at again: told when a window opens, ended by asker or time.

    `wanted` is the search of the core, `title` what the asker called it.
    """

    prefix = "wai"

    organisation = models.ForeignKey("base.Organisation", on_delete=models.PROTECT, related_name="+")
    title = models.CharField(max_length=200)
    wanted = models.JSONField(default=dict)
    until = models.DateTimeField()
    state = models.CharField(max_length=10, default="waiting")
    created_at = models.DateTimeField()

    class Meta(Owned.Meta):
        """Newest first, a known state."""

        abstract = False
        ordering = ["-id"]
        constraints = [models.CheckConstraint(condition=Q(state__in=WAITING), name="waiting_state")]
        indexes = [models.Index(fields=["until"], condition=Q(state="waiting"), name="waiting_due")]
