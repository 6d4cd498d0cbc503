"""The API of match."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from ninja import Router

from cofab.apps.creation.match import selectors
from cofab.apps.creation.match.schemas import StepsOut

router = Router(tags=["match"])


@router.get("/{key}/candidates", response=StepsOut, summary="Who could make it, and why others cannot")
def candidates(request: HttpRequest, key: str) -> dict[str, Any]:
    """Return for every operation the machines that fit, and every reason why each other one does not."""
    return {"items": selectors.explain(request.viewer, key)}
