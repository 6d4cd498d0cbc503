"""A write that is sent twice happens once: `Idempotency-Key` names it, its answer is kept for ever.

Promises: an answer that nobody may store (`Cache-Control: no-store`: it holds a secret) is not kept; that its key was
used is, and a replay is refused.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable

from django.core.exceptions import RequestDataTooBig
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from cofab.apps.base import problems
from cofab.apps.base.clock import now
from cofab.apps.base.models.idempotency import Idempotency
from cofab.apps.base.viewer import Viewer
from cofab.core.kernel.refusal import Refused, declare

HEADER = "Idempotency-Key"
LONGEST = 200
WITHOUT_ANSWER = 0
"""The status under which a key stands whose answer was not kept."""
REUSED = declare("base.idempotency_conflict", "That Idempotency-Key was used for another request.")
NOT_KEPT = declare(
    "base.answer_conflict",
    "This was done before under that Idempotency-Key; its answer held a secret and was not kept.",
)
TOO_LONG = declare("base.idempotency_length", "An Idempotency-Key has at most {limit} characters.")


def once(
    request: HttpRequest, viewer: Viewer, get_response: Callable[[HttpRequest], HttpResponseBase]
) -> HttpResponseBase:
    """Answer the request, or what was answered to it before under the same key by the same person.

    Asks: the request's transaction. An answer of 400 or more is not kept: nothing was written then.
    """
    name = request.headers.get(HEADER, "")
    if not name or not viewer.person_id or request.method in {"GET", "HEAD", "OPTIONS"}:
        return get_response(request)
    if len(name) > LONGEST:
        return problems.respond(Refused(TOO_LONG, limit=LONGEST))
    asked = _hash(request)
    _wait_for_twin(viewer, name)
    kept = Idempotency.objects.filter(person_id=viewer.person_id, name=name).first()
    if kept is not None:
        return _again(kept, asked)
    response = get_response(request)
    if response.status_code < 400 and isinstance(response, HttpResponse):
        _keep(viewer, name, asked, response)
    return response


def _hash(request: HttpRequest) -> str:
    """Hash method, path and body; of an upload, whose bytes are large, the method and path alone."""
    parts = [request.method or "", request.get_full_path()]
    digest = hashlib.sha256("\n".join(parts).encode())
    if not (request.content_type or "").startswith("multipart/"):
        try:
            digest.update(request.body)
        except RequestDataTooBig:
            digest.update(b"too big")
    return digest.hexdigest()


def _wait_for_twin(viewer: Viewer, name: str) -> None:
    """Let the same request, when it runs at this very moment, finish first."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"{viewer.person_id} {name}"])


def _again(kept: Idempotency, asked: str) -> HttpResponse:
    if kept.request != asked:
        return problems.respond(Refused(REUSED))
    if kept.status == WITHOUT_ANSWER:
        return problems.respond(Refused(NOT_KEPT))
    answer = HttpResponse(bytes(kept.body), status=kept.status, content_type=kept.content_type)
    answer["Idempotency-Replayed"] = "true"
    return answer


def _keep(viewer: Viewer, name: str, asked: str, response: HttpResponse) -> None:
    secret = "no-store" in response.headers.get("Cache-Control", "")
    Idempotency.objects.create(
        person_id=viewer.person_id,
        name=name,
        request=asked,
        status=WITHOUT_ANSWER if secret else response.status_code,
        content_type=response.headers.get("Content-Type", ""),
        body=b"" if secret else response.content,
        at=now(),
    )
