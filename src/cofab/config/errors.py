"""What is answered when nothing fits or something broke: the same for pages and programs, in the reader's language."""

from __future__ import annotations

import structlog
from django.http import HttpRequest, HttpResponse

from cofab.apps.base import problems
from cofab.apps.base.refusals import refuse
from cofab.core.kernel.refusal import FORBIDDEN, INVALID, NOT_FOUND, Refused

log = structlog.get_logger("error")


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer an address that leads nowhere exactly as one whose thing is not for the reader."""
    return refuse(request, Refused(NOT_FOUND))


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer what is not allowed."""
    return refuse(request, Refused(FORBIDDEN, needs=""))


def invalid(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer a malformed request."""
    return refuse(request, Refused(INVALID, field="request", problem=type(exception).__name__))


def broken(request: HttpRequest) -> HttpResponse:
    """Answer an error of ours; its trace is in the log."""
    return refuse(request, Refused(problems.BROKEN))


def csrf(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answer a form that did not come from our own page."""
    return refuse(request, Refused(FORBIDDEN, needs="CSRF"))


def noted(request: HttpRequest, error: Exception) -> None:
    """Write an unexpected error with its trace to the log."""
    log.error("broken", path=request.path, exc_info=error)
