"""What may be known of plan runs and plans."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext

from cofab.apps.base.models import Organisation
from cofab.apps.base.viewer import Viewer
from cofab.apps.creation.plan.models import PlanRow, PlanRun
from cofab.apps.proposition.publish.selectors import names as machine_names
from cofab.apps.stewardship.governance.selectors import current
from cofab.core.creation.plan.model import Plan
from cofab.core.kernel.refusal import CODES, sentence


def runs_for(viewer: Viewer) -> QuerySet[PlanRun]:
    """Return the viewer's plan runs, newest first; of those recombined by hand only the kept ones."""
    return PlanRun.visible_to(viewer).select_related("demand").exclude(before__isnull=False, saved_as="")


def kept_for(viewer: Viewer, run: PlanRun) -> list[PlanRun]:
    """Return the variants that the viewer's firm keeps for a run's demand, oldest first."""
    rows = PlanRun.visible_to(viewer).filter(demand=run.demand_id).exclude(saved_as="")
    return list(rows.select_related("base").prefetch_related("plans").order_by("pk"))


def run_for(viewer: Viewer, key: str) -> PlanRun:
    """Return one plan run of the viewer's; refuses kernel.not_found."""
    return PlanRun.get_for(viewer, key)


def plans_of(viewer: Viewer, run: PlanRun) -> list[PlanRow]:
    """Return the plans of a run in the planner's order."""
    return list(PlanRow.visible_to(viewer).filter(run=run).order_by("index"))


def firm_names(keys: Iterable[str]) -> dict[str, str]:
    """Return what the reader calls each organisation, by key."""
    return {row.key: row.name for row in Organisation.objects.filter(key__in=set(keys))}


def people_of(plan: Plan) -> dict[str, str]:
    """Return the names of every firm, carrier and machine that a plan speaks of, by key."""
    firms = {op.firm for op in plan.operations} | {leg.carrier for leg in plan.legs} | {x.payee for x in plan.lines}
    return firm_names(firms) | machine_names({op.machine for op in plan.operations})


def own_supply() -> set[str]:
    """Return the keys of the organisations that run the platform: what they make is labelled."""
    return set(Organisation.objects.filter(kind="operator").values_list("key", flat=True))


def comparison_of(run: PlanRun) -> dict[str, Any]:
    """Return the weights that a run's plans were ranked by and the hash of their rules; today's for an older run."""
    if known := run.result.get("comparison"):
        return dict(known)
    rules = current("comparison")
    return {"rules": rules.hash, "weights": dict(rules["weights"])}


def is_wanted(run: PlanRun) -> bool:
    """Tell whether a running search shall go on: nobody cancelled it or has enough; for the platform."""
    row = PlanRun.objects.filter(pk=run.pk, state="running").values_list("result", flat=True).first()
    return row is not None and not row.get("enough")


def said(code: str, facts: dict[str, Any]) -> str:
    """Return the sentence of a code in the reader's language."""
    template = CODES.get(code)
    return sentence(code, facts, gettext(template)) if template else code
