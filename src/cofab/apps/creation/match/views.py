"""The page of match."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from cofab.apps.base.pages import signed_in
from cofab.apps.creation.match.face import shown
from cofab.apps.creation.match.selectors import explain
from cofab.apps.proposition.demand.selectors import demand_for


@require_GET
@signed_in
def candidates(request: HttpRequest, key: str) -> HttpResponse:
    """Show who could make each operation of a demand, and why others cannot."""
    demand = demand_for(request.viewer, key)
    steps = [shown(step) for step in explain(request.viewer, key)]
    looked = max((step["fit_count"] + step["out_count"] for step in steps), default=0)
    totals = [
        {"label": step["name"], "value": len(step["firms"]), "url": f"#{step['op']}",
         "note": _("firms · %(n)s machines") % {"n": step["fit_count"]}, "tone": "" if step["firms"] else "stop"}
        for step in steps
    ]  # fmt: skip
    context = {"demand": demand, "steps": steps, "looked": looked, "totals": totals}
    return render(request, "creation/match/candidates.html", context)
