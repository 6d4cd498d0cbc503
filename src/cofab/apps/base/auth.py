"""How the API knows its caller: a bearer token, or the session of the site's own pages."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest
from ninja.security import APIKeyCookie, HttpBearer

from cofab.apps.base.viewer import Viewer


class TokenAuth(HttpBearer):
    """`Authorization: Bearer cofab_...`, a token made by the person it acts for."""

    def authenticate(self, request: HttpRequest, token: str) -> Viewer | None:
        """Return the viewer whom the middleware found behind the token."""
        return request.viewer if request.token else None


class SessionAuth(APIKeyCookie):
    """The session of a signed-in browser; writes need the CSRF token."""

    param_name = settings.SESSION_COOKIE_NAME

    def authenticate(self, request: HttpRequest, key: str | None) -> Viewer | None:
        """Return the viewer whom the middleware found behind the session."""
        return request.viewer if request.user.is_authenticated and not request.token else None
