"""Which proposals wait for whom."""

from __future__ import annotations

from django.db.models import QuerySet

from cofab.apps.base.viewer import Viewer
from cofab.apps.creation.replan.models import Proposal


def proposals_for(viewer: Viewer, order_key: str = "") -> QuerySet[Proposal]:
    """Return the proposals that the viewer may see, of one order if named, the best first."""
    rows = Proposal.visible_to(viewer).select_related("order", "machine", "machine__organisation")
    return rows.filter(order__key=order_key) if order_key else rows


def waiting_for(viewer: Viewer) -> list[Proposal]:
    """Return the open proposals that lack the acting organisation's answer."""
    return [row for row in proposals_for(viewer).filter(state="open") if row.answers.get(viewer.organisation_key) == ""]


def open_for_machine(machine_key: str) -> QuerySet[Proposal]:
    """Return the open proposals caused by a machine, for the platform."""
    return Proposal.objects.filter(machine__key=machine_key, state="open")
