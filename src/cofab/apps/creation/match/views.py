"""The page of match."""

from dataclasses import asdict
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from cofab.apps.base.pages import signed_in
from cofab.apps.creation.match.selectors import Step, explain
from cofab.apps.proposition.demand.selectors import demand_for
from cofab.apps.proposition.demand.trade import process_name
from cofab.apps.proposition.publish.selectors import town_names
from cofab.web import words


@require_GET
@signed_in
def candidates(request: HttpRequest, key: str) -> HttpResponse:
    """Show who could make each operation of a demand, and why others cannot."""
    steps = [_shown(step) for step in explain(request.viewer, key)]
    context = {"demand": demand_for(request.viewer, key), "steps": steps}
    return render(request, "creation/match/candidates.html", context)


def _shown(step: Step) -> dict[str, Any]:
    towns = town_names()
    fits = [
        {**asdict(one), "town_name": towns.get(one.town, one.town), "credit": words.grouped(one.credit_ppm / 10_000, 1)}
        for one in sorted(step.candidates, key=lambda one: (-one.credit_ppm, one.firm_name))
    ]
    counts = {"fit_count": len(fits), "out_count": len(step.refused)}
    return {"name": process_name(step.process), "candidates": fits, "refused": step.refused, **counts}
