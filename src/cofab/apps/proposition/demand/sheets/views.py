"""The drawing beside what was read from it."""

from __future__ import annotations

from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from cofab.apps.base.files import path_of
from cofab.apps.proposition.demand import selectors
from cofab.apps.proposition.demand.sheets import actions
from cofab.apps.proposition.demand.sheets.face import checking
from cofab.core.kernel.refusal import INVALID, Refused


@require_GET
def drawing(request: HttpRequest, key: str) -> HttpResponse:
    """Show the pages of a demand's drawings and every field read from them, doubtful ones first."""
    row = selectors.demand_for(request.viewer, key)
    return render(request, "proposition/demand/drawing.html", {"demand": row, **checking(row)})


@require_POST
def check(request: HttpRequest, key: str) -> HttpResponse:
    """Confirm, correct or throw out one field, confirm all that are without doubt, or add what was not read."""
    selectors.demand_for(request.viewer, key)
    post = request.POST
    if post.get("verdict") == "sure":
        actions.confirm_sure(request.viewer, key)
    elif post.get("verdict") == "added":
        actions.add(request.viewer, key, post.get("text", ""))
    elif post.get("number", "").isdecimal():
        actions.check(request.viewer, key, int(post["number"]), post.get("verdict", ""), post.get("text", ""))
    else:
        raise Refused(INVALID, field="number", problem=post.get("number", "")[:20])
    return redirect("demand:drawing", key)


@require_GET
def page(request: HttpRequest, key: str, number: int) -> FileResponse:
    """Return the picture of one page."""
    file = selectors.page_of(request.viewer, selectors.demand_for(request.viewer, key), number)
    return FileResponse(path_of(file).open("rb"), content_type=file.kind)
