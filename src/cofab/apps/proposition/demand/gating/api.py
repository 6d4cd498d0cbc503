"""The API of gates."""

from __future__ import annotations

from django.http import HttpRequest
from ninja import Router, Status

from cofab.apps.proposition.demand.gating import actions
from cofab.apps.proposition.demand.gating.models import GateRun
from cofab.apps.proposition.demand.gating.schemas import GateIn, GatesOut

router = Router(tags=["demand"])
starts = Router(tags=["demand"])


@starts.post("/{key}/gates", response={201: GatesOut}, summary="Send a product through the gates")
def start(request: HttpRequest, key: str) -> Status[GatesOut]:
    """Start, or return, the way of a demand's product through the six gates."""
    return Status(201, GatesOut.of(actions.start(request.viewer, key)))


@router.get("/{key}", response=GatesOut, summary="A product's gates")
def gates(request: HttpRequest, key: str) -> GatesOut:
    """Return where a product stands."""
    return GatesOut.of(GateRun.get_for(request.viewer, key))


@router.post("/{key}", response=GatesOut, summary="Do one thing at a gate")
def act(request: HttpRequest, key: str, body: GateIn) -> GatesOut:
    """Give a gate an owner, show evidence, pass it or send the product back."""
    if body.verb == "assign":
        run = actions.assign(request.viewer, key, body.gate, body.owner)
    elif body.verb == "present":
        run = actions.present(request.viewer, key, body.kind, body.evidence, body.amount_minor)
    elif body.verb == "pass":
        run = actions.let_pass(request.viewer, key, body.reason)
    else:
        run = actions.send_back(request.viewer, key, body.gate, body.reason)
    return GatesOut.of(run)
