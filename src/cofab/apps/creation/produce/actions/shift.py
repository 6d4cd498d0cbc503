"""Work that keeps its machine and changes its time."""

from __future__ import annotations

from datetime import datetime

from cofab.apps.base.action import action
from cofab.apps.base.events import remember
from cofab.apps.base.viewer import Viewer, platform
from cofab.apps.creation.produce.models import WorkOrder
from cofab.core.kernel.window import iso


@action
def shift_work(viewer: Viewer, work_key: str, start: datetime, end: datetime) -> WorkOrder:
    """Plan a work order anew from `start` to `end` on the same machine."""
    with platform() as system:
        row = WorkOrder.get_for(system, work_key, lock=True)
        facts = {"from": iso(row.planned_start), "to": iso(start), "order": row.order_key}
        row.planned_start, row.planned_end, row.forecast_end = start, end, end
        row.save(update_fields=["planned_start", "planned_end", "forecast_end"])
        remember(viewer, "produce.shift", subject=row.key, facts=facts, audience=row.audience)
    return row
