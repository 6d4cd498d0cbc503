"""A review of a part and everything said in it.

Promises: notes are only added; a shop in the review sees the review's own copy of the part and never the demand,
its price or its other plans.
"""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from cofab.apps.base.models.owned import Owned

KINDS = ("pin", "change", "sign", "decline", "version")


class Review(Owned):
    """One review of a demand's part; `shown` is what its readers see of the part at `version`."""

    prefix = "rvw"

    demand = models.OneToOneField("proposition.Demand", on_delete=models.PROTECT, related_name="review")
    organisation = models.ForeignKey("base.Organisation", on_delete=models.PROTECT, related_name="+")
    version = models.PositiveIntegerField(default=1)
    shown = models.JSONField()
    view = models.ForeignKey("base.File", on_delete=models.PROTECT, related_name="+", null=True)
    opened_at = models.DateTimeField()

    class Meta(Owned.Meta):
        """Newest first."""

        abstract = False
        ordering = ["-id"]

    def __str__(self) -> str:
        """Return the public name."""
        return self.key


class ReviewNote(Owned):
    """One thing said: a pin on faces, a proposed change with its effect, a signature under a change, a new version.

    `change` is what would become of the demand; `effect` the batch's price difference (fen) and working days before
    and after; `to` the number of the note that is signed or declined (0: the version as a whole).
    """

    prefix = "rvn"

    review = models.ForeignKey(Review, on_delete=models.CASCADE, related_name="notes")
    number = models.PositiveIntegerField()
    version = models.PositiveIntegerField()
    kind = models.CharField(max_length=10)
    faces = models.JSONField(default=list)
    text = models.TextField(blank=True)
    change = models.JSONField(default=dict)
    effect = models.JSONField(default=dict)
    to = models.PositiveIntegerField(default=0)
    person = models.CharField(max_length=120)
    organisation = models.ForeignKey("base.Organisation", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta(Owned.Meta):
        """In their order; a number once a review; one signature of a firm under a thing."""

        abstract = False
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["review", "number"], name="review_note_once"),
            models.UniqueConstraint(
                fields=["review", "version", "to", "organisation"], condition=Q(kind="sign"), name="review_signed_once"
            ),
            models.CheckConstraint(condition=Q(kind__in=KINDS), name="review_note_kind"),
        ]

    def __str__(self) -> str:
        """Return the number."""
        return str(self.number)
