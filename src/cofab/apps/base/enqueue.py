"""Asking for a job in the transaction of the write that wants it, in a request and inside another job alike.

Why: a worker gives procrastinate a connection of its own; what a job enqueued through that one would stand, and start,
before the job's own transaction had ended.
"""

from __future__ import annotations

from typing import Any

from procrastinate.contrib.django import app
from procrastinate.contrib.django.django_connector import DjangoConnector
from procrastinate.manager import JobManager
from procrastinate.tasks import configure_task


def enqueue(
    name: str, *, lock: str | None = None, once: str | None = None, in_s: int | None = None, **facts: Any
) -> int:
    """Enqueue the job called `name` with JSON-ready `facts` in the current transaction; return its number.

    `lock`: jobs with the same lock run one after the other; `once`: the mark under which only one may wait; `in_s`:
    not before so many seconds. Raises KeyError for a job that nobody registered.
    """
    later = configure_task(
        name=name,
        job_manager=JobManager(DjangoConnector(alias="default")),
        queue=app.tasks[name].queue,
        lock=lock,
        queueing_lock=once,
        schedule_in={"seconds": in_s} if in_s else None,
    )
    return later.defer(**facts)
