"""Disputes and everything that was said in them."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from cofab.apps.base.models.owned import Owned
from cofab.core.realisation.dispute.life import DISPUTE

SAID = (
    "complaint", "answer", "note", "proposal", "consent", "escalation", "ruling", "appeal", "decision", "concession",
    "withdrawal", "mended",
)  # fmt: skip


class Dispute(Owned):
    """A complaint of `claimant` against `respondent` about one order; the operator joins when it is answered.

    `claim` holds the figures (core Claim), `rules` the values in force when it was raised and `rules_hash` theirs.
    `remedy` is what the claimant asks for, worth `claimed_minor`; `held` names the milestones that wait for it.
    `outcome` is what was decided: cause, remedy, award, by what it ended; `until` when the present state is over.
    """

    prefix = "dis"
    order_key = models.TextField(db_index=True)
    order_title = models.TextField()
    order_number = models.TextField(blank=True)
    claimant = models.ForeignKey("base.Organisation", models.PROTECT, related_name="+")
    respondent = models.ForeignKey("base.Organisation", models.PROTECT, related_name="+")
    by_payee = models.BooleanField()
    kind = models.TextField()
    remedy = models.TextField()
    claim = models.JSONField()
    claimed_minor = models.BigIntegerField()
    currency = models.TextField(default="CNY")
    held = ArrayField(models.TextField(), default=list)
    held_minor = models.BigIntegerField(default=0)
    state = models.TextField(default=DISPUTE.start)
    until = models.DateTimeField(null=True)
    outcome = models.JSONField(default=dict)
    award_minor = models.BigIntegerField(default=0)
    ruled_by = models.ForeignKey("base.Person", models.PROTECT, null=True, related_name="+")
    rules = models.JSONField()
    rules_hash = models.TextField()
    raised_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)

    class Meta(Owned.Meta):
        """Between two; one open complaint of a kind between the same two about one order."""

        abstract = False
        ordering = ["-raised_at", "-id"]
        constraints = [
            models.CheckConstraint(condition=~Q(claimant=F("respondent")), name="realisation_dispute_two"),
            models.CheckConstraint(condition=Q(state__in=DISPUTE.states), name="realisation_dispute_state"),
            models.CheckConstraint(
                condition=Q(claimed_minor__gte=0, award_minor__gte=0, award_minor__lte=F("claimed_minor")),
                name="realisation_dispute_award",
            ),
            models.CheckConstraint(
                condition=Q(state="closed", closed_at__isnull=False) | (~Q(state="closed") & Q(closed_at=None)),
                name="realisation_dispute_closed",
            ),
            models.UniqueConstraint(
                fields=["order_key", "claimant", "respondent", "kind"],
                condition=~Q(state="closed"),
                name="realisation_dispute_once",
            ),
        ]


class Statement(Owned):
    """One thing said in a dispute, with its files; never changed. `offer` holds a proposal's or ruling's figures."""

    prefix = "say"
    dispute = models.ForeignKey(Dispute, models.PROTECT, related_name="statements")
    organisation = models.ForeignKey("base.Organisation", models.PROTECT, null=True, related_name="+")
    person = models.ForeignKey("base.Person", models.PROTECT, null=True, related_name="+")
    kind = models.TextField()
    text = models.TextField(blank=True)
    files = ArrayField(models.TextField(), default=list)
    offer = models.JSONField(default=dict)
    about = models.ForeignKey("self", models.PROTECT, null=True, related_name="consents")
    at = models.DateTimeField()

    class Meta(Owned.Meta):
        """In the order of saying; one consent of each to each proposal."""

        abstract = False
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=SAID), name="realisation_statement_kind"),
            models.UniqueConstraint(
                fields=["about", "organisation"], condition=Q(kind="consent"), name="realisation_consent_once"
            ),
        ]
