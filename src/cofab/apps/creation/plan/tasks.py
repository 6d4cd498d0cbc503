"""Jobs of plan: the search runs in the planner's queue, outside any transaction, and is checked before it is kept."""

from __future__ import annotations

import time

from cofab.apps.base.jobs import job
from cofab.apps.base.viewer import SYSTEM, platform
from cofab.apps.creation.plan import actions, engine, selectors
from cofab.core.kernel.refusal import Refused


@job(queue="planner", atomic=False)
def search(run: str) -> None:
    """Search plans for a run, have them checked, keep them or the reason why not."""
    started = time.monotonic()
    row = actions.begin(SYSTEM, run)
    if row.state != "running":
        return

    def wanted() -> bool:
        with platform():
            return selectors.is_wanted(row)

    try:
        found, rules = engine.plans_for(row, lambda *facts: actions.tell(SYSTEM, run, *facts), wanted)
        actions.record_plans(SYSTEM, run, found, int((time.monotonic() - started) * 1000), rules)
    except Refused as refused:
        actions.record_failure(SYSTEM, run, refused)
