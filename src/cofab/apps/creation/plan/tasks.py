"""Jobs of plan: the search runs in the planner's queue, outside any transaction, and is checked before it is kept."""

from __future__ import annotations

import time

from cofab.apps.base.jobs import job
from cofab.apps.base.viewer import SYSTEM, platform
from cofab.apps.creation.plan import actions, engine, leaving, selectors
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
        row = actions.record_plans(SYSTEM, run, found, int((time.monotonic() - started) * 1000), rules)
        if row.state == "ready" and found.plans:
            tell_costs.defer(run=run)
    except Refused as refused:
        actions.record_failure(SYSTEM, run, refused)


@job(queue="planner", atomic=False)
def tell_costs(run: str) -> None:
    """Work out what each firm would have cost, for the buyer, and tell each firm that is left out about itself."""
    with platform():
        row = selectors.run_for(SYSTEM, run)
    leaving.tell_costs(SYSTEM, run, engine.costs_for(row))
