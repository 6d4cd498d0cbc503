"""The public API: every step's router under /api/v1, one way of signing in, one way of refusing."""

from __future__ import annotations

from typing import Any

from django.db import connection, transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError
from ninja.openapi.schema import OpenAPISchema

import cofab
from cofab.apps.base import problems
from cofab.apps.base.api import router
from cofab.apps.base.auth import SessionAuth, TokenAuth
from cofab.apps.base.registry import steps
from cofab.config import errors
from cofab.config.openapi import complete
from cofab.core.kernel.refusal import FORBIDDEN, INVALID, NOT_FOUND, Refused


class CofabAPI(NinjaAPI):
    """The API with its refusals described in its document."""

    def get_openapi_schema(self, **options: Any) -> OpenAPISchema:
        """Return the OpenAPI document, refusals, idempotency and the acting organisation included."""
        return complete(super().get_openapi_schema(**options))


api = CofabAPI(
    title="Cofab",
    version=cofab.__version__,
    description="From a demand to a delivered, paid and rated order on several firms' idle machines.",
    auth=[TokenAuth(), SessionAuth()],
    urls_namespace="api",
    openapi_url="/openapi.json",
    docs_url="/docs",
)


def _undo() -> None:
    """Undo what the view wrote before it refused: ninja answers exceptions inside the view's transaction."""
    if connection.in_atomic_block:
        transaction.set_rollback(True)


def _answer(refused: Refused) -> HttpResponse:
    _undo()
    return problems.respond(refused)


@api.exception_handler(Refused)
def _refused(request: HttpRequest, error: Refused) -> HttpResponse:
    return _answer(error)


@api.exception_handler(Http404)
def _absent(request: HttpRequest, error: Http404) -> HttpResponse:
    return _answer(Refused(NOT_FOUND))


@api.exception_handler(AuthenticationError)
def _stranger(request: HttpRequest, error: AuthenticationError) -> HttpResponse:
    return _answer(Refused(problems.SIGN_IN_FIRST))


@api.exception_handler(ValidationError)
def _invalid(request: HttpRequest, error: ValidationError) -> HttpResponse:
    found = [_finding(one) for one in error.errors]
    return _answer(Refused(problems.INVALID_INPUT, errors=found))


@api.exception_handler(HttpError)
def _other(request: HttpRequest, error: HttpError) -> HttpResponse:
    if error.status_code == 403:
        return _answer(Refused(FORBIDDEN, needs=str(error)))
    return _answer(Refused(INVALID, field="request", problem=str(error)))


@api.exception_handler(Exception)
def _broken(request: HttpRequest, error: Exception) -> HttpResponse:
    errors.noted(request, error)
    return _answer(Refused(problems.BROKEN))


def _finding(error: dict[str, Any]) -> dict[str, str]:
    """Return where (dotted, from the body or query) and what a value's problem is; the value itself is not echoed."""
    where = ".".join(str(part) for part in error.get("loc", ()))
    return {"field": where, "problem": _(str(error.get("msg", "")))}


api.add_router("", router)
for step in steps():
    for prefix, dotted in step.routers:
        api.add_router(prefix, import_string(dotted))
