"""The pages of match: candidates in order with reasons, and a published list reckoned again."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from cofab.apps.base.pages import signed_in
from cofab.apps.creation.match import classes as of_factories
from cofab.apps.creation.match import explorer
from cofab.apps.creation.match.actions import latest_list, publish_list
from cofab.apps.creation.match.face import shown
from cofab.apps.creation.match.ranking import holds
from cofab.apps.creation.match.schemas import RankedOut
from cofab.apps.creation.match.selectors import explain, list_for
from cofab.apps.proposition.demand.selectors import demand_for
from cofab.core.creation.match.ranking import CRITERIA


@require_GET
@signed_in
def candidates(request: HttpRequest, key: str) -> HttpResponse:
    """Show who could make an operation of a demand, in order, and why others cannot."""
    demand = demand_for(request.viewer, key)
    steps = [shown(step) for step in explain(request.viewer, key)]
    chosen = next((step for step in steps if step["op"] == request.GET.get("op")), steps[0] if steps else None)
    looked = max((step["fit_count"] + step["out_count"] for step in steps), default=0)
    totals = [_total(step, step is chosen) for step in steps]
    context: dict[str, Any] = {"demand": demand, "step": chosen, "looked": looked, "totals": totals}
    if chosen:
        row = latest_list(request.viewer, key, chosen["op"])
        lines = explorer.lines_of(row, {firm["key"]: firm["machines"] for firm in chosen["firms"]})
        trade = explorer.trade_of(row, lines, request.GET)
        table = explorer.table_of(request, row, lines, trade, chosen["name"])
        if table.wants_csv:
            return table.csv()
        sketch = explorer.sketch_of(row, lines, demand.town)
        context |= {"list": row, "lines": lines, "table": table, "trade": trade, "sketch": sketch}
    return render(request, "creation/match/candidates.html", context)


def _total(step: dict[str, Any], here: bool) -> dict[str, Any]:
    note = _("firms · %(n)s machines") % {"n": step["fit_count"]}
    tone = "" if step["firms"] else "stop"
    url = "" if here else f"?op={step['op']}"
    return {"label": step["name"], "value": len(step["firms"]), "url": url, "note": note, "tone": tone}


@require_POST
@signed_in
def again(request: HttpRequest, key: str) -> HttpResponse:
    """Rank anew, from what is known now."""
    op = request.POST.get("op", "")
    publish_list(request.viewer, key, op)
    return redirect(f"{reverse('match:candidates', args=[key])}?op={op}")


@require_GET
@signed_in
def published(request: HttpRequest, key: str) -> HttpResponse:
    """Show how each place of a published list came about, reckoned again; `?format=json` gives all inputs."""
    row = list_for(request.viewer, key)
    if request.GET.get("format") == "json":
        response = JsonResponse(RankedOut.of(row).model_dump(mode="json"), json_dumps_params={"ensure_ascii": False})
        response["Content-Disposition"] = f'attachment; filename="{row.key}.json"'
        return response
    lines = explorer.lines_of(row, {})
    trade = explorer.trade_of(row, lines, {})
    total = sum(c.weight for c in trade.criteria) or 1
    weights = [(c.label, 100 * c.weight / total) for c in trade.criteria]
    sums = [
        (line, [(line.placed["shares"][n] / 10_000, line.placed["points"][n] / 10_000) for n in CRITERIA])
        for line in lines
    ]
    context = {"list": row, "sums": sums, "weights": weights, "holds": holds(row), "demand": row.demand}
    return render(request, "creation/match/published.html", context)


@require_GET
@signed_in
def classes(request: HttpRequest) -> HttpResponse:
    """Show the classes of factories with their criteria, and what the reader's firm lacks."""
    found, rules = of_factories.shown(request.viewer)
    return render(request, "creation/match/classes.html", {"classes": found, "rules": rules})
