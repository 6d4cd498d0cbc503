"""Retention is released by itself when its time is over."""

from __future__ import annotations

from cofab.apps.base.jobs import job
from cofab.apps.realisation.settle.actions import release_retained


@job(every="*/5 * * * *", retry=0)
def retained(timestamp: int) -> int:
    """Release what was retained where its time is over; return how many milestones."""
    return release_retained()
