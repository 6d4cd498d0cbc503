"""Pages of today: my moves, the landing page, signing in as somebody of the demo."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from cofab.apps.base import notifications
from cofab.apps.base.pages import onward, public
from cofab.apps.base.viewers import SESSION_KEY, viewer_for
from cofab.core.kernel.refusal import NOT_FOUND, Refused
from cofab.flows.home import demo_people, landing, moves

BACKEND = "cofab.apps.base.backends.ContactBackend"


@require_GET
def today(request: HttpRequest) -> HttpResponse:
    """Show what waits for the viewer; strangers see what Cofab is, the operator goes to the control tower."""
    viewer = request.viewer
    if not viewer.person_id:
        return render(request, "flows/home/landing.html", landing.page(settings.COFAB_DEMO))
    if not viewer.organisation_id:
        return redirect("base:found")
    if viewer.kind == "operator":
        return redirect("tower:show")
    return render(request, "flows/home/today.html", _page(request))


@require_GET
def part(request: HttpRequest) -> HttpResponse:
    """Return the part of today's page that lives."""
    request.viewer.require()
    return render(request, "flows/home/moves.html", _page(request))


def _page(request: HttpRequest) -> dict[str, object]:
    viewer = request.viewer
    todos = moves.todos(viewer)
    return {
        "todos": todos,
        "todo_count": len(todos),
        "glance": moves.glance(viewer),
        "news": notifications.gathered(viewer, 8),
    }


@public
@require_http_methods(["GET", "POST"])
def demo(request: HttpRequest) -> HttpResponse:
    """List the people of the demo by role; a POST signs in as one of them. On demo sites only."""
    if not settings.COFAB_DEMO:
        raise Refused(NOT_FOUND)
    if request.method == "POST":
        person = demo_people.person(request.POST.get("person", ""))
        if person is None:
            raise Refused(NOT_FOUND)
        login(request, person, backend=BACKEND)
        request.session[SESSION_KEY] = viewer_for(person, request.POST.get("organisation", "")).organisation_key
        return onward(request)
    find = request.GET.get("find", "").strip()[:80]
    return render(request, "flows/home/demo.html", {"roles": demo_people.roles(find), "find": find, "demo": True})
