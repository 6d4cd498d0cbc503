"""What monitor does by itself: closing past days."""

from __future__ import annotations

from cofab.apps.base.jobs import job
from cofab.apps.base.viewer import SYSTEM
from cofab.apps.creation.monitor import actions


@job(every="*/10 * * * *")
def close_days(timestamp: int) -> int:
    """Add up past days whose points changed; return how many."""
    return actions.roll_up(SYSTEM)
