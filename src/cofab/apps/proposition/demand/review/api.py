"""The API of reviews."""

from __future__ import annotations

from django.http import FileResponse, HttpRequest
from ninja import Router, Status

from cofab.apps.proposition.demand.review import actions, views
from cofab.apps.proposition.demand.review.models import Review
from cofab.apps.proposition.demand.review.schemas import InviteIn, NoteIn, ReviewOut

router = Router(tags=["demand"])
invitations = Router(tags=["demand"])


@invitations.post("/{key}/review", response={201: ReviewOut}, summary="Invite a shop to a review")
def invite(request: HttpRequest, key: str, body: InviteIn) -> Status[ReviewOut]:
    """Open a demand's review and let a shop into it."""
    return Status(201, ReviewOut.of(actions.invite(request.viewer, key, body.organisation)))


@router.get("/{key}", response=ReviewOut, summary="One review")
def review(request: HttpRequest, key: str) -> ReviewOut:
    """Return a review that one's firm takes part in."""
    return ReviewOut.of(Review.get_for(request.viewer, key))


@router.post("/{key}/notes", response={201: ReviewOut}, summary="Say something in a review")
def note(request: HttpRequest, key: str, body: NoteIn) -> Status[ReviewOut]:
    """Pin a remark, propose a change, sign or decline one."""
    views.say(request, key, body.kind, body.faces, body.text, body.change, body.to)
    return Status(201, ReviewOut.of(Review.get_for(request.viewer, key)))


@router.get("/{key}/model.glb", summary="The 3D view", response={200: None})
def model(request: HttpRequest, key: str) -> FileResponse:
    """Return the 3D view of the part under review as binary glTF."""
    return views.model(request, key)
