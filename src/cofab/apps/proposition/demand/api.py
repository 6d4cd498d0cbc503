"""The API of demand."""

from __future__ import annotations

from django.http import FileResponse, HttpRequest
from ninja import Router, Status

from cofab.apps.base.files import path_of
from cofab.apps.proposition.demand import actions, selectors
from cofab.apps.proposition.demand.schemas import AnswerIn, DemandChange, DemandIn, DemandOut, DemandsOut

router = Router(tags=["demand"])


@router.get("", response=DemandsOut, summary="My demands")
def demands(request: HttpRequest, limit: int = 50, cursor: str = "") -> DemandsOut:
    """Return demands, newest first; `cursor` is the `next` of the page before."""
    limit = max(1, min(limit, 200))
    rows = selectors.demands_for(request.viewer)
    rows = list((rows.filter(key__lt=cursor) if cursor else rows)[: limit + 1])
    more = rows[limit - 1].key if len(rows) > limit else None
    return DemandsOut(items=[DemandOut.of(row) for row in rows[:limit]], next=more)


@router.post("", response={201: DemandOut}, summary="Make a demand")
def create(request: HttpRequest, body: DemandIn) -> Status[DemandOut]:
    """Make a demand; its model is read in the background."""
    facts = body.dict(exclude={"files"})
    return Status(201, DemandOut.of(actions.create(request.viewer, facts, body.files)))


@router.get("/{key}", response=DemandOut, summary="One demand")
def demand(request: HttpRequest, key: str) -> DemandOut:
    """Return a demand with operations, questions and price."""
    return DemandOut.of(selectors.demand_for(request.viewer, key))


@router.patch("/{key}", response=DemandOut, summary="Change a demand")
def change(request: HttpRequest, key: str, body: DemandChange) -> DemandOut:
    """Change a demand; it is priced anew."""
    return DemandOut.of(actions.change(request.viewer, key, body.dict(exclude_none=True)))


@router.post("/{key}/answers", response=DemandOut, summary="Answer a question")
def answer(request: HttpRequest, key: str, body: AnswerIn) -> DemandOut:
    """Answer one question."""
    return DemandOut.of(actions.answer(request.viewer, key, body.question, body.option))


@router.get("/{key}/model.glb", summary="The 3D view", response={200: None})
def model(request: HttpRequest, key: str) -> FileResponse:
    """Return the 3D view of a demand's model as binary glTF."""
    row = selectors.demand_for(request.viewer, key)
    file = selectors.file_of(request.viewer, row, "view")
    return FileResponse(path_of(file).open("rb"), content_type="model/gltf-binary")
