"""Pages of cloud factories, of what each firm would have cost, and of what a firm missed."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from cofab.apps.base.pages import signed_in
from cofab.apps.creation.plan import composing, leaving, selectors
from cofab.apps.creation.plan.face import operation_names
from cofab.apps.creation.plan.forms import AgainForm
from cofab.apps.creation.plan.mappers import plan_of
from cofab.apps.creation.plan.models import CloudFactory, PlanRun
from cofab.apps.creation.plan.recombination import Choice, choices, could, effect
from cofab.apps.proposition.publish.selectors import makers, names
from cofab.core.kernel.refusal import INVALID, Refused

SHOWN = 200


@require_GET
@signed_in
def firms(request: HttpRequest, key: str) -> HttpResponse:
    """Show the buyer what a plan through each firm that fits would cost."""
    run = selectors.run_for(request.viewer, key)
    rows = selectors.plans_of(request.viewer, run)
    found = leaving.firms_of(run, rows) if rows else []
    context = {"run": run, "firms": found, "known": "through" in run.result, "through": run.result.get("through", {})}
    return render(request, "creation/plan/firms.html", context)


@require_GET
@signed_in
def missed(request: HttpRequest) -> HttpResponse:
    """Show a firm what it would have cost where no plan used it; about itself alone."""
    rows = leaving.left_out_for(request.viewer)[:SHOWN]
    lines = [
        {"row": row, "does": leaving.does_word(row), "share": None if row.extra_ppm is None else row.extra_ppm / 1e6}
        for row in rows
    ]
    return render(request, "creation/plan/missed.html", {"lines": lines})


@require_GET
@signed_in
def listed(request: HttpRequest) -> HttpResponse:
    """Show the firm's cloud factories, each with its last run."""
    rows = [{"row": row, "last": _last(row)} for row in composing.factories_for(request.viewer)]
    return render(request, "creation/plan/factories.html", {"rows": rows})


def _last(row: CloudFactory) -> dict[str, Any] | None:
    run = row.runs.order_by("-pk").first()
    return _told(run, row) if run else None


@require_GET
@signed_in
def factory(request: HttpRequest, key: str) -> HttpResponse:
    """Show one cloud factory: who does what, who may stand in, and what it cost each time it ran."""
    row = composing.factory_for(request.viewer, key)
    runs = [_told(run, row) for run in row.runs.order_by("-pk")[:20]]
    again = AgainForm(initial={"quantity": row.base.run.quantity})
    context = {"row": row, "steps": _steps(row), "runs": runs, "again": again, "base": plan_of(row.base.data)}
    return render(request, "creation/plan/factory.html", context)


def _steps(row: CloudFactory) -> list[dict[str, Any]]:
    """Return each operation with its firms in their order, and who else could be let in."""
    fits, labels = could(row.base.run), operation_names(row.base.run)
    keys = {machine for machines in fits.values() for machine in machines}
    known, machine_names = makers(keys), names(keys)
    firm_names = dict(known.values()) | selectors.firm_names({firm for firms in row.firms.values() for firm in firms})

    def others(op: str) -> list[Choice]:
        return [one for one in choices(fits.get(op, ()), known, machine_names) if one.firm not in row.firms[op]]

    return [
        {
            "op": op,
            "name": labels.get(op, _("Inspection")),
            "firms": [(firm, firm_names.get(firm, firm)) for firm in firms],
            "others": others(op),
        }
        for op, firms in row.firms.items()
    ]


def _told(run: PlanRun, row: CloudFactory) -> dict[str, Any]:
    """Return one run of a cloud factory: its best plan beside the one it was founded on, and who stood in."""
    plans = sorted(run.plans.all(), key=lambda one: one.index)
    if not plans:
        return {"run": run, "plan": None}
    plan, base = plan_of(plans[0].data), plan_of(row.base.data)
    first = {op: firms[0] for op, firms in row.firms.items()}
    stood_in = {op.firm for op in plan.operations if op.firm != first.get(op.op)}
    each = plans[0].price_minor / run.quantity - row.base.price_minor / row.base.run.quantity
    return {
        "run": run,
        "plan": plans[0],
        "each": plans[0].price_minor // run.quantity,
        "more_each": round(each),
        "effect": effect(plan, base),
        "stood_in": sorted(selectors.firm_names(stood_in).values()),
    }


@require_POST
@signed_in
def found(request: HttpRequest, key: str) -> HttpResponse:
    """Keep a plan as a cloud factory."""
    made = composing.found_factory(request.viewer, key, request.POST.get("name", ""))
    messages.success(request, _("Saved."))
    return redirect("plan:factory", made.key)


@require_http_methods(["POST"])
@signed_in
def change(request: HttpRequest, key: str) -> HttpResponse:
    """Let a firm into an operation, or leave it out of it, or put it first."""
    row = composing.factory_for(request.viewer, key)
    op, firm, do = (request.POST.get(name, "") for name in ("op", "firm", "do"))
    if op not in row.firms or not firm:
        raise Refused(INVALID, field="op", problem=op)
    rest = [one for one in row.firms[op] if one != firm]
    after = {"add": [*rest, firm], "drop": rest, "first": [firm, *rest]}.get(do)
    if after is None:
        raise Refused(INVALID, field="do", problem=do)
    composing.change_factory(request.viewer, key, {**row.firms, op: after})
    return redirect("plan:factory", key)


@require_POST
@signed_in
def run(request: HttpRequest, key: str) -> HttpResponse:
    """Run a cloud factory again."""
    form = AgainForm(request.POST)
    if not form.is_valid():
        raise Refused(INVALID, field=", ".join(form.errors), problem=_("cannot be read"))
    return redirect("plan:run", composing.run_factory(request.viewer, key, **form.facts()).key)


@require_POST
@signed_in
def close(request: HttpRequest, key: str) -> HttpResponse:
    """Close a cloud factory."""
    composing.close_factory(request.viewer, key)
    return redirect("plan:factories")
