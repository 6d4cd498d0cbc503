"""What the API of the flows reads and writes."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any, Literal

from ninja import Schema

if TYPE_CHECKING:
    from cofab.apps.creation.replan.models import Proposal


class PaymentOut(Schema):
    """How an order is paid: the deposit that is asked for, or directly between the parties (`reference` is None)."""

    order: str
    way: str
    amount_minor: int
    currency: str
    reference: str | None = None
    state: str
    instructions: dict[str, Any] = {}


class StationOut(Schema):
    """One stop of an order: done, now, trouble or ahead."""

    name: str
    step: str
    mover: str
    state: str


class LifeOut(Schema):
    """Where an order stands."""

    order: str
    state: str
    standing: str | None
    pieces_done: int
    pieces: int
    stations: list[StationOut]


class ConsentIn(Schema):
    """An answer to a proposal."""

    answer: Literal["agree", "refuse"]


class ProposalOut(Schema):
    """One way to go on after something upset an order; `answers` by organisation: "", "agree" or "refuse"."""

    key: str
    order: str
    machine: str
    cause: str
    rank: int
    way: str
    state: str
    moves: list[dict[str, Any]]
    cost_minor: int
    forecast_at: datetime
    answers: dict[str, str]
    answer_by: datetime

    @classmethod
    def of(cls, row: Proposal) -> ProposalOut:
        """Return a stored proposal."""
        same = {name: getattr(row, name) for name in cls.model_fields if name not in ("order", "machine")}
        return cls(**same, order=row.order.key, machine=row.broken.key)


class ProposalsOut(Schema):
    """A list of proposals."""

    items: list[ProposalOut]
    next: str | None = None
