"""The base's part of the API: who am I, what time is it."""

from __future__ import annotations

from django.http import HttpRequest
from ninja import Router

from cofab.apps.base import clock, frame
from cofab.apps.base.auth import SessionAuth, TokenAuth
from cofab.apps.base.models.people import Person
from cofab.apps.base.schemas import ClockOut, MeOut

__all__ = ["SessionAuth", "TokenAuth", "router"]

router = Router(tags=["base"])


@router.get("/me", response=MeOut, summary="Who the caller is and acts for")
def me(request: HttpRequest) -> dict[str, object]:
    """Return the person, the organisation they act for with their roles, and every one they may act for."""
    viewer = request.viewer
    person = Person.objects.get(pk=viewer.person_id)
    return {
        "person": person.key,
        "name": person.name,
        "language": person.language,
        "organisation": viewer.organisation_key,
        "roles": sorted(viewer.roles),
        "organisations": frame.firms(viewer),
    }


@router.get("/clock", response=ClockOut, auth=None, summary="The time by which everything expires")
def time(request: HttpRequest) -> dict[str, object]:
    """Return the database's time, a demo's offset included."""
    return {"now": clock.now()}
