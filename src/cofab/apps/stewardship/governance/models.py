"""Versions of rule sets: public, never changed once they stand."""

from __future__ import annotations

from django.db import models


class RuleVersion(models.Model):
    """Version `version` of the rules called `name`, in force from a time on until a later version is.

    `hash` covers name, version and values; decisions store it. The table refuses UPDATE and DELETE.
    """

    name = models.TextField()
    version = models.IntegerField()
    values = models.JSONField()
    hash = models.TextField(unique=True)
    in_force_from = models.DateTimeField()
    amended = models.BooleanField(default=False, help_text="By members; otherwise it came with a release.")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["name", "version"], name="stewardship_ruleversion_once")]

    def __str__(self) -> str:
        """Return the name and the version."""
        return f"{self.name} v{self.version}"
