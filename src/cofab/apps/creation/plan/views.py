"""Pages of plan: the runs, and the comparison of one run's plans."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from cofab.apps.base.pages import signed_in
from cofab.apps.creation.plan import actions, face, misses, recombination, searching, selectors
from cofab.apps.creation.plan.export import exported
from cofab.apps.creation.plan.forms import AgainForm
from cofab.apps.creation.plan.models import SEARCHING, PlanRow
from cofab.apps.creation.plan.recompute import ranking as ranked
from cofab.core.kernel.refusal import INVALID, NOT_FOUND, Refused
from cofab.web import words
from cofab.web.parts import chip
from cofab.web.table import Column, Table

STATES = {
    "queued": ("wait", gettext_lazy("Waiting")),
    "running": ("go", gettext_lazy("Searching")),
    "ready": ("done", gettext_lazy("Ready")),
    "failed": ("stop", gettext_lazy("None found")),
    "cancelled": ("draft", gettext_lazy("Cancelled")),
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
    """Ask for plans for a demand, in its own quantity and date or in others."""
    form = AgainForm(request.POST)
    if not form.is_valid():
        raise Refused(INVALID, field=", ".join(form.errors), problem=_("cannot be read"))
    return redirect("plan:run", actions.ask(request.viewer, key, **form.facts()).key)


@require_GET
@signed_in
def run(request: HttpRequest, key: str) -> HttpResponse:
    """Show a run: how far the search is, why it found nothing, or its plans side by side."""
    row = selectors.run_for(request.viewer, key)
    if row.state in SEARCHING:
        return render(request, "creation/plan/waiting.html", searching.page(row))
    again = AgainForm(initial=AgainForm.shows(row))
    plans = selectors.plans_of(request.viewer, row)
    if not plans:
        return render(request, "creation/plan/none.html", {**misses.page(row), "again": again})
    context = face.comparison(row, plans, request.GET.get("plan", ""))
    kept = [recombination.kept(one) for one in selectors.kept_for(request.viewer, row)]
    return render(request, "creation/plan/compare.html", {**context, "again": again, "kept": kept})


@require_POST
@signed_in
def stop(request: HttpRequest, key: str) -> HttpResponse:
    """Cancel a search, or have it end with what it has found."""
    actions.stop(request.viewer, key, keep=bool(request.POST.get("keep")))
    return redirect("plan:run", key)


@require_GET
@signed_in
def ranking(request: HttpRequest, key: str) -> HttpResponse:
    """Show the ranking worked out again from what is stored, under any weights."""
    row = selectors.run_for(request.viewer, key)
    found = ranked(row, selectors.plans_of(request.viewer, row), request.GET.dict())
    parts = [(name, label, found.weights[name]) for name, label in face.labels().items()]
    sums = [
        {
            "place": one,
            "points": float(one.points),
            "cells": [(found.weights[name], one.inputs[name], one.scores[name]) for name, _label, _weight in parts],
        }
        for one in found.places
    ]
    return render(request, "creation/plan/ranking.html", {"run": row, "found": found, "parts": parts, "sums": sums})


@require_GET
@signed_in
def export(request: HttpRequest, key: str, plan: str, form: str) -> HttpResponse:
    """Give one plan of a run as CSV, JSON or PDF."""
    row = PlanRow.get_for(request.viewer, plan)
    if row.run.key != key:
        raise Refused(NOT_FOUND)
    return exported(row, form)
