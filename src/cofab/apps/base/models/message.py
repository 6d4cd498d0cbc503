"""Messages that left, or wait to leave, by text message or e-mail."""

from django.db import models

from cofab.apps.base.models.owned import Owned


class Message(Owned):
    """A message to a phone number or an e-mail address; for the platform's eyes only.

    `secret` is a part of `text` that nobody may read here once the message left; it is blotted out in both by then,
    at the latest at `secret_until`.
    """

    prefix = "msg"
    to = models.TextField()
    subject = models.TextField(blank=True)
    text = models.TextField()
    at = models.DateTimeField()
    secret = models.TextField(blank=True)
    secret_until = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["to", "-id"], name="base_message_to")]
