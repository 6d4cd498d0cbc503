"""The page of the log: where it stands, and how anybody checks what it proves."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from cofab.apps.stewardship.provenance import selectors


@require_GET
def show(request: HttpRequest) -> HttpResponse:
    """Show the newest checkpoints, the operator's key and how to verify."""
    rows = selectors.checkpoints()
    return render(request, "stewardship/provenance/log.html", {"rows": rows, "latest": rows[0] if rows else None})
