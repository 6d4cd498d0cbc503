"""Closes past days: the states of each machine are added up once and kept."""

from __future__ import annotations

from datetime import date, timedelta

from cofab.apps.base.action import action
from cofab.apps.base.clock import now
from cofab.apps.base.viewer import Viewer, platform
from cofab.apps.creation.monitor.models import DayStates, MachineNow
from cofab.apps.creation.monitor.spanning import day_window, local_day, points_in, spans_json, spans_of
from cofab.core.creation.monitor.spans import seconds

BACK_DAYS = 8


@action
def roll_up(viewer: Viewer) -> int:
    """Add up every past day of the last week whose points changed since; return how many days were written."""
    written = 0
    with platform():
        today = local_day(now())
        for row in MachineNow.objects.filter(heard_at__isnull=False).select_related("machine"):
            for back in range(1, BACK_DAYS + 1):
                written += _roll(row, today - timedelta(days=back))
    return written


def _roll(row: MachineNow, day: date) -> int:
    window = day_window(day)
    points = points_in(row, window)
    known = DayStates.objects.filter(machine=row.machine, day=day).first()
    if points == (known.points if known else 0):
        return 0
    found = spans_of(row, window)
    facts = {"seconds": seconds(found), "spans": spans_json(found), "points": points, "rolled_at": now()}
    DayStates.objects.update_or_create(machine=row.machine, day=day, defaults={**facts, "audience": list(row.audience)})
    return 1
