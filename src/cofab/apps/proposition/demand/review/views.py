"""Pages of design review."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal, InvalidOperation
from typing import Any

from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from cofab.apps.base.files import path_of
from cofab.apps.proposition.demand.forms import FINISHES
from cofab.apps.proposition.demand.review import actions, face
from cofab.apps.proposition.demand.review.models import Review
from cofab.core.kernel.quantity import um_from_mm
from cofab.core.kernel.refusal import INVALID, NOT_FOUND, Refused


@require_GET
def reviews(request: HttpRequest) -> HttpResponse:
    """Show the reviews that one's firm takes part in."""
    request.viewer.require()
    return render(request, "proposition/demand/reviews.html", {"reviews": Review.visible_to(request.viewer)})


@require_GET
def review(request: HttpRequest, key: str) -> HttpResponse:
    """Show one review: the part with its pins, changes with their effect, signatures, history."""
    row = Review.get_for(request.viewer, key)
    return render(request, "proposition/demand/review.html", {"finishes": FINISHES, **face.page(row, request.viewer)})


@require_POST
def note(request: HttpRequest, key: str) -> HttpResponse:
    """Say one thing in a review."""
    Review.get_for(request.viewer, key)
    post = request.POST
    to = int(post["to"]) if post.get("to", "").isdecimal() else 0
    say(request, key, post.get("kind", ""), _faces(post.get("faces", "")), post.get("text", ""), _change(post), to)
    return redirect("review:review", key)


def say(
    request: HttpRequest, key: str, kind: str, faces: Sequence[int], text: str, change: Mapping[str, Any], to: int
) -> None:
    """Do what a note of some kind asks for."""
    if kind == "pin":
        actions.pin(request.viewer, key, faces, text)
    elif kind == "change":
        actions.propose(request.viewer, key, change, text, faces)
    elif kind == "sign":
        actions.sign(request.viewer, key, to)
    elif kind == "decline":
        actions.decline(request.viewer, key, to, text)
    else:
        raise Refused(INVALID, field="kind", problem=kind[:20])


def _faces(text: str) -> list[int]:
    return [int(one) for one in text.replace(",", " ").split() if one.isdecimal()]


def _change(post: Any) -> dict[str, Any]:
    """Return what a form proposes; a field that was left empty changes nothing."""
    change: dict[str, Any] = {}
    if material := post.get("material", "").strip():
        change["material"] = material
    if tolerance := post.get("tolerance", "").strip():
        change["tolerance_um"] = um_from_mm(_number("tolerance", tolerance))
    if "finish" in post and post["finish"] != "same":
        change["finishes"] = [post["finish"]] if post["finish"] else []
    if post.get("op") and (run := post.get("run", "").strip()):
        change["edit"] = {"kind": "change", "op": post["op"], "run_s": int(_number("run", run) * 60)}
    return change


def _number(field: str, text: str) -> Decimal:
    try:
        found = Decimal(text.replace(",", "."))
    except InvalidOperation:
        raise Refused(INVALID, field=field, problem=text[:20]) from None
    if not found.is_finite() or not 0 <= found <= 100_000:
        raise Refused(INVALID, field=field, problem=text[:20])
    return found


@require_POST
def invite(request: HttpRequest, key: str) -> HttpResponse:
    """Open a demand's review and let a shop in."""
    return redirect("review:review", actions.invite(request.viewer, key, request.POST.get("organisation", "")).key)


@require_GET
def model(request: HttpRequest, key: str) -> FileResponse:
    """Return the 3D view of the part under review as binary glTF."""
    row = Review.get_for(request.viewer, key)
    if row.view is None:
        raise Refused(NOT_FOUND)
    return FileResponse(path_of(row.view).open("rb"), content_type="model/gltf-binary")
