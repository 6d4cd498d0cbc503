"""Ratings open by themselves when their time is up."""

from __future__ import annotations

from cofab.apps.base.jobs import job
from cofab.apps.realisation.rate.actions import close_due


@job(every="*/1 * * * *", retry=0)
def close(timestamp: int) -> int:
    """Open sealed ratings and share pools where the time for ratings is over; return how many orders."""
    return close_due()
