"""The API of inspect: inspections, results, signatures, reports that anyone can check."""

from __future__ import annotations

from django.http import HttpRequest
from ninja import Router

from cofab.apps.creation.inspect import actions, selectors
from cofab.apps.creation.inspect.models import InspectorKey
from cofab.apps.creation.inspect.schemas import (
    InspectionOut,
    InspectionsOut,
    InspectorKeyIn,
    InspectorKeyOut,
    ReportOut,
    ResultsIn,
)

router = Router(tags=["inspect"])


@router.get("", response=InspectionsOut, summary="Inspections")
def inspections(request: HttpRequest, order: str = "") -> InspectionsOut:
    """Return the inspections one may see."""
    return InspectionsOut(items=[InspectionOut.of(row) for row in selectors.inspections(request.viewer, order)])


@router.post("/keys", response={201: InspectorKeyOut}, summary="Make an inspector's key")
def key(request: HttpRequest, body: InspectorKeyIn) -> tuple[int, InspectorKey]:
    """Make the acting person's signing key with what they are accredited for."""
    return 201, actions.register_key(request.viewer, **body.dict())


@router.get("/reports/{number}", response=ReportOut, auth=None, summary="Check a report by its number")
def report(request: HttpRequest, number: str) -> selectors.Report:
    """Return who signed which verdict, and whether the signature holds; for anyone who holds the number."""
    return selectors.report(number)


@router.get("/{key}", response=InspectionOut, summary="One inspection")
def inspection(request: HttpRequest, key: str) -> InspectionOut:
    """Return one inspection."""
    return InspectionOut.of(selectors.inspection(request.viewer, key))


@router.post("/{key}/receive", response=InspectionOut, summary="Note that the goods are here")
def receive(request: HttpRequest, key: str) -> InspectionOut:
    """Note that the goods are at the house."""
    return InspectionOut.of(actions.receive(request.viewer, key))


@router.post("/{key}/results", response=InspectionOut, summary="Record results, and sign them if asked")
def results(request: HttpRequest, key: str, body: ResultsIn) -> InspectionOut:
    """Record the results of the sample; with `sign` the acting person signs them at once."""
    row = actions.record(request.viewer, key, [piece.dict() for piece in body.pieces], body.retained)
    return InspectionOut.of(actions.sign(request.viewer, key) if body.sign else row)


@router.post("/{key}/sign", response=InspectionOut, summary="Sign the results")
def sign(request: HttpRequest, key: str) -> InspectionOut:
    """Sign the recorded results as the acting person."""
    return InspectionOut.of(actions.sign(request.viewer, key))
