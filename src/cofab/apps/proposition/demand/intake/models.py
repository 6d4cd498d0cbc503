"""A draft of demands: files dropped together, how far each was read, what was said beside them.

Promises: nothing dropped is lost until it was made into demands; a file taken away can come back.
"""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from cofab.apps.base.models.owned import Owned

INTAKES = ("open", "done")
ITEMS = ("waiting", "reading", "read", "refused", "cancelled")


class Intake(Owned):
    """What one person dropped together; `facts` what was typed so far, `text` a pasted message, both as typed."""

    prefix = "itk"

    organisation = models.ForeignKey("base.Organisation", on_delete=models.PROTECT, related_name="+")
    person = models.CharField(max_length=60)
    state = models.CharField(max_length=10, default="open")
    text = models.TextField(blank=True)
    facts = models.JSONField(default=dict)
    created_at = models.DateTimeField()

    class Meta(Owned.Meta):
        """Newest first; one open draft for a person in a firm."""

        abstract = False
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=INTAKES), name="intake_state"),
            models.UniqueConstraint(
                fields=["organisation", "person"], condition=Q(state="open"), name="intake_one_open"
            ),
        ]

    def __str__(self) -> str:
        """Return the public name."""
        return self.key


class IntakeFile(Owned):
    """One file: how far it was read (`stage`, `percent`), what was found, how many times it came.

    `event` is the key of the event that told of it: progress is told by naming it again.
    """

    prefix = "itf"

    intake = models.ForeignKey(Intake, on_delete=models.CASCADE, related_name="items")
    file = models.ForeignKey("base.File", on_delete=models.PROTECT, related_name="+")
    view = models.ForeignKey("base.File", on_delete=models.PROTECT, related_name="+", null=True)
    pages = models.JSONField(default=list)
    kind = models.CharField(max_length=10)
    state = models.CharField(max_length=10, default="waiting")
    stage = models.CharField(max_length=40, blank=True)
    percent = models.PositiveIntegerField(default=0)
    count = models.PositiveIntegerField(default=1)
    reading = models.JSONField(default=dict)
    refusal = models.JSONField(default=dict)
    event = models.CharField(max_length=60, blank=True)
    removed_at = models.DateTimeField(null=True)

    class Meta(Owned.Meta):
        """In the order they came; a known state; at least one."""

        abstract = False
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=ITEMS), name="intake_file_state"),
            models.CheckConstraint(condition=Q(kind__in=("model", "drawing")), name="intake_file_kind"),
            models.CheckConstraint(condition=Q(count__gte=1), name="intake_file_count"),
        ]

    def __str__(self) -> str:
        """Return the public name."""
        return self.key
