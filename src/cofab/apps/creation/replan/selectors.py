"""Which proposals wait for whom, and the plan of an order as it runs now."""

from __future__ import annotations

from django.db.models import QuerySet

from cofab.apps.base.viewer import Viewer
from cofab.apps.creation.agree.models import Order
from cofab.apps.creation.plan.mappers import plan_of
from cofab.apps.creation.replan.mappers import proposal_of
from cofab.apps.creation.replan.models import Proposal
from cofab.core.creation.plan.model import Plan
from cofab.core.creation.plan.replan import Proposal as Value
from cofab.core.creation.plan.replan import applied


def proposals_for(viewer: Viewer, order_key: str = "") -> QuerySet[Proposal]:
    """Return the proposals that the viewer may see, of one order if named, the best first."""
    rows = Proposal.visible_to(viewer).select_related("order")
    return rows.filter(order__key=order_key) if order_key else rows


def is_answered(viewer: Viewer, cause: str) -> bool:
    """Tell whether proposals were made for a cause already."""
    return Proposal.visible_to(viewer).filter(cause=cause).exists()


def value_of(row: Proposal) -> Value:
    """Return a stored proposal as the core's value."""
    return proposal_of(row)


def running_plan(order: Order) -> Plan:
    """Return the plan of an order with every proposal that was carried out, oldest first; call as the platform."""
    plan = plan_of(order.plan.data)
    for row in Proposal.objects.filter(order=order, state="applied").order_by("created_at", "pk"):
        plan = applied(plan, proposal_of(row))
    return plan


def waiting_for(viewer: Viewer) -> list[Proposal]:
    """Return the open proposals that lack the acting organisation's answer."""
    return [row for row in proposals_for(viewer).filter(state="open") if row.answers.get(viewer.organisation_key) == ""]


def open_for_machine(machine_key: str) -> QuerySet[Proposal]:
    """Return the open proposals caused by a machine, for the platform."""
    return Proposal.objects.filter(machine__key=machine_key, state="open")
