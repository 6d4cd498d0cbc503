"""A search under way, as its page shows it: how far it is, and the best plan so far."""

from __future__ import annotations

from typing import Any

from cofab.apps.creation.plan.mappers import plan_of
from cofab.apps.creation.plan.models import PlanRun
from cofab.apps.creation.plan.selectors import people_of
from cofab.apps.creation.plan.shown import late_word, makers_word


def page(run: PlanRun) -> dict[str, Any]:
    """Return what the page of a running search shows; `early` is the best plan so far, if there is one."""
    so_far = run.result.get("so_far", {})
    return {
        "run": run,
        "fit": so_far.get("fit", 0),
        "plans": so_far.get("plans", 0),
        "early": _early(run, so_far["best"]) if so_far.get("best") else None,
        "ending": run.result.get("enough", False),
    }


def _early(run: PlanRun, data: dict[str, Any]) -> dict[str, Any]:
    plan = plan_of(data)
    names = people_of(plan)
    makers = dict.fromkeys(op.firm for op in plan.operations)
    return {
        "plan": plan,
        "name": makers_word([names.get(key, key) for key in makers]),
        "each": plan.price_minor // run.quantity,
        "late": late_word(plan, run),
        "gap": plan.gap_ppm / 1_000_000,
    }
