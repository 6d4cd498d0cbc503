"""The API of join, for the operator."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from ninja import Router

from cofab.apps.base.models import Organisation
from cofab.apps.proposition.join import actions, selectors
from cofab.apps.proposition.join.schemas import AdmissionOut, AdmissionsOut, DecisionIn

router = Router(tags=["join"])


@router.get("", response=AdmissionsOut, summary="Who asks to come in, and who is in")
def admissions(request: HttpRequest, state: str = "") -> dict[str, Any]:
    """Return organisations, those that wait for admission first."""
    return {"items": list(selectors.organisations(request.viewer, state)[:500])}


@router.post("/{key}/admit", response=AdmissionOut, summary="Let a firm in")
def admit(request: HttpRequest, key: str) -> Organisation:
    """Let an organisation in."""
    return actions.admit(request.viewer, key)


@router.post("/{key}/refuse", response=AdmissionOut, summary="Refuse an application")
def refuse(request: HttpRequest, key: str, body: DecisionIn) -> Organisation:
    """Refuse an application, with a reason."""
    return actions.turn_away(request.viewer, key, body.reason)


@router.post("/{key}/suspend", response=AdmissionOut, summary="Suspend a member")
def suspend(request: HttpRequest, key: str, body: DecisionIn) -> Organisation:
    """Suspend a member, with a reason."""
    return actions.suspend(request.viewer, key, body.reason)
