"""Monthly statements between a payer and a payee, as drawn up, signed or differed."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from cofab.apps.base.models.owned import Owned
from cofab.core.realisation.ledger.statement import STATEMENT

_PAYER, _PAYEE = Q(payer_signed_at__isnull=False), Q(payee_signed_at__isnull=False)


class MonthlyStatement(Owned):
    """What `payer` owed `payee` in the month that ended on `closes_on`, seen by these two alone.

    `content` is all that is signed and `hash` its SHA-256 over canonical JSON; the figures beside it are those in it.
    A statement that differs is followed by one with the next `version`, whose content lists the difference.
    """

    prefix = "mst"
    payer = models.ForeignKey("base.Organisation", models.PROTECT, related_name="+")
    payee = models.ForeignKey("base.Organisation", models.PROTECT, related_name="+")
    currency = models.TextField(default="CNY")
    closes_on = models.DateField()
    version = models.SmallIntegerField(default=1)
    content = models.JSONField()
    hash = models.TextField()
    rules_hash = models.TextField()
    opening_minor = models.BigIntegerField()
    obliged_minor = models.BigIntegerField()
    paid_minor = models.BigIntegerField()
    closing_minor = models.BigIntegerField()
    state = models.TextField(default=STATEMENT.start)
    drawn_at = models.DateTimeField()
    payer_person = models.ForeignKey("base.Person", models.PROTECT, null=True, related_name="+")
    payer_signed_at = models.DateTimeField(null=True)
    payee_person = models.ForeignKey("base.Person", models.PROTECT, null=True, related_name="+")
    payee_signed_at = models.DateTimeField(null=True)
    differed_by = models.ForeignKey("base.Organisation", models.PROTECT, null=True, related_name="+")
    differed_at = models.DateTimeField(null=True)
    difference = models.TextField(blank=True)
    differing_minor = models.BigIntegerField(default=0)

    class Meta(Owned.Meta):
        """One of each version, and one that stands, for each pair, currency and month."""

        abstract = False
        ordering = ["-closes_on", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["payer", "payee", "currency", "closes_on", "version"], name="realisation_monthly_version"
            ),
            models.UniqueConstraint(
                fields=["payer", "payee", "currency", "closes_on"],
                condition=~Q(state="differed"),
                name="realisation_monthly_once",
            ),
            models.CheckConstraint(condition=~Q(payer=F("payee")), name="realisation_monthly_two"),
            models.CheckConstraint(
                condition=Q(
                    closing_minor=F("opening_minor") + F("obliged_minor") - F("paid_minor"), closing_minor__gte=0
                ),
                name="realisation_monthly_sum",
            ),
            models.CheckConstraint(
                condition=Q(state="draft") & ~_PAYER & ~_PAYEE
                | Q(state="half") & (_PAYER & ~_PAYEE | ~_PAYER & _PAYEE)
                | Q(state="signed") & _PAYER & _PAYEE
                | Q(state="differed", differed_by__isnull=False, differed_at__isnull=False) & ~Q(difference=""),
                name="realisation_monthly_state",
            ),
            models.CheckConstraint(
                condition=Q(differing_minor__gte=0, differing_minor__lte=F("closing_minor")),
                name="realisation_monthly_differing",
            ),
        ]
