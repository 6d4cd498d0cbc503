"""How a page refuses: the same refusals as the API, as a page or as a sentence inside one."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from cofab.apps.base import problems
from cofab.core.kernel.refusal import Refused


def refuse(request: HttpRequest, refused: Refused) -> HttpResponse:
    """Return the answer to a refused request: a problem document under /api/, else a page or a fragment for htmx."""
    if problems.wants_json(request):
        return problems.respond(refused)
    document = problems.problem(refused)
    fragment = bool(getattr(request, "htmx", False)) and document["status"] != 404
    template = "base/problem_part.html" if fragment else "base/problem.html"
    return render(request, template, {"problem": document}, status=document["status"])
