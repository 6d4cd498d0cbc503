"""Files by content: a row for each name and owner, one copy of the bytes on disk."""

from django.db import models

from cofab.apps.base.models.owned import Owned


class File(Owned):
    """A file that somebody stored; `sha256` (hex) names its bytes, `kind` its media type, `size` its bytes."""

    prefix = "fil"
    name = models.TextField()
    kind = models.TextField()
    sha256 = models.TextField()
    size = models.BigIntegerField()
    stored_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["sha256"], name="base_file_sha256")]
