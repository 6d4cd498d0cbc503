"""The API of drawings."""

from __future__ import annotations

from django.http import FileResponse, HttpRequest
from ninja import Router

from cofab.apps.proposition.demand import selectors
from cofab.apps.proposition.demand.sheets import actions, views
from cofab.apps.proposition.demand.sheets.schemas import CheckIn, DrawingOut

router = Router(tags=["demand"])


@router.get("/{key}/drawing", response=DrawingOut, summary="What was read from the drawings")
def drawing(request: HttpRequest, key: str) -> DrawingOut:
    """Return every field with its place, and what people said of it."""
    return DrawingOut.of(selectors.demand_for(request.viewer, key))


@router.post("/{key}/drawing", response=DrawingOut, summary="Confirm or correct a field")
def check(request: HttpRequest, key: str, body: CheckIn) -> DrawingOut:
    """Confirm, correct or throw out one field; the price follows."""
    return DrawingOut.of(actions.check(request.viewer, key, body.number, body.verdict, body.text))


@router.get("/{key}/pages/{number}", summary="The picture of a page", response={200: None})
def page(request: HttpRequest, key: str, number: int) -> FileResponse:
    """Return the picture of one page of the drawings."""
    return views.page(request, key, number)
