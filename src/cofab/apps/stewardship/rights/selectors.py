"""Who took a file, read from the one history."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from cofab.apps.base.events import history
from cofab.apps.base.models import File
from cofab.apps.base.viewer import Viewer
from cofab.core.stewardship.rights.custody import watermark


@dataclass(frozen=True)
class Access:
    """One reading of a file: person and organisation (public names), when, and the mark of that copy."""

    person: str
    organisation: str
    at: datetime
    watermark: str


def accesses(viewer: Viewer, file_key: str) -> list[Access]:
    """Return every reading of a file that the viewer may see, the newest first; refused as not found otherwise."""
    file = File.get_for(viewer, file_key)
    taken = history(viewer, file.key).filter(kind="file.fetch").order_by("-id")
    return [
        Access(row.actor, row.on_behalf, row.at, watermark(file.key, row.on_behalf, row.actor, row.at)) for row in taken
    ]
