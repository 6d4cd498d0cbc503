"""The API of routing edits."""

from __future__ import annotations

from django.http import HttpRequest
from ninja import Router

from cofab.apps.proposition.demand import selectors
from cofab.apps.proposition.demand.editing import actions
from cofab.apps.proposition.demand.editing.schemas import EditIn, EditOut, EditsOut
from cofab.apps.proposition.demand.schemas import DemandOut

router = Router(tags=["demand"])


@router.get("/{key}/edits", response=EditsOut, summary="A routing's edits")
def edits(request: HttpRequest, key: str) -> EditsOut:
    """Return every edit of a demand's routing: who, when, what."""
    row = selectors.demand_for(request.viewer, key)
    return EditsOut(version=row.version, items=[EditOut.of(one) for one in row.edits.order_by("number")])


@router.post("/{key}/edits", response=DemandOut, summary="Edit a routing")
def edit(request: HttpRequest, key: str, body: EditIn) -> DemandOut:
    """Edit a demand's routing; time and price follow. 409 when somebody changed it meanwhile."""
    return DemandOut.of(actions.edit(request.viewer, key, body.edit, body.version))
