"""The page of match."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from cofab.apps.creation.match.selectors import explain
from cofab.apps.proposition.demand.selectors import demand_for


@require_GET
def candidates(request: HttpRequest, key: str) -> HttpResponse:
    """Show who could make each operation of a demand, and why others cannot."""
    context = {"demand": demand_for(request.viewer, key), "steps": explain(request.viewer, key)}
    return render(request, "creation/match/candidates.html", context)
