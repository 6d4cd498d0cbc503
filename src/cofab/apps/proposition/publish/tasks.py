"""Jobs of publish: reservations whose time is up give their windows back."""

from __future__ import annotations

from cofab.apps.base.jobs import job
from cofab.apps.base.viewer import SYSTEM
from cofab.apps.proposition.publish.actions import expire_stale


@job(every="*/1 * * * *")
def expire(timestamp: int) -> int:
    """End the reservations without an order whose time is up; orders end their own."""
    return len(expire_stale(SYSTEM, bare=True))
