"""Jobs of match: windows that open are told to those who wait."""

from __future__ import annotations

from cofab.apps.base.jobs import job
from cofab.apps.base.viewer import SYSTEM
from cofab.apps.creation.match.waiting import look


@job(every="*/5 * * * *")
def look_for_windows(timestamp: int) -> int:
    """Look again for everybody who waits for a window; return how many were told."""
    return look(SYSTEM)
