"""Disputes move on by themselves when a side is silent."""

from __future__ import annotations

from cofab.apps.base.jobs import job
from cofab.apps.realisation.dispute.actions import expire


@job(every="*/1 * * * *", retry=0)
def clocks(timestamp: int) -> int:
    """Do what the clocks of disputes say; return how many moved."""
    return expire()
