"""The system page."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from cofab.apps.base.pages import signed_in
from cofab.flows.system import state


@require_GET
@signed_in
def show(request: HttpRequest) -> HttpResponse:
    """Show how the installation is, to the operator."""
    lines, queues = state.lines(request.viewer), state.queues(request.viewer)
    worst = next((tone for tone in ("stop", "care") if any(line.tone == tone for line in lines)), "go")
    return render(request, "flows/system/show.html", {"lines": lines, "queues": queues, "worst": worst})
