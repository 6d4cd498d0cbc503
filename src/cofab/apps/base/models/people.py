"""People, the organisations they act for, and what they may do there."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import get_language

from cofab.apps.base.models.owned import Named, Owned

KINDS = (
    "supplier", "demander", "carrier", "inspection", "bank", "material", "maintenance", "training",
    "operator", "committee",
)  # fmt: skip
ROLES = (
    "owner", "planner", "buyer", "engineer", "accountant", "worker", "inspector", "committee", "operator",
    "merchandiser",
)  # fmt: skip
ADMISSIONS = ("applied", "admitted", "suspended", "left")


class Organisation(Named):
    """A firm or body of any kind; its row is its public face. Names in Chinese and English, either may be blank.

    `town` is a town's id, `vat_ppm` its value-added tax in millionths, `phone_only` a shop that is reached by
    phone through a merchandiser; `is_supplier` and `is_demander` may both be true.
    """

    prefix = "org"
    kind = models.TextField()
    is_supplier = models.BooleanField(default=False)
    is_demander = models.BooleanField(default=False)
    name_zh = models.TextField(blank=True)
    name_en = models.TextField(blank=True)
    town = models.TextField(blank=True)
    registration = models.TextField(blank=True, help_text="Number in the public register of companies.")
    is_demo = models.BooleanField(default=False)
    phone_only = models.BooleanField(default=False)
    certificates = models.JSONField(default=list, blank=True)
    vat_ppm = models.IntegerField(default=130_000)
    admission = models.TextField(default="applied")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(kind__in=KINDS), name="base_organisation_kind"),
            models.CheckConstraint(condition=models.Q(admission__in=ADMISSIONS), name="base_organisation_admission"),
        ]

    @property
    def sides(self) -> frozenset[str]:
        """Return every part this organisation plays: its kind, and supplier or demander besides."""
        both = (("supplier", self.is_supplier), ("demander", self.is_demander))
        return frozenset({self.kind, *(side for side, plays in both if plays)})

    @property
    def name(self) -> str:
        """Return the name in the reader's language, the other one where it is missing."""
        first, second = self.name_zh, self.name_en
        if not (get_language() or "").startswith("zh"):
            first, second = second, first
        return first or second or self.key


class Person(AbstractBaseUser, Named):
    """A human being, reached by phone or e-mail; either suffices. `language` is "zh-hans", "en" or "" (unset)."""

    prefix = "per"
    phone = models.TextField(unique=True, null=True, blank=True)
    email = models.TextField(unique=True, null=True, blank=True)
    name = models.TextField(blank=True)
    language = models.TextField(blank=True)
    is_active = models.BooleanField(default=True)
    is_demo = models.BooleanField(default=False)
    joined_at = models.DateTimeField(null=True)
    objects: ClassVar[BaseUserManager[Person]] = BaseUserManager()
    USERNAME_FIELD = "key"

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(phone__isnull=False) | models.Q(email__isnull=False), name="base_person_is_reachable"
            )
        ]

    def get_short_name(self) -> str:
        """Return what greets the person."""
        return self.name or self.phone or self.email or self.key


class Membership(models.Model):
    """What a person may do in an organisation."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="memberships")
    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="memberships")
    roles = ArrayField(models.TextField())

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "organisation"], name="base_membership_once"),
            models.CheckConstraint(condition=models.Q(roles__contained_by=list(ROLES)), name="base_membership_roles"),
        ]


class Invitation(Owned):
    """An organisation's wish to have whoever owns `contact` as a member with `roles`; taken up at sign-in."""

    prefix = "inv"
    organisation = models.ForeignKey(Organisation, models.CASCADE)
    contact = models.TextField()
    roles = ArrayField(models.TextField())
    invited_at = models.DateTimeField()
    taken_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "contact"], name="base_invitation_once"),
            models.CheckConstraint(condition=models.Q(roles__contained_by=list(ROLES)), name="base_invitation_roles"),
        ]
