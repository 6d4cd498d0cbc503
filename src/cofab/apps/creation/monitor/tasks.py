"""What monitor does by itself: closing past days."""

from __future__ import annotations

from cofab.apps.base.jobs import job
from cofab.apps.base.viewer import SYSTEM
from cofab.apps.creation.monitor import actions


@job(every="*/10 * * * *")
def close_days(timestamp: int) -> int:
    """Add up past days whose points changed; return how many."""
    return actions.roll_up(SYSTEM)


@job(every="*/5 * * * *")
def add_up_hours(timestamp: int) -> int:
    """Add up the signals of hours that are over; return how many hours."""
    return actions.add_up_hours(SYSTEM)


@job(every="40 3 * * *")
def let_go(timestamp: int) -> int:
    """Let go of points that the rules do not keep; return how many months were dropped."""
    return actions.let_go(SYSTEM)
