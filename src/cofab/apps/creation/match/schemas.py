"""What the API of match writes."""

from __future__ import annotations

from typing import Any

from ninja import Schema


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
