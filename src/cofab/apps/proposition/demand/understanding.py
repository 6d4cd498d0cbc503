"""How a demand is understood: what was read and what the buyer said become operations, questions, findings, price."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from cofab.apps.proposition.demand.mappers import brief_of, part_of, plain, routing_json
from cofab.apps.proposition.demand.models import Demand
from cofab.core.kernel.event import digest
from cofab.core.proposition.demand.estimate import Estimate, estimate
from cofab.core.proposition.demand.material import material
from cofab.core.proposition.demand.routing import Routing


def check_material(name: str) -> None:
    """Refuse a material that nobody knows, with near names; it is never guessed."""
    material(name)


def understand(demand: Demand) -> None:
    """Fill routing, findings, price and rules of a demand that was read; questions stay listed once answered.

    Refuses an unknown material.
    """
    part = part_of(demand.reading["part"])
    asked = estimate(part, brief_of(demand, {})).routing.questions
    known = {question.id for question in asked}
    demand.answers = {key: option for key, option in demand.answers.items() if key in known}
    found = estimate(part, brief_of(demand, demand.answers))
    demand.routing = routing_json(Routing(found.routing.operations, asked))
    demand.reading = {**demand.reading, "findings": [plain(asdict(item)) for item in found.findings]}
    demand.price = _price(found)
    demand.rules = digest(dict(found.rules))


def _price(found: Estimate) -> dict[str, Any]:
    price = found.price
    low, high = price.before_vat()
    return {
        "currency": price.currency,
        "quantity": price.quantity,
        "low_minor": price.low_minor,
        "high_minor": price.high_minor,
        "net_low_minor": low,
        "net_high_minor": high,
        "lines": [plain(asdict(line)) for line in price.lines],
        "breaks": [dict(item) for item in found.breaks],
        "rules": dict(found.rules),
    }
