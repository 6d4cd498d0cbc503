"""How a page refuses: the same refusals as the API, as a page or as a sentence inside one."""

from __future__ import annotations

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from cofab.apps.base import problems
from cofab.core.kernel.refusal import Refused


def refuse(request: HttpRequest, refused: Refused) -> HttpResponse:
    """Return the answer to a refused request: a problem document under /api/, else a page or a fragment for htmx."""
    if problems.wants_json(request):
        return problems.respond(refused)
    document = problems.problem(refused)
    fragment = bool(getattr(request, "htmx", False)) and document["status"] != 404
    if document["status"] == 401 and not fragment and request.method == "GET":
        return redirect(f"{reverse('base:sign-in')}?{urlencode({'next': request.get_full_path()})}")
    template = "base/problem_part.html" if fragment else "web/problem.html"
    return render(request, template, {"problem": document}, status=document["status"])
