"""Pages of plan: the runs, and the comparison of one run's plans."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from cofab.apps.base.pages import signed_in
from cofab.apps.creation.plan import actions, face, selectors
from cofab.apps.creation.plan.models import PlanRun
from cofab.web import words
from cofab.web.parts import chip
from cofab.web.table import Column, Table

STATES = {
    "queued": ("wait", gettext_lazy("Waiting")),
    "running": ("go", gettext_lazy("Searching")),
    "ready": ("done", gettext_lazy("Ready")),
    "failed": ("stop", gettext_lazy("None found")),
}
COLUMNS = [
    Column(
        "title",
        gettext_lazy("Demand"),
        value="demand.title",
        url=lambda row: reverse("plan:run", args=[row.key]),
        sort="demand__title",
    ),
    Column("quantity", gettext_lazy("Quantity"), number=True, sort="quantity"),
    Column("due", gettext_lazy("Due"), show=words.day, sort="due", label_phone=True),
    Column("offers", gettext_lazy("Machines looked at"), number=True, desk=True),
    Column("created_at", gettext_lazy("Asked"), show=words.moment, sort="created_at"),
    Column("state", gettext_lazy("State"), show=lambda state: chip(STATES[state][0], STATES[state][1]), sort="state"),
]


@require_GET
@signed_in
def runs(request: HttpRequest) -> HttpResponse:
    """Show the firm's plan runs, newest first."""
    rows = selectors.runs_for(request.viewer)
    table = Table(request, COLUMNS, rows, search=["demand__title"], title=_("Plans"), name="plans")
    if table.wants_csv:
        return table.csv()
    return render(request, "creation/plan/runs.html", {"table": table, "any": rows.exists()})


@require_POST
def ask(request: HttpRequest, key: str) -> HttpResponse:
    """Ask for plans for a demand."""
    return redirect("plan:run", actions.ask(request.viewer, key).key)


@require_GET
@signed_in
def run(request: HttpRequest, key: str) -> HttpResponse:
    """Show a run: waiting, failed, or its plans side by side."""
    row = selectors.run_for(request.viewer, key)
    if row.state in ("queued", "running"):
        return render(request, "creation/plan/waiting.html", {"run": row})
    plans = selectors.plans_of(request.viewer, row)
    if not plans:
        return render(request, "creation/plan/none.html", {"run": row, "why": _why(row)})
    context = face.comparison(row, plans, request.GET.get("plan", ""))
    return render(request, "creation/plan/compare.html", context)


def _why(row: PlanRun) -> str:
    """Return why a run has no plan."""
    if row.refusal:
        return selectors.said(row.refusal["code"], row.refusal["facts"])
    return selectors.said(row.result.get("fewer") or "", row.result.get("fewer_facts", {}))
