"""Who asks to come in, and who is in."""

from __future__ import annotations

from django.db.models import QuerySet

from cofab.apps.base.models import Organisation
from cofab.apps.base.viewer import Viewer

STATES = ("applied", "admitted", "suspended", "left")


def organisations(viewer: Viewer, state: str = "") -> QuerySet[Organisation]:
    """Return the organisations of the circle, those that wait for admission first; for the operator."""
    viewer.require("operator")
    rows = Organisation.objects.exclude(kind="operator")
    if state in STATES:
        rows = rows.filter(admission=state)
    return rows.order_by("-admission", "-id") if not state else rows.order_by("-id")


def waiting(viewer: Viewer) -> int:
    """Return how many applications wait for the operator."""
    return Organisation.objects.filter(admission="applied").count() if viewer.has("operator") else 0
