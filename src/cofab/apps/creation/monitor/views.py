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
from cofab.apps.creation.monitor import actions, selectors
from cofab.apps.creation.monitor.words import DRAWN, STATES
from cofab.core.kernel.refusal import Refused
from cofab.web import words
from cofab.web.figures.bands import Span
from cofab.web.parts import chip

CHOICES = (1, 7, 30)


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
    shown = {"chip": _chip(state), "spans": _drawn(day.spans), "midnight": day.midnight, "end": end}
    return {"machine": machine, "now": state, **shown}


@require_GET
@signed_in
def show(request: HttpRequest, key: str) -> HttpResponse:
    """Show one machine: now, days, sums, what it makes, who sees what."""
    count = int(request.GET.get("days", 7)) if request.GET.get("days") in {str(c) for c in CHOICES} else 7
    twin = selectors.twin(request.viewer, key, count)
    bands = [(_label(day), day.midnight, _drawn(day.spans)) for day in twin.days]
    kinds = (
        ("running", "setup", "idle", "down", "off", "unknown") if twin.now.tells_state else ("own", "open", "unknown")
    )
    told = {DRAWN.get(name, name): words.hours(value) for name, value in twin.seconds.items()}
    context = {
        "twin": twin,
        "machine": twin.machine,
        "bands": bands,
        "kinds": kinds,
        "totals": {kind: told[kind] for kind in kinds if kind in told},
        "at": now(),
        "choices": [(str(c), _("Day") if c == 1 else _("{} days").format(c)) for c in CHOICES],
        "chosen": str(count),
        "utilisation": _share(twin.utilisation_ppm),
        "coverage": _share(twin.coverage_ppm),
        **_now_context(twin.now),
    }
    return render(request, "creation/monitor/show.html", context)


@require_GET
@signed_in
def now_part(request: HttpRequest, key: str) -> HttpResponse:
    """Return the part of the page that says what the machine does now."""
    state = selectors.machine_now(request.viewer, key)
    return render(request, "creation/monitor/now.html", _now_context(state))


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


def _now_context(state: selectors.Now) -> dict[str, Any]:
    length = (now() - state.since).total_seconds() if state.since and not state.silent else None
    return {"now_state": state, "now_chip": _chip(state), "now_length": length}


def _chip(state: selectors.Now) -> str:
    name = state.state if state.tells_state else state.busy
    tone, word, icon = STATES[name]
    return chip(tone, word, icon)


def _drawn(spans: Any) -> list[Span]:
    return [Span(DRAWN.get(span.state, span.state), span.start, span.end) for span in spans]


def _label(day: selectors.Day) -> str:
    return words.day(day.day)


def _share(ppm: int | None) -> float | None:
    return None if ppm is None else ppm / 1_000_000
