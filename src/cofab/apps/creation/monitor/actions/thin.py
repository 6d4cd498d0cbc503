"""Adds signals up by the hour, and lets go of points that are older than the rules keep them."""

from __future__ import annotations

from datetime import timedelta

from django.db import connection

from cofab.apps.base.action import action
from cofab.apps.base.clock import now
from cofab.apps.base.viewer import Viewer, platform
from cofab.apps.creation.monitor.actions.store import forget_months
from cofab.apps.creation.monitor.models import Observation, OpenHour, SignalHour
from cofab.apps.creation.monitor.rules import KEEP
from cofab.apps.stewardship.governance import selectors as governance
from cofab.core.creation.monitor.observation import BAD, SIGNAL

AT_ONCE = 48
_ADD_UP = """
INSERT INTO creation_signalhour (machine_id, item, hour, unit, count, doubtful, low, high, mean, audience)
SELECT machine_id, item, %s, max(unit), count(*), count(*) FILTER (WHERE quality > 0),
       min(value::float8), max(value::float8), avg(value::float8), max(audience)
FROM creation_observation
WHERE at >= %s AND at < %s AND item LIKE %s AND quality < %s AND value ~ '^-?[0-9]+([.][0-9]+)?(e[-+]?[0-9]{1,2})?$'
GROUP BY machine_id, item
ON CONFLICT (machine_id, item, hour) DO UPDATE SET unit = excluded.unit, count = excluded.count,
    doubtful = excluded.doubtful, low = excluded.low, high = excluded.high, mean = excluded.mean
"""


@action
def add_up_hours(viewer: Viewer) -> int:
    """Add up the hours that are over and got points since; return how many hours were added up."""
    hour = timedelta(hours=1)
    with platform():
        ended = OpenHour.objects.select_for_update(skip_locked=True).filter(hour__lte=now() - hour)
        hours = list(ended.order_by("hour").values_list("hour", flat=True)[:AT_ONCE])
        for begin in hours:
            with connection.cursor() as cursor:
                cursor.execute(_ADD_UP, [begin, begin, begin + hour, f"{SIGNAL}%", BAD])
        OpenHour.objects.filter(hour__in=hours).delete()
    return len(hours)


@action
def let_go(viewer: Viewer) -> int:
    """Drop the months, and delete the hourly sums, that the rules do not keep; return how many months were dropped."""
    keep = governance.current(KEEP.name).values
    with platform():
        points, hours = (now() - timedelta(days=max(31, keep[name])) for name in ("points_days", "hours_days"))
        with connection.cursor() as cursor:
            cursor.execute("SELECT cofab_observation_drop(%s)", [points])
            (dropped,) = cursor.fetchone()
        Observation.objects.filter(at__lt=points.replace(day=1, hour=0, minute=0, second=0, microsecond=0)).delete()
        SignalHour.objects.filter(hour__lt=hours).delete()
        forget_months()
    return int(dropped)
