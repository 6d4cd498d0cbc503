"""What every page of a step needs: a signed-in viewer, and a way back that stays on this site."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme

from cofab.apps.base.problems import SIGN_IN_FIRST
from cofab.core.kernel.refusal import Refused

View = Callable[..., HttpResponseBase]


def signed_in(view: View) -> View:
    """Let only people pass who act for an organisation; others sign in, or found their organisation, first."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.viewer.person_id:
            raise Refused(SIGN_IN_FIRST)
        if not request.viewer.organisation_id:
            return redirect("base:found")
        return view(request, *args, **kwargs)

    return guarded


def person_only(view: View) -> View:
    """Let every signed-in person pass, with an organisation or without."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.viewer.person_id:
            raise Refused(SIGN_IN_FIRST)
        return view(request, *args, **kwargs)

    return guarded


def public(view: View) -> View:
    """Say that a page is for everybody: a stranger's refusal there is a page, not the way to sign in."""
    view.public = True  # type: ignore[attr-defined]
    return view


def onward(request: HttpRequest, wanted: str | None = None, default: str = "/") -> HttpResponse:
    """Go on to `wanted` (by default what the form or address names `next`) if it is on this site, else to `default`."""
    if wanted is None:
        wanted = request.POST.get("next") or request.GET.get("next") or ""
    safe = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    return redirect(wanted if safe else default)
