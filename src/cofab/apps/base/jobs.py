"""Work that is done later, by the worker or the planner, enqueued in the transaction that asks for it.

Promises: a job that was enqueued by a write that failed never runs; one that hangs is started again.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from importlib import import_module
from typing import Any

import procrastinate
import structlog
from django.db import connection
from procrastinate.contrib.django import app

from cofab.apps.base.enqueue import enqueue
from cofab.apps.base.registry import modules
from cofab.apps.base.viewer import platform

log = structlog.get_logger("jobs")
QUEUES = ("default", "planner")
Function = Callable[..., Any]


class Job:
    """A function that can be deferred; called directly, it runs at once."""

    def __init__(self, function: Function, task: procrastinate.tasks.Task[Any, Any, Any]) -> None:
        self.function = function
        self.task = task
        self.name = task.name

    def __call__(self, **facts: Any) -> Any:
        """Run now, as the worker would."""
        return self.task.func(**facts)

    def defer(self, *, lock: str | None = None, once: str | None = None, in_s: int | None = None, **facts: Any) -> int:
        """Enqueue with JSON-ready `facts` in the current transaction; return the job's number.

        `lock`: jobs with the same lock run one after the other; `once`: while a job with this mark waits,
        another is not enqueued (returns 0); `in_s`: not before so many seconds.
        """
        if once and _waits(once):
            return 0
        return enqueue(self.name, lock=lock, once=once, in_s=in_s, **facts)


def job(
    queue: str = "default", *, atomic: bool = True, retry: int = 3, every: str | None = None
) -> Callable[[Function], Job]:
    """Make a function in a `tasks.py` a job of `queue`, run as the platform inside one transaction.

    `atomic=False` leaves transactions to the function (long searches hold none open); `retry` tries again that
    many times, later each time; `every` is a cron line, with seconds in an optional sixth place, for work that
    repeats (its function takes `timestamp`).
    """
    assert queue in QUEUES, queue

    def register(function: Function) -> Job:
        @wraps(function)
        def run(**facts: Any) -> Any:
            _renew_connection()
            try:
                if not atomic:
                    return function(**facts)
                with platform():
                    return function(**facts)
            except Exception:
                log.exception("job_failed", job=name, facts=facts)
                raise

        again = procrastinate.RetryStrategy(max_attempts=retry, exponential_wait=2) if retry else False
        name = f"{function.__module__.removeprefix('cofab.').removesuffix('.tasks')}.{function.__name__}"
        task = app.task(queue=queue, name=name, retry=again)(run)
        if every:
            task = app.periodic(cron=every)(task)
        return Job(function, task)

    return register


def discover() -> None:
    """Import every step's `tasks.py`, so that its jobs are known; once procrastinate's own app is ready."""
    for module in modules("tasks"):
        import_module(module)


def _renew_connection() -> None:
    """Let go of a connection that died since the last job of this thread; the next query opens another."""
    if connection.connection is not None and not connection.in_atomic_block and not connection.is_usable():
        connection.close()


def _waits(mark: str) -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM procrastinate_jobs WHERE queueing_lock = %s AND status = 'todo'", [mark])
        return cursor.fetchone() is not None
