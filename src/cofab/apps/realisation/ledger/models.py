"""Accounts, entries, postings and holds, guarded by the database itself.

Promises (see migrations/sql/ledger.sql): an entry balances in each currency and has its postings from the start;
entries and postings never change; an account's figures are the sum of its postings and holds and never go where
its kind may not; a hold resolves once.
"""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from cofab.apps.base.models.owned import Owned
from cofab.core.realisation.ledger.account import KINDS, MAY_BE_NEGATIVE
from cofab.core.realisation.ledger.hold import HOLD


class Account(Owned):
    """What one owner has or owes, in one currency, for one order ("" for all).

    `owner` None: the custodian named in `custodian`. `posted_minor` and `held_minor` are kept by the database.
    """

    prefix = "acc"
    owner = models.ForeignKey("base.Organisation", models.PROTECT, null=True, related_name="+")
    kind = models.TextField()
    currency = models.TextField(default="CNY")
    order_key = models.TextField(blank=True)
    custodian = models.TextField(blank=True)
    posted_minor = models.BigIntegerField(default=0)
    held_minor = models.BigIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["owner", "kind", "currency", "order_key", "custodian"],
                name="realisation_account_once",
                nulls_distinct=False,
            ),
            models.CheckConstraint(condition=Q(kind__in=KINDS), name="realisation_account_kind"),
            models.CheckConstraint(condition=Q(held_minor__gte=0), name="realisation_account_held"),
            models.CheckConstraint(
                condition=(Q(kind__in=sorted(MAY_BE_NEGATIVE)) & Q(posted_minor__lte=0))
                | (~Q(kind__in=sorted(MAY_BE_NEGATIVE)) & Q(posted_minor__gte=F("held_minor"))),
                name="realisation_account_covered",
            ),
        ]
        indexes = [models.Index(fields=["order_key"], name="realisation_account_order")]

    @property
    def available_minor(self) -> int:
        """Return what may still be moved."""
        return self.posted_minor - self.held_minor


class Entry(Owned):
    """One fact of the journal. `size` is its number of postings, `hash` that of its content (see core Entry)."""

    prefix = "ent"
    kind = models.TextField()
    order_key = models.TextField(blank=True)
    idempotency_key = models.TextField(unique=True)
    facts = models.JSONField(default=dict)
    size = models.SmallIntegerField()
    hash = models.TextField()
    at = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(size__gte=2), name="realisation_entry_size")]
        indexes = [models.Index(fields=["order_key", "id"], name="realisation_entry_order")]


class Posting(models.Model):
    """`amount_minor` into (positive) or out of (negative) an account; its audience is its entry's.

    Why no foreign keys in the database: entries and accounts are never removed, and one look at the end of a statement
    (sql/journal.sql) tells whether all exist, where a foreign key looks once a row.
    """

    id = models.BigAutoField(primary_key=True)
    entry = models.ForeignKey(Entry, models.PROTECT, related_name="postings", db_constraint=False)
    account = models.ForeignKey(
        Account, models.PROTECT, related_name="postings", db_constraint=False, db_index=False
    )  # its index is the one with `id` below
    amount_minor = models.BigIntegerField()
    audience = ArrayField(models.BigIntegerField(), default=list)

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(amount_minor=0), name="realisation_posting_amount")]
        indexes = [models.Index(fields=["account", "id"], name="realisation_posting_account")]

    def __str__(self) -> str:
        """Return account and amount."""
        return f"{self.account_id} {self.amount_minor}"


class Hold(Owned):
    """`amount_minor` of an account reserved for one purpose; resolved once, `entry` where it was posted."""

    prefix = "hld"
    account = models.ForeignKey(Account, models.PROTECT, related_name="holds")
    amount_minor = models.BigIntegerField()
    purpose = models.TextField()
    order_key = models.TextField(blank=True)
    idempotency_key = models.TextField(unique=True)
    state = models.TextField(default=HOLD.start)
    placed_at = models.DateTimeField()
    expires_at = models.DateTimeField(null=True)
    resolved_at = models.DateTimeField(null=True)
    entry = models.OneToOneField(Entry, models.PROTECT, null=True, related_name="hold")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(state__in=HOLD.states), name="realisation_hold_state"),
            models.CheckConstraint(condition=Q(amount_minor__gt=0), name="realisation_hold_amount"),
            models.CheckConstraint(
                condition=Q(state="posted", entry__isnull=False) | (~Q(state="posted") & Q(entry__isnull=True)),
                name="realisation_hold_posted",
            ),
            models.CheckConstraint(
                condition=Q(state="held", resolved_at__isnull=True) | (~Q(state="held") & Q(resolved_at__isnull=False)),
                name="realisation_hold_resolved",
            ),
        ]
        indexes = [models.Index(fields=["order_key"], name="realisation_hold_order")]
