"""The page of a product's gates."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from cofab.apps.proposition.demand.gating import actions, face
from cofab.apps.proposition.demand.gating.models import GateRun
from cofab.core.kernel.refusal import INVALID, Refused


@require_GET
def gates(request: HttpRequest, key: str) -> HttpResponse:
    """Show where a product stands: each gate's owner, evidence and state."""
    run = GateRun.get_for(request.viewer, key)
    return render(request, "proposition/demand/gates.html", face.page(run, request.viewer))


@require_POST
def act(request: HttpRequest, key: str) -> HttpResponse:
    """Do one thing at the gate at hand."""
    GateRun.get_for(request.viewer, key)
    post, viewer = request.POST, request.viewer
    verb = post.get("verb", "")
    if verb == "assign":
        actions.assign(viewer, key, post.get("gate", ""), post.get("owner", ""))
    elif verb == "present":
        actions.present(viewer, key, post.get("kind", ""), post.get("key", ""), _minor(post))
    elif verb == "pass":
        actions.let_pass(viewer, key, post.get("reason", ""))
    elif verb == "back":
        actions.send_back(viewer, key, post.get("to", ""), post.get("reason", ""))
    else:
        raise Refused(INVALID, field="verb", problem=verb[:20])
    return redirect("gates:gates", key)


def _minor(post: QueryDict) -> int:
    text = post.get("amount", "").strip()
    try:
        found = Decimal(text or "0")
    except InvalidOperation:
        raise Refused(INVALID, field="amount", problem=text[:20]) from None
    if not found.is_finite() or not 0 <= found <= 10**9:
        raise Refused(INVALID, field="amount", problem=text[:20])
    return int(found * 100)


@require_POST
def start(request: HttpRequest, key: str) -> HttpResponse:
    """Send a demand's product through the gates."""
    return redirect("gates:gates", actions.start(request.viewer, key).key)
