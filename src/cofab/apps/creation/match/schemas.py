"""What the API of match writes."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from ninja import Schema

from cofab.apps.creation.match.models import RankedList
from cofab.apps.creation.match.ranking import holds
from cofab.apps.stewardship.governance.selectors import by_hash


class CandidateOut(Schema):
    """A machine that fits an operation."""

    machine: str
    machine_name: str
    firm: str
    firm_name: str
    town: str
    rate_minor_per_h: int
    credit_ppm: int
    new_member: bool
    operator_owned: bool


class OutOut(Schema):
    """A machine that is out, with every reason; `near` where only one thing is missing."""

    machine: str
    machine_name: str
    firm_name: str
    town: str
    reasons: list[dict[str, Any]]
    near: bool


class StepOut(Schema):
    """One operation with the machines that fit and those that do not."""

    op: str
    process: str
    candidates: list[CandidateOut]
    refused: list[OutOut]


class StepsOut(Schema):
    """Every operation of a demand."""

    items: list[StepOut]
    next: str | None = None


class RankedOut(Schema):
    """A published list with all that its order follows from; `holds` tells that it was just reckoned again, the same.

    `inputs` and `placed` are the entries and the places of the core, shares and points in millionths.
    """

    key: str
    demand: str
    op: str
    quantity: int
    asked_at: datetime
    rules: str
    seed: str
    values: dict[str, Any]
    inputs: list[dict[str, Any]]
    placed: list[dict[str, Any]]
    holds: bool

    @classmethod
    def of(cls, row: RankedList) -> RankedOut:
        """Return a stored list."""
        return cls(
            key=row.key,
            demand=row.demand.key,
            op=row.op,
            quantity=row.quantity,
            asked_at=row.asked_at,
            rules=row.rules,
            seed=row.seed,
            values=dict(by_hash([row.rules])[0].values),
            inputs=row.inputs,
            placed=row.placed,
            holds=holds(row),
        )
