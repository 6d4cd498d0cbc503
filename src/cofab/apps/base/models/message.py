"""Messages that left, or wait to leave, by text message or e-mail."""

from django.db import models

from cofab.apps.base.models.owned import Owned


class Message(Owned):
    """A message to a phone number or an e-mail address; for the platform's eyes only."""

    prefix = "msg"
    to = models.TextField()
    subject = models.TextField(blank=True)
    text = models.TextField()
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["to", "-id"], name="base_message_to")]
