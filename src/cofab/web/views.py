"""Pages of the design system itself; they show nobody's data, so anyone may open them."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from cofab.web import parts
from cofab.web.gallery import specimens

YEAR_S = 365 * 86400


def gallery(request: HttpRequest) -> HttpResponse:
    """Show every component with sample data."""
    return render(request, "web/gallery.html", specimens(request))


def keys(request: HttpRequest) -> HttpResponse:
    """Show what the keyboard does."""
    rows = [
        ("/", _("Search")),
        ("g o", _("Orders")),
        ("g d", _("Demands")),
        ("g r", _("Requests")),
        ("g c", _("Idle calendar")),
        ("g t", _("Today")),
        ("j k", _("Next and previous row")),
        ("Enter", _("Open the row")),
        ("?", _("This page")),
        ("Esc", _("Close")),
    ]
    return render(request, "web/keys.html", {"rows": rows})


@require_POST
def density(request: HttpRequest) -> HttpResponse:
    """Remember how high the reader wants rows, and go back."""
    back = request.POST.get("next", "/")
    safe = url_has_allowed_host_and_scheme(back, {request.get_host()}, request.is_secure())
    response = redirect(back if safe else "/")
    response.set_cookie("density", parts.density(request.POST.get("density")), max_age=YEAR_S, samesite="Lax")
    return response
