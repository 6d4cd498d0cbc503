"""What deliver does by itself: silence accepts."""

from __future__ import annotations

from cofab.apps.base.jobs import job
from cofab.apps.base.viewer import SYSTEM
from cofab.apps.creation.deliver import actions


@job(every="* * * * *")
def silence(timestamp: int) -> int:
    """Accept for buyers who did not answer in time; return how many."""
    return len(actions.accept_silent(SYSTEM))
