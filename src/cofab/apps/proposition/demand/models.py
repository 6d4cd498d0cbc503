"""A demand and its files: what is wanted, how far it was understood, what is still asked.

Owns: demands and their files.
Promises: the state follows the core life of a demand; the price stored is the one the stored rules gave.
"""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from cofab.apps.base.models.owned import Owned

STATES = ("draft", "reading", "asking", "ready", "refused")
FILE_KINDS = ("model", "drawing", "view", "page")


class Demand(Owned):
    """Something a buyer wants made.

    `material` is the buyer's word for it ("6061-T6"); `finishes`, `callouts` (fits, threads, surfaces of
    the drawing), `blank_um` and `tolerance_um` are the buyer's brief as the core reads it;
    `routing` holds operations and questions, `answers` option ids by question id, `price` the lines of
    the platform's estimate, `reading` what the file reader found, `refusal` code and facts where reading
    was refused; all JSON-ready without floats. `version` counts its changes; `unsettled` what must still be answered
    or confirmed, and a ready demand has none; `checked` is what people said of the fields read from its drawings.
    """

    prefix = "dem"

    organisation = models.ForeignKey("base.Organisation", on_delete=models.PROTECT, related_name="wants")
    title = models.CharField(max_length=120)
    material = models.CharField(max_length=60)
    quantity = models.PositiveIntegerField()
    due = models.DateTimeField()
    town = models.CharField(max_length=40)
    finishes = models.JSONField(default=list)
    callouts = models.JSONField(default=list)
    blank_um = models.JSONField(default=list)
    tolerance_um = models.IntegerField(default=0)
    note = models.TextField(blank=True)
    state = models.CharField(max_length=10, default="draft")
    reading = models.JSONField(default=dict)
    routing = models.JSONField(default=dict)
    price = models.JSONField(default=dict)
    answers = models.JSONField(default=dict)
    refusal = models.JSONField(default=dict)
    rules = models.CharField(max_length=64, blank=True)
    version = models.PositiveIntegerField(default=0)
    unsettled = models.PositiveIntegerField(default=0)
    checked = models.JSONField(default=dict)
    created_at = models.DateTimeField()

    class Meta(Owned.Meta):
        """Newest first, a known state, at least one piece, and nothing left open where it is ready."""

        abstract = False
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=STATES), name="demand_state"),
            models.CheckConstraint(condition=Q(quantity__gte=1), name="demand_quantity"),
            models.CheckConstraint(condition=~Q(state="ready") | Q(unsettled=0), name="demand_settled"),
        ]

    def __str__(self) -> str:
        """Return the title."""
        return self.title


class DemandFile(Owned):
    """A file of a demand: the model, the drawing, or what was made for the browser: the model's view, a page."""

    prefix = "dfl"

    demand = models.ForeignKey(Demand, on_delete=models.CASCADE, related_name="files")
    file = models.ForeignKey("base.File", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10)

    class Meta(Owned.Meta):
        """A known kind; a file once a demand."""

        abstract = False
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=FILE_KINDS), name="demand_file_kind"),
            models.UniqueConstraint(fields=["demand", "file"], name="demand_file_once"),
        ]

    def __str__(self) -> str:
        """Return the kind."""
        return self.kind
