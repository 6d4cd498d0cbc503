"""How a refusal is told: a sentence in the reader's language, a status, a problem document (RFC 9457)."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cofab.apps.base.viewer import NOT_ADMITTED
from cofab.apps.base.words import roles
from cofab.core.kernel.refusal import CODES, CONFLICT, FORBIDDEN, NOT_FOUND, WRONG_STATE, Refused, declare, sentence

NOT_MEMBER = declare("base.forbidden_organisation", "You do not act for that organisation.")
SIGN_IN_FIRST = declare("base.sign_in_first", "Sign in first.")
BROKEN = declare("base.broken", "Something broke on our side. It has been noted; nothing was changed.")
TOO_LARGE = declare("base.too_large", "That is too large: at most {limit_mb} MB.")
TOO_OFTEN = declare("base.too_often", "Too many tries. Wait {minutes} minutes.")
INVALID_INPUT = declare("base.invalid_input", "Something in the input does not fit.")

STATUS = {
    NOT_FOUND: 404, FORBIDDEN: 403, CONFLICT: 409, WRONG_STATE: 409, SIGN_IN_FIRST: 401, BROKEN: 500,
    NOT_MEMBER: 403, NOT_ADMITTED: 403, TOO_LARGE: 413, TOO_OFTEN: 429,
}  # fmt: skip
WORDS = frozenset({"state", "event"})
CONFLICTS = ("_taken", "wrong_state", "conflict", ".stale")
TITLES = {
    401: _("Sign in first"), 403: _("Not allowed"), 404: _("Not found"), 409: _("Conflict"), 413: _("Too large"),
    422: _("Refused"), 429: _("Too often"), 500: _("Broken"),
}  # fmt: skip


def explain(refused: Refused) -> str:
    """Return the refusal's sentence in the reader's language, its facts filled in.

    The words for a state, an event or a role are translated too, where a catalogue knows them.
    """
    facts = {name: _word(name, value) for name, value in refused.facts.items()}
    return sentence(refused.code, facts, gettext(CODES[refused.code]))


def _word(name: str, value: Any) -> Any:
    if name == "needs":
        return roles(str(value))
    return gettext(value) if name in WORDS and value else value


def status_of(code: str) -> int:
    """Return the HTTP status for a refusal code."""
    if code in STATUS:
        return STATUS[code]
    return 409 if code.endswith(CONFLICTS) else 422


def problem(refused: Refused) -> dict[str, Any]:
    """Return the problem document of a refusal; the same for every thing that is absent or not for the reader."""
    status = status_of(refused.code)
    return {
        "type": f"urn:cofab:problem:{refused.code}",
        "title": str(TITLES.get(status, TITLES[422])),
        "status": status,
        "code": refused.code,
        "facts": refused.facts,
        "detail": explain(refused),
    }


def respond(refused: Refused) -> HttpResponse:
    """Return the refusal as application/problem+json."""
    document = problem(refused)
    answer = JsonResponse(
        document, status=document["status"], content_type="application/problem+json", json_dumps_params=JSON
    )
    if document["status"] == 401:
        answer["WWW-Authenticate"] = 'Bearer realm="cofab"'
    return answer


JSON = {"ensure_ascii": False}


def wants_json(request: HttpRequest) -> bool:
    """Tell whether the reader is a program."""
    return request.path.startswith("/api/")
