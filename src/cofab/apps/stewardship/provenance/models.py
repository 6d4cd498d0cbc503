"""The log's leaves and its signed checkpoints; public, for they tell nothing but hashes."""

from __future__ import annotations

from django.db import models


class LogLeaf(models.Model):
    """The commitment of one event at place `index` of the log; `leaf_hash` is hex. Never changed."""

    index = models.BigIntegerField(primary_key=True)
    event = models.OneToOneField("base.Event", models.PROTECT, related_name="+")
    leaf_hash = models.TextField()

    def __str__(self) -> str:
        """Return place and hash."""
        return f"{self.index} {self.leaf_hash[:8]}"


class Checkpoint(models.Model):
    """A signed statement: the log called `origin` had `size` leaves under `root` (hex) at `at`. Never changed."""

    size = models.BigIntegerField(unique=True)
    root = models.TextField()
    origin = models.TextField()
    at = models.DateTimeField()
    public_key = models.TextField()
    signature = models.TextField()

    def __str__(self) -> str:
        """Return size and root."""
        return f"{self.size} {self.root[:8]}"
