"""What the framework leaves out of the OpenAPI document: refusals, the two headers, the security schemes."""

from __future__ import annotations

from typing import Any

PROBLEM = {
    "type": "object",
    "description": "A refusal (RFC 9457): `code` never changes its meaning, `detail` is a sentence for the reader.",
    "required": ["type", "title", "status", "code", "facts", "detail"],
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "code": {"type": "string"},
        "facts": {"type": "object", "additionalProperties": True},
        "detail": {"type": "string"},
    },
}
REFUSALS = {
    "401": "Nobody is signed in, or the token is wrong.",
    "403": "The viewer's role does not allow this.",
    "404": "Absent, or not for this viewer: the two are the same.",
    "409": "The thing has another state, or somebody else was first; the facts may hold alternatives.",
    "422": "The input does not fit, or a rule refuses it.",
    "500": "Something broke; nothing was changed.",
}
HEADERS = [
    {
        "name": "X-Cofab-Organisation",
        "in": "header",
        "required": False,
        "description": "The organisation to act for (org_...); by default the person's first.",
        "schema": {"type": "string"},
    },
]
REPEAT = {
    "name": "Idempotency-Key",
    "in": "header",
    "required": False,
    "description": "A name for this write, at most 200 characters: sent twice, it happens once.",
    "schema": {"type": "string", "maxLength": 200},
}


def complete(schema: Any) -> Any:
    """Add to every operation the refusals it may give and the headers it reads; returns the same document."""
    schema.setdefault("components", {}).setdefault("schemas", {})["Problem"] = PROBLEM
    for operations in schema.get("paths", {}).values():
        for method, operation in operations.items():
            parameters = operation.setdefault("parameters", [])
            parameters.extend(HEADERS if method == "get" else [*HEADERS, REPEAT])
            for status, meaning in REFUSALS.items():
                operation["responses"].setdefault(_number(operation["responses"], status), _refusal(meaning))
    return schema


def _number(responses: dict[Any, Any], status: str) -> Any:
    return int(status) if int(status) in responses else status


def _refusal(meaning: str) -> dict[str, Any]:
    reference = {"schema": {"$ref": "#/components/schemas/Problem"}}
    return {"description": meaning, "content": {"application/problem+json": reference}}
