"""What was answered to a repeated write, kept for ever."""

from django.db import models

from cofab.apps.base.models.people import Person


class Idempotency(models.Model):
    """The answer to the request that `person` marked with `name`; `request` is the hash of method, path and body.

    Of an answer with a secret only that it was given is kept: `status` 0 and no body.
    """

    person = models.ForeignKey(Person, models.CASCADE)
    name = models.TextField()
    request = models.TextField()
    status = models.SmallIntegerField()
    content_type = models.TextField()
    body = models.BinaryField()
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "name"], name="base_idempotency_once")]
