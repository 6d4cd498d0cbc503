"""What a firm that is out would have cost: to the buyer about every firm, to a firm about itself alone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from cofab.apps.base.action import action
from cofab.apps.base.clock import now
from cofab.apps.base.models import Organisation
from cofab.apps.base.viewer import Viewer, platform
from cofab.apps.creation.plan.face import fitting, operation_names
from cofab.apps.creation.plan.mappers import plan_of
from cofab.apps.creation.plan.models import LeftOut, PlanRow, PlanRun
from cofab.apps.creation.plan.selectors import firm_names
from cofab.apps.proposition.demand.trade import process_name
from cofab.apps.proposition.publish.selectors import makers
from cofab.core.creation.plan.through import Costs
from cofab.core.kernel.window import iso


@action
def tell_costs(viewer: Viewer, run_key: str, costs: Costs) -> PlanRun:
    """Keep with a run what plans through each machine and firm cost, and tell the firms that no plan uses."""
    with platform():
        run = PlanRun.objects.select_for_update(of=("self",)).get(key=run_key)
        run.result = {**run.result, "through": _json(costs)}
        run.save(update_fields=["result"])
        if run.before is None and run.factory is None and costs.by is not None:
            _tell_firms(run, costs)
    return run


def _json(costs: Costs) -> dict[str, object]:
    return {
        "by": iso(costs.by) if costs.by else "",
        "price_minor": costs.price_minor,
        "machines": {f"{op}|{machine}": one.extra_minor for (op, machine), one in costs.machines.items()},
        "firms": {firm: [one.price_minor, one.bound_minor, one.extra_minor] for firm, one in costs.firms.items()},
    }


def _tell_firms(run: PlanRun, costs: Costs) -> None:
    used = {op.firm for row in run.plans.all() for op in plan_of(row.data).operations}
    could: dict[str, list[str]] = {}
    firms = makers(fitting(run))
    families = {op["id"]: op["process"] for op in run.demand.routing["operations"]}
    for op, machines in run.result["matched"].items():
        for firm in {firms[machine][0] for machine in machines if machine in firms} - used:
            could.setdefault(firm, []).append(families.get(op, "inspection"))
    for row in Organisation.objects.filter(key__in=could):
        detour = costs.firms.get(row.key)
        extra = detour.extra_minor if detour else None
        ppm = extra * 1_000_000 // costs.price_minor if extra is not None and costs.price_minor else None
        facts = {"processes": sorted(set(could[row.key])), "extra_minor": extra, "extra_ppm": ppm, "at": now()}
        LeftOut.objects.update_or_create(
            organisation=row, demand_key=run.demand.key, defaults={**facts, "audience": [row.pk]}
        )


@dataclass(frozen=True)
class Firm:
    """A firm as the buyer sees it beside a run's plans: what it could do, in which plans it is, how much dearer."""

    key: str
    name: str
    does: str
    plans: str
    extra_minor: int | None


def firms_of(run: PlanRun, rows: list[PlanRow]) -> list[Firm]:
    """Return every firm that fits, those in plans first, then by how much dearer a plan through them is."""
    known = makers(fitting(run))
    names, labels = firm_names({firm for firm, _name in known.values()}), operation_names(run)
    does: dict[str, list[str]] = {}
    for op, machines in run.result["matched"].items():
        for firm in {known[machine][0] for machine in machines if machine in known}:
            does.setdefault(firm, []).append(labels.get(op, _("Inspection")))
    letters: dict[str, str] = {}
    for row in rows:
        for firm in dict.fromkeys(op.firm for op in plan_of(row.data).operations):
            letters[firm] = letters.get(firm, "") + row.letter
    extra: Mapping[str, list[int]] = run.result.get("through", {}).get("firms", {})
    found = [
        Firm(key, names.get(key, key), " · ".join(done), letters.get(key, ""), extra[key][2] if key in extra else None)
        for key, done in does.items()
    ]
    return sorted(found, key=lambda one: (not one.plans, one.extra_minor is None, one.extra_minor or 0, one.name))


def left_out_for(viewer: Viewer) -> QuerySet[LeftOut]:
    """Return what the viewer's firm would have cost where it was left out, the newest first."""
    return LeftOut.visible_to(viewer).filter(organisation_id=viewer.organisation_id)


def does_word(row: LeftOut) -> str:
    """Return what a firm could have done, in the reader's language."""
    return " · ".join(process_name(one) for one in row.processes)
