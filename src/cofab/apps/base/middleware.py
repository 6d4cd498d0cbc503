"""What stands around every view: who looks, and how a refusal is told."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils import translation

from cofab.apps.base import repeats
from cofab.apps.base.problems import TOO_LARGE
from cofab.apps.base.refusals import refuse
from cofab.apps.base.viewer import acting
from cofab.apps.base.viewers import viewer_of
from cofab.core.kernel.refusal import Refused

ENVELOPE = 1_000_000
"""Bytes of an upload besides its files: names, boundaries, the form's other fields."""
Next = Callable[[HttpRequest], HttpResponseBase]


class ViewerMiddleware:
    """Find who looks, open the request's transaction in their name, and answer a repeated write from memory."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer inside one transaction that PostgreSQL knows the viewer of."""
        try:
            request.viewer = viewer = viewer_of(request)
        except Refused as refused:
            return refuse(request, refused)
        self._speak(request, viewer.language)
        with acting(viewer):
            return repeats.once(request, viewer, self.get_response)

    def _speak(self, request: HttpRequest, language: str) -> None:
        """Use the person's language where neither cookie nor an API request's header chose one."""
        chosen = settings.LANGUAGE_COOKIE_NAME in request.COOKIES
        if request.path.startswith("/api/"):
            chosen = chosen or "Accept-Language" in request.headers
        if language and not chosen:
            translation.activate(language)
            request.LANGUAGE_CODE = language


class RefusalMiddleware:
    """Turn a `Refused` that leaves a view into its answer; the view's writes are already undone."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Pass the request on, unless it says that it is larger than any file we take: of that nothing is read."""
        if _announced(request) > settings.COFAB_FILE_LIMIT + ENVELOPE:
            return refuse(request, Refused(TOO_LARGE, limit_mb=settings.COFAB_FILE_LIMIT // 1_000_000))
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponseBase | None:
        """Answer a refusal; leave every other exception to Django."""
        return refuse(request, exception) if isinstance(exception, Refused) else None


def _announced(request: HttpRequest) -> int:
    """Return how many bytes a request says that it has; a body without a length is read as empty."""
    length = request.META.get("CONTENT_LENGTH") or "0"
    return int(length) if length.isdecimal() else 0
