"""The one clock: the database's time, which a demo may push forward.

Promises: everything that expires asks `now()` here or `cofab_now()` in SQL; both give the same time.
"""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.db import connection
from django.utils import timezone

from cofab.core.kernel.refusal import FORBIDDEN, Refused


def now() -> datetime:
    """Return the database's time (UTC, aware), the demo's offset added."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT cofab_now()")
        return cursor.fetchone()[0]


def shown() -> datetime:
    """Return the present for pages: the database's inside a sound transaction, the machine's elsewhere."""
    sound = connection.in_atomic_block and not connection.needs_rollback
    return now() if sound else timezone.now()


def advance(seconds: int) -> datetime:
    """Push the demo's clock forward and return the new time; refused where this is not a demo."""
    if not settings.COFAB_DEMO:
        raise Refused(FORBIDDEN, needs="COFAB_DEMO")
    if seconds < 0:
        raise ValueError("time does not run backwards")
    with connection.cursor() as cursor:
        cursor.execute("UPDATE base_clock SET offset_s = offset_s + %s", [seconds])
    return now()
