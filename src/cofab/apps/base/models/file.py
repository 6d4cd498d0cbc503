"""Files by content: a row for each name and owner, one copy of the bytes on disk."""

from __future__ import annotations

from typing import Self

from django.db import models

from cofab.apps.base.models.owned import Owned
from cofab.apps.base.viewer import Viewer
from cofab.core.kernel.refusal import NOT_FOUND, Refused


class File(Owned):
    """A file that somebody stored; `sha256` (hex) names its bytes, `kind` its media type, `size` its bytes.

    `owner` is the organisation that stored it (none: the platform) and alone may show it to others.
    """

    prefix = "fil"
    name = models.TextField()
    kind = models.TextField()
    sha256 = models.TextField()
    size = models.BigIntegerField()
    stored_at = models.DateTimeField()
    owner = models.ForeignKey("base.Organisation", models.PROTECT, null=True, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["sha256"], name="base_file_sha256")]

    @classmethod
    def own(cls, viewer: Viewer, key: str) -> Self:
        """Return a file that the acting organisation stored, locked; what others stored is not found, seen or not."""
        row = cls.get_for(viewer, key, lock=True)
        if not viewer.system and row.owner_id != viewer.organisation_id:
            raise Refused(NOT_FOUND)
        return row
