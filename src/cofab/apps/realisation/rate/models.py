"""Ratings, records that count for credit, and credit itself."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from cofab.apps.base.models.owned import Named, Owned
from cofab.core.realisation.rate.credit import KINDS
from cofab.core.realisation.rate.sealed import RATING


class Rating(Owned):
    """What one party says of another in one order; only the rater sees it until it opens."""

    prefix = "rat"
    order_key = models.TextField()
    rater = models.ForeignKey("base.Organisation", models.PROTECT, related_name="+")
    rated = models.ForeignKey("base.Organisation", models.PROTECT, related_name="+")
    role = models.TextField()
    scores = models.JSONField()
    note = models.TextField(blank=True)
    state = models.TextField(default=RATING.start)
    given_at = models.DateTimeField()
    opened_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["order_key", "rater", "rated"], name="realisation_rating_once"),
            models.CheckConstraint(condition=~Q(rater=F("rated")), name="realisation_rating_other"),
            models.CheckConstraint(condition=Q(state__in=RATING.states), name="realisation_rating_state"),
            models.CheckConstraint(condition=Q(role__in=("supplier", "buyer")), name="realisation_rating_role"),
        ]


class Record(Owned):
    """One thing that counts for an organisation's credit: `good_ppm` from 0 to one million, shown by `evidence`.

    Its audience is the organisation and the counterparty.
    """

    prefix = "rec"
    organisation = models.ForeignKey("base.Organisation", models.PROTECT, related_name="+")
    counterparty = models.ForeignKey("base.Organisation", models.PROTECT, null=True, related_name="+")
    kind = models.TextField()
    good_ppm = models.IntegerField()
    order_key = models.TextField(blank=True)
    evidence = models.TextField()
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "kind", "evidence"], name="realisation_record_once"),
            models.CheckConstraint(condition=Q(kind__in=KINDS), name="realisation_record_kind"),
            models.CheckConstraint(condition=Q(good_ppm__range=(0, 1_000_000)), name="realisation_record_good"),
        ]
        indexes = [models.Index(fields=["organisation", "id"], name="realisation_record_firm")]


class Credit(Named):
    """An organisation's credit as last computed: public, with its parts and the hash of the rules."""

    prefix = "crd"
    organisation = models.OneToOneField("base.Organisation", models.PROTECT, related_name="+")
    lower_ppm = models.IntegerField()
    estimate_ppm = models.IntegerField()
    count = models.IntegerField()
    parts = models.JSONField()
    rules = models.TextField()
    at = models.DateTimeField()
