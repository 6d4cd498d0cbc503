"""How a page refuses: the same refusals as the API, as a page or as a sentence inside one."""

from __future__ import annotations

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from cofab.apps.base import problems
from cofab.apps.base.viewer import NOBODY
from cofab.core.kernel.refusal import Refused

STRANGERS = frozenset({401, 403, 404})
"""Refusals that may end once a stranger has signed in; absent and hidden things are told apart by neither."""


def refuse(request: HttpRequest, refused: Refused) -> HttpResponse:
    """Return the answer to a refused request: a problem document under /api/, else a page or a fragment for htmx."""
    if problems.wants_json(request):
        return problems.respond(refused)
    document = problems.problem(refused)
    fragment = bool(getattr(request, "htmx", False)) and document["status"] != 404
    if _may_enter(request, document["status"]) and not fragment:
        return redirect(f"{reverse('base:sign-in')}?{urlencode({'next': request.get_full_path()})}")
    template = "base/problem_part.html" if fragment else "web/problem.html"
    return render(request, template, {"problem": document}, status=document["status"])


def _may_enter(request: HttpRequest, status: int) -> bool:
    """Tell whether a page was refused to a stranger who may see it once signed in."""
    viewer = getattr(request, "viewer", NOBODY)
    page = request.resolver_match
    members = page is not None and not getattr(page.func, "public", False)
    reads = request.method in ("GET", "HEAD")
    return reads and status in STRANGERS and members and not viewer.person_id
