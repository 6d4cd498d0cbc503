"""A plan as a value: who makes which operation when, how it moves between, what each line costs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from cofab.core.creation.match.model import Reason, Refusal

__all__ = ["Goods", "Leg", "Plan", "PlanSet", "PlannedOperation", "PriceLine", "Reason", "Refusal", "Wishes"]


@dataclass(frozen=True, slots=True)
class PlannedOperation:
    """`quantity` pieces of operation `op` on machine `machine` of `firm`, occupying [start, end).

    `spare` pieces are made besides. Operations of one lot with the same `clamping` number share one set-up.
    """

    op: str
    firm: str
    machine: str
    start: datetime
    end: datetime
    quantity: int
    price_minor: int
    lot: int = 0
    spare: int = 0
    clamping: int = 0


@dataclass(frozen=True, slots=True)
class Goods:
    """What moves, by the piece: blank and finished weight, price of its material (0: supplied by the buyer)."""

    blank_g: int = 0
    finished_g: int = 0
    material_minor: int = 0
    material: str = ""
    supplier: str = ""


@dataclass(frozen=True, slots=True)
class Wishes:
    """What the asker fixed: `pinned` gives for an operation the machine or the firm that does it, in every lot."""

    pinned: Mapping[str, str] = field(default_factory=dict)
    excluded_firms: frozenset[str] = frozenset()
    excluded_machines: frozenset[str] = frozenset()

    def __bool__(self) -> bool:
        """Tell whether anything is wished."""
        return bool(self.pinned or self.excluded_firms or self.excluded_machines)


NO_WISHES = Wishes()


@dataclass(frozen=True, slots=True)
class Leg:
    """Goods moved by `carrier` from one place to another; places are firm ids, or "buyer" and "inspection"."""

    origin: str
    destination: str
    from_town: str
    to_town: str
    carrier: str
    depart: datetime
    arrive: datetime
    price_minor: int
    weight_g: int = 0
    lot: int = 0


@dataclass(frozen=True, slots=True)
class PriceLine:
    """One visible line of a price: `kind` ("run", "leg", "inspection", "fee", "vat"...), to whom, how much, why."""

    kind: str
    payee: str
    amount_minor: int
    facts: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Plan:
    """A checked plan. `price_minor` includes VAT and equals the sum of `lines`; `finish` is arrival at the buyer.

    `bound_minor` is the least any plan on the same offers arriving no later can cost; `gap_ppm` is
    (price - bound) / bound; `risk_ppm` the chance of arriving late; `tags` name what it is good at.
    """

    id: str
    operations: tuple[PlannedOperation, ...]
    legs: tuple[Leg, ...]
    lines: tuple[PriceLine, ...]
    price_minor: int
    finish: datetime
    bound_minor: int
    gap_ppm: int
    risk_ppm: int
    carbon_g: int
    credit_ppm: int
    rules: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PlanSet:
    """All plans worth showing, the bound over all offers, who is out and why, and why there are few."""

    plans: tuple[Plan, ...]
    bound_minor: int
    offers: int
    matched: Mapping[str, tuple[str, ...]]
    refused: tuple[Refusal, ...]
    fewer: str | None = None
    fewer_facts: Mapping[str, Any] = field(default_factory=dict)
