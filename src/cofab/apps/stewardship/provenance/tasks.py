"""The log is kept up to date in the background."""

from __future__ import annotations

from cofab.apps.base.jobs import job
from cofab.apps.stewardship.provenance.actions import append, check_point


@job(every="*/1 * * * *", retry=0)
def log(timestamp: int) -> int:
    """Append new events to the log and sign a checkpoint; return how many events were new."""
    count = append()
    if count:
        check_point()
    return count
