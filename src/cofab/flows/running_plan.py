"""The plan of an order as it runs now: the one that was chosen, with every proposal that was carried out."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from cofab.apps.creation.agree.mappers import lines_of, organisations_of
from cofab.apps.creation.agree.models import Order
from cofab.apps.creation.plan.mappers import leg_json, leg_of, operation_json, operation_of, plan_of
from cofab.apps.creation.replan.models import Proposal as ProposalRow
from cofab.core.creation.plan.model import Plan
from cofab.core.creation.plan.replan import Move, Proposal, applied


def running_plan(order: Order) -> Plan:
    """Return the plan of an order with every applied proposal folded in, oldest first; call as the platform."""
    plan = plan_of(order.plan.data)
    for row in ProposalRow.objects.filter(order=order, state="applied").order_by("created_at", "pk"):
        plan = applied(plan, proposal_of(row))
    return plan


def proposal_json(proposal: Proposal) -> dict[str, Any]:
    """Return what a proposal changes in a plan as JSON."""
    return {
        "operations": [operation_json(op) for op in proposal.operations],
        "replaces": [operation_json(op) for op in proposal.replaces],
        "legs": [leg_json(leg) for leg in proposal.legs],
        "dropped": [leg_json(leg) for leg in proposal.dropped],
        "late_s": proposal.late_s,
        "proven": proposal.proven,
    }


def move_json(move: Move) -> dict[str, Any]:
    """Return how many pieces go from where to where as JSON."""
    return {name: getattr(move, name) for name in Move.__dataclass_fields__}


def proposal_of(row: ProposalRow) -> Proposal:
    """Return a stored proposal as the core's value."""
    data: Mapping[str, Any] = row.data
    return Proposal(
        way=row.way,
        operations=tuple(operation_of(item) for item in data["operations"]),
        replaces=tuple(operation_of(item) for item in data["replaces"]),
        moves=tuple(Move(**item) for item in row.moves),
        legs=tuple(leg_of(item) for item in data["legs"]),
        dropped=tuple(leg_of(item) for item in data["dropped"]),
        cost_minor=row.cost_minor,
        finish=row.forecast_at,
        late_s=data["late_s"],
        consent=tuple(row.answers),
        proven=data["proven"],
    )


def inspection_house(order: Order) -> str:
    """Return the key of the house that inspects an order's goods, "" where none does; call as the platform."""
    paid = organisations_of(lines_of(order.lines)).values()
    return next((row.key for row in paid if row.kind == "inspection"), "")
