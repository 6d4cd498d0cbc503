"""What the routing editor's forms send, as an edit of the core."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from django.http import QueryDict

from cofab.core.kernel.refusal import INVALID, Refused


def edit_of(post: QueryDict) -> dict[str, Any]:
    """Return the edit that a form says; minutes become seconds. Refuses kernel.invalid for what is no number."""
    kind = post.get("kind", "")
    make = KINDS.get(kind, lambda _post: {})
    return {"kind": kind, **make(post)}


def version_of(post: QueryDict | Mapping[str, Any]) -> int:
    """Return the version of the demand that the editor saw."""
    text = str(post.get("version", ""))
    if not text.isdecimal():
        raise Refused(INVALID, field="version", problem=text[:20])
    return int(text)


def _seconds(post: QueryDict, name: str) -> int:
    text = post.get(name, "").strip().replace(",", ".")
    try:
        minutes = Decimal(text)
    except InvalidOperation:
        raise Refused(INVALID, field=name, problem=text[:20]) from None
    if not minutes.is_finite() or not 0 <= minutes <= 100_000:
        raise Refused(INVALID, field=name, problem=text[:20])
    return int(minutes * 60)


def _change(post: QueryDict) -> dict[str, Any]:
    said = {"setup_s": "setup", "run_s": "run"}
    return {"op": post.get("op", ""), **{key: _seconds(post, name) for key, name in said.items() if name in post}}


def _split(post: QueryDict) -> dict[str, Any]:
    share = post.get("share", "50")
    if not share.isdecimal():
        raise Refused(INVALID, field="share", problem=share[:20])
    return {"op": post.get("op", ""), "features": post.getlist("feature"), "share_ppm": int(share) * 10_000}


def _add(post: QueryDict) -> dict[str, Any]:
    times = {"setup_s": _seconds(post, "setup"), "run_s": _seconds(post, "run")}
    return {"process": post.get("process", ""), "after": post.getlist("after"), **times}


def _one(post: QueryDict) -> dict[str, Any]:
    return {"op": post.get("op", "")}


KINDS: dict[str, Callable[[QueryDict], dict[str, Any]]] = {
    "change": _change,
    "merge": lambda post: {"ops": post.getlist("ops")},
    "split": _split,
    "move": lambda post: {"op": post.get("op", ""), "after": [one for one in post.getlist("after") if one]},
    "lock": _one,
    "unlock": _one,
    "remove": _one,
    "choose": lambda post: {"alternative": post.get("alternative", "")},
    "add": _add,
}
