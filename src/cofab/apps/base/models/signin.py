"""How people prove who they are: one-time codes and API tokens, both kept as hashes only."""

from django.db import models

from cofab.apps.base.models.owned import Owned
from cofab.apps.base.models.people import Organisation, Person


class Code(Owned):
    """A one-time code sent to a phone number or e-mail address; for the platform's eyes only."""

    prefix = "otc"
    contact = models.TextField()
    address = models.TextField(blank=True)
    hash = models.TextField()
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    tries = models.SmallIntegerField(default=0)
    used_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["contact", "-id"], name="base_code_contact")]


class Token(Owned):
    """An API token of a person, acting for one organisation; `start` is what lists show of it."""

    prefix = "tok"
    person = models.ForeignKey(Person, models.CASCADE)
    organisation = models.ForeignKey(Organisation, models.CASCADE, null=True)
    name = models.TextField()
    hash = models.TextField(unique=True)
    start = models.TextField()
    made_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)
