"""Pages of plan: the runs, and the comparison of one run's plans."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from cofab.apps.creation.plan import actions, face, selectors


@require_GET
def runs(request: HttpRequest) -> HttpResponse:
    """Show the firm's plan runs, newest first."""
    request.viewer.require()
    return render(request, "creation/plan/runs.html", {"runs": selectors.runs_for(request.viewer)[:100]})


@require_POST
def ask(request: HttpRequest, key: str) -> HttpResponse:
    """Ask for plans for a demand."""
    return redirect("plan:run", actions.ask(request.viewer, key).key)


@require_GET
def run(request: HttpRequest, key: str) -> HttpResponse:
    """Show a run: waiting, failed, or its plans side by side."""
    row = selectors.run_for(request.viewer, key)
    if row.state in ("queued", "running"):
        return render(request, "creation/plan/waiting.html", {"run": row})
    plans = selectors.plans_of(request.viewer, row)
    context = face.comparison(row, plans, request.GET.get("plan", ""))
    return render(request, "creation/plan/compare.html" if plans else "creation/plan/none.html", context)
