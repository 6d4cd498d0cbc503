"""Jobs of the base: starting again what hung, forgetting what is long done."""

from __future__ import annotations

from asgiref.sync import async_to_sync
from django.conf import settings
from procrastinate.contrib.django import app

from cofab.apps.base import messages
from cofab.apps.base.jobs import job

DONE_HOURS = 72


@job(every="* * * * *")
def forget_codes(timestamp: int) -> int:
    """Blot out the sign-in codes of messages that ran out; return how many."""
    return messages.forget_old()


@job(every="* * * * * */10", atomic=False, retry=0)
def sweep(timestamp: int) -> int:
    """Put jobs whose worker has given no sign for COFAB_STALLED_S back into their queue; return how many."""
    seconds = settings.COFAB_STALLED_S
    async_to_sync(app.job_manager.prune_stalled_workers)(seconds)
    stalled = list(async_to_sync(app.job_manager.get_stalled_jobs)(seconds_since_heartbeat=seconds))
    for one in stalled:
        async_to_sync(app.job_manager.retry_job)(one)
    async_to_sync(app.job_manager.delete_old_jobs)(nb_hours=DONE_HOURS)
    return len(stalled)
