"""What every request passes before anything is decided: the content policy, the probes, the log line."""

from __future__ import annotations

import time
from collections.abc import Callable

import structlog
from csp.middleware import CSPMiddleware, PolicyParts
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from cofab.config import health

Next = Callable[[HttpRequest], HttpResponseBase]
log = structlog.get_logger("request")


class ContentPolicy(CSPMiddleware):
    """The strict content policy; events may come from another port of the same host."""

    def get_policy_parts(self, request: HttpRequest, response: HttpResponse, report_only: bool = False) -> PolicyParts:
        """Add the events' origin to `connect-src` where they have a port of their own."""
        parts = super().get_policy_parts(request, response, report_only)
        if settings.COFAB_EVENTS_PORT and not report_only:
            host = request.get_host().rsplit(":", 1)[0]
            origin = f"{request.scheme}://{host}:{settings.COFAB_EVENTS_PORT}"
            parts.update = {**(parts.update or {}), "connect-src": [origin]}
        return parts


content_policy = ContentPolicy


def probes(get_response: Next) -> Next:
    """Answer /livez, /readyz and /metrics before sessions, hosts and transactions are looked at."""

    def answer(request: HttpRequest) -> HttpResponseBase:
        probe = health.PROBES.get(request.path)
        return probe(request) if probe else get_response(request)

    return answer


def request_log(get_response: Next) -> Next:
    """Write one line for each request: method, path without its query, status, milliseconds, person."""

    def answer(request: HttpRequest) -> HttpResponseBase:
        began = time.perf_counter()
        response = get_response(request)
        took = time.perf_counter() - began
        health.observe(request, response.status_code, took)
        viewer = getattr(request, "viewer", None)
        log.info(
            "request",
            method=request.method,
            path=request.path,
            status=response.status_code,
            ms=round(took * 1000, 1),
            person=viewer.person_key if viewer else "",
        )
        return response

    return answer
