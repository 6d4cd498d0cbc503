"""Statements are drawn up by themselves in the night after their closing day."""

from __future__ import annotations

from cofab.apps.base.jobs import job
from cofab.apps.base.viewer import SYSTEM
from cofab.apps.realisation.statement.actions import draw_up


@job(every="40 16 * * *", retry=0)
def close(timestamp: int) -> int:
    """Draw up what is missing of the month that closed last; return how many. Every night, so that none is missed."""
    return len(draw_up(SYSTEM))
