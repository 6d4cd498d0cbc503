"""Pages of monitor: the firm's machines as they are now, one machine with its days, its gateways."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from cofab.apps.base.clock import now
from cofab.apps.base.pages import signed_in
from cofab.apps.base.problems import explain
from cofab.apps.creation.monitor import actions, face, selectors
from cofab.apps.creation.monitor.face import CHOICES
from cofab.core.kernel.refusal import Refused


@require_GET
@signed_in
def listed(request: HttpRequest) -> HttpResponse:
    """Show the firm's machines, each with what it does now and its band of today."""
    rows = [_row(request, machine) for machine in selectors.machines(request.viewer)]
    return render(request, "creation/monitor/list.html", {"rows": rows, "at": now()})


def _row(request: HttpRequest, machine: Any) -> dict[str, Any]:
    day = selectors.last_days(machine.pk, 1)[0]
    state = selectors.machine_now(request.viewer, machine.key)
    end = day.midnight + timedelta(days=1)
    shown = {"chip": face.chip_of(state), "spans": face.drawn(day.spans), "midnight": day.midnight, "end": end}
    return {"machine": machine, "now": state, **shown}


@require_GET
@signed_in
def show(request: HttpRequest, key: str) -> HttpResponse:
    """Show one machine: now, days, sums, what it makes, who sees what."""
    count = int(request.GET.get("days", 7)) if request.GET.get("days") in {str(c) for c in CHOICES} else 7
    twin = selectors.twin(request.viewer, key, count, face.day_of(request.GET.get("to", "")))
    return render(request, "creation/monitor/show.html", face.page(twin, count) | face.now_context(twin.now))


@require_GET
@signed_in
def now_part(request: HttpRequest, key: str) -> HttpResponse:
    """Return the part of the page that says what the machine does now."""
    state = selectors.machine_now(request.viewer, key)
    return render(request, "creation/monitor/now.html", face.now_context(state))


@require_http_methods(["GET", "POST"])
@signed_in
def gateways(request: HttpRequest) -> HttpResponse:
    """Show the firm's gateways and register another."""
    problem = ""
    if request.method == "POST":
        name, key = request.POST.get("name", "").strip()[:80], request.POST.get("public_key", "").strip()
        try:
            actions.register(request.viewer, name or _("Gateway"), key)
            return redirect("monitor:gateways")
        except Refused as refused:
            problem = explain(refused)
    context = {"gateways": selectors.gateways(request.viewer), "problem": problem, "given": request.POST}
    return render(request, "creation/monitor/gateways.html", context, status=422 if problem else 200)
