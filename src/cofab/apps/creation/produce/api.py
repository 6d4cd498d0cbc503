"""The API of produce: work orders and what is reported on them."""

from __future__ import annotations

from django.http import HttpRequest
from ninja import Router

from cofab.apps.creation.produce import actions, selectors
from cofab.apps.creation.produce.schemas import DoneIn, PhotoIn, ReasonIn, ReportIn, WorkOut, WorksOut

router = Router(tags=["produce"])


@router.get("", response=WorksOut, summary="Work orders")
def work_orders(request: HttpRequest, order: str = "", state: str = "") -> WorksOut:
    """Return the work orders one may see: the firm's own, and those of one's orders."""
    rows = selectors.work_orders(request.viewer, order, tuple(filter(None, state.split(","))))
    return WorksOut(items=[WorkOut.of(row) for row in rows])


@router.get("/{key}", response=WorkOut, summary="One work order")
def work_order(request: HttpRequest, key: str) -> WorkOut:
    """Return one work order."""
    return WorkOut.of(selectors.work_order(request.viewer, key))


@router.post("/{key}/start", response=WorkOut, summary="Start or go on")
def start(request: HttpRequest, key: str) -> WorkOut:
    """Start a work order, or go on with a paused one."""
    return WorkOut.of(actions.start(request.viewer, key))


@router.post("/{key}/report", response=WorkOut, summary="Report pieces")
def report(request: HttpRequest, key: str, body: ReportIn) -> WorkOut:
    """Count good pieces and scrap."""
    return WorkOut.of(actions.report(request.viewer, key, body.done, body.scrap))


@router.post("/{key}/pause", response=WorkOut, summary="Pause")
def pause(request: HttpRequest, key: str, body: ReasonIn) -> WorkOut:
    """Pause a running work order."""
    return WorkOut.of(actions.pause(request.viewer, key, body.reason))


@router.post("/{key}/done", response=WorkOut, summary="Finish")
def done(request: HttpRequest, key: str, body: DoneIn) -> WorkOut:
    """Finish a work order; missing pieces are refused unless they are meant."""
    return WorkOut.of(actions.finish(request.viewer, key, body.short))


@router.post("/{key}/down", response=WorkOut, summary="Report the machine down")
def down(request: HttpRequest, key: str, body: ReasonIn) -> WorkOut:
    """Say that the machine is down."""
    return WorkOut.of(actions.report_down(request.viewer, key, body.reason))


@router.post("/{key}/photos", response=WorkOut, summary="Attach a photo")
def photo(request: HttpRequest, key: str, body: PhotoIn) -> WorkOut:
    """Attach a stored file as a photo."""
    return WorkOut.of(actions.add_photo(request.viewer, key, body.file))
