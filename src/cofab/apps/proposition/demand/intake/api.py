"""The API of intake."""

from __future__ import annotations

from django.http import HttpRequest
from ninja import Router, Status

from cofab.apps.proposition.demand.intake import actions
from cofab.apps.proposition.demand.intake.models import Intake
from cofab.apps.proposition.demand.intake.schemas import ActIn, FilesIn, IntakeOut, MadeOut, MakeIn

router = Router(tags=["demand"])


@router.post("", response={201: IntakeOut}, summary="Drop files")
def drop(request: HttpRequest, body: FilesIn) -> Status[IntakeOut]:
    """Add stored files to the caller's open draft; each is read in the background."""
    draft = actions.begin(request.viewer)
    actions.add(request.viewer, draft.key, body.files)
    return Status(201, IntakeOut.of(draft))


@router.get("/{key}", response=IntakeOut, summary="One draft")
def intake(request: HttpRequest, key: str) -> IntakeOut:
    """Return a draft: how far each file is, and the parts they make."""
    return IntakeOut.of(Intake.get_for(request.viewer, key))


@router.post("/{key}/demands", response={201: MadeOut}, summary="Make demands")
def make(request: HttpRequest, key: str, body: MakeIn) -> Status[MadeOut]:
    """Make a demand of every part that was read."""
    made = actions.make(request.viewer, key, body.dict())
    return Status(201, MadeOut(demands=[row.key for row in made]))


@router.post("/files/{item}", response=IntakeOut, summary="Cancel, remove, restore, retry or count a file")
def act(request: HttpRequest, item: str, body: ActIn) -> IntakeOut:
    """Do one thing with one file."""
    return IntakeOut.of(actions.act(request.viewer, item, body.verb, body.count).intake)
