"""The one history: what happened, once and for all, and how far each reader has read it."""

from django.db import models

from cofab.apps.base.models.owned import Owned
from cofab.apps.base.models.people import Organisation, Person


class Event(Owned):
    """One fact. `actor` and `on_behalf` are public names; `commitment` is salted (see core.kernel.event).

    The table refuses UPDATE and DELETE; an insert notifies the channel cofab_events with the key.
    """

    prefix = "evt"
    at = models.DateTimeField()
    actor = models.TextField(blank=True)
    on_behalf = models.TextField(blank=True)
    kind = models.TextField()
    subject = models.TextField()
    before = models.TextField(blank=True)
    after = models.TextField(blank=True)
    facts = models.JSONField(default=dict)
    rules = models.TextField(blank=True)
    salt = models.BinaryField()
    commitment = models.TextField()

    class Meta:
        indexes = [
            models.Index(fields=["subject", "id"], name="base_event_subject"),
            models.Index(fields=["kind", "id"], name="base_event_kind"),
        ]


class ReadMark(models.Model):
    """How far a person has read the events of an organisation."""

    person = models.ForeignKey(Person, models.CASCADE)
    organisation = models.ForeignKey(Organisation, models.CASCADE)
    last_event = models.BigIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "organisation"], name="base_readmark_once")]
