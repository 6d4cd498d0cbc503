"""The API of match."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from ninja import Router

from cofab.apps.creation.match import selectors
from cofab.apps.creation.match.actions import latest_list
from cofab.apps.creation.match.schemas import RankedOut, StepsOut

router = Router(tags=["match"])


@router.get("/{key}/candidates", response=StepsOut, summary="Who could make it, and why others cannot")
def candidates(request: HttpRequest, key: str) -> dict[str, Any]:
    """Return for every operation the machines that fit, and every reason why each other one does not."""
    return {"items": selectors.explain(request.viewer, key)}


@router.get("/{key}/ranked", response=RankedOut, summary="Who fits an operation, in order, with the sum of each place")
def ranked(request: HttpRequest, key: str, op: str = "") -> RankedOut:
    """Return the list of an operation (the first, where none is named) as it is shown now.

    With inputs, rules and seed, so that anybody can reckon it again.
    """
    return RankedOut.of(latest_list(request.viewer, key, op))
