"""Between stored proposals and the core's."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from cofab.apps.creation.plan.mappers import leg_json, leg_of, operation_json, operation_of
from cofab.apps.creation.replan.models import Proposal as ProposalRow
from cofab.core.creation.plan.replan import Move, Proposal


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
