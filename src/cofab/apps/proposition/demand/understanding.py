"""How a demand is understood: what was read and what the buyer said become operations, questions, findings, price."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, replace
from typing import Any

from cofab.apps.proposition.demand import missing
from cofab.apps.proposition.demand.editing.standing import standing
from cofab.apps.proposition.demand.mappers import brief_of, edits_of, plain, routing_json
from cofab.apps.proposition.demand.models import Demand
from cofab.apps.proposition.demand.packs import telling
from cofab.apps.proposition.demand.rules import FINDINGS, PRICES, TIMES
from cofab.apps.proposition.demand.selectors import open_questions, unchecked_fields
from cofab.apps.proposition.demand.spaces import too_small
from cofab.apps.stewardship.governance.selectors import current
from cofab.core.kernel.event import digest
from cofab.core.proposition.demand.brief import Brief
from cofab.core.proposition.demand.edits import Edit, to_json
from cofab.core.proposition.demand.estimate import Estimate, Rules, estimate
from cofab.core.proposition.demand.material import material
from cofab.core.proposition.demand.price import breaks_of, price_of
from cofab.core.proposition.demand.questions import VAT, ticket_question
from cofab.core.proposition.demand.routing import Question


def check_material(name: str) -> None:
    """Refuse a material that nobody knows, with near names; it is never guessed. None at all is asked for later."""
    if name:
        material(name)


def understand(demand: Demand, edits: Sequence[Edit] | None = None) -> None:
    """Fill routing, findings, price and rules of a demand that was read; questions stay listed once answered.

    `edits` are a person's edits of the routing (default: those stored); one that no longer fits is set aside.
    Before size and unit of the part are known there are questions only. Refuses an unknown material.
    """
    if telling.from_pack(demand):
        telling.understand(demand)
        return
    part = missing.part_known(demand)
    if part is None:
        missing.wait(demand)
        return
    rules = rules_in_force()
    first = estimate(part, brief_of(demand, {}), rules).routing
    asked = _with_ticket(demand, (*missing.questions_of(demand), *first.questions))
    small = too_small((o.process for o in first.operations), part.size_um)
    known = {question.id for question in asked}
    demand.answers = {key: option for key, option in demand.answers.items() if key in known}
    brief = brief_of(demand, demand.answers)
    found, aside = _edited(
        estimate(part, brief, rules, small), brief, rules, edits_of(demand) if edits is None else edits
    )
    demand.routing = {**routing_json(replace(found.routing, questions=asked)), "aside": [to_json(e) for e in aside]}
    demand.reading = {**demand.reading, "findings": [plain(asdict(item)) for item in found.findings]}
    demand.price = _price(found)
    demand.rules = digest(dict(found.rules))


def _with_ticket(demand: Demand, asked: tuple[Question, ...]) -> tuple[Question, ...]:
    """Keep the question of the VAT ticket where its answer was said beforehand, unless sources differ on it."""
    if VAT not in demand.answers or any(question.id == VAT for question in asked):
        return asked
    return (*asked, ticket_question())


def settle(demand: Demand) -> None:
    """Count what is still open and set the state after it; the demand has changed, so its version rises."""
    demand.unsettled = len(open_questions(demand)) + len(unchecked_fields(demand))
    demand.state = "asking" if demand.unsettled else "ready"
    demand.version += 1


def rules_in_force() -> Rules:
    """Return the rules that an estimate rests on, as they are in force now."""
    return Rules(times=current(TIMES.name), prices=current(PRICES.name), findings=current(FINDINGS.name))


def _edited(found: Estimate, brief: Brief, rules: Rules, edits: Sequence[Edit]) -> tuple[Estimate, tuple[Edit, ...]]:
    """Return the estimate with the edits that fit its routing, priced anew, and those that do not fit."""
    if not edits:
        return found, ()
    routing, aside = standing(found.routing, edits)
    price = price_of(found.part, routing, brief, rules.prices, rules.materials)
    breaks = tuple(breaks_of(found.part, routing, brief, rules.prices, rules.materials))
    return replace(found, routing=routing, price=price, breaks=breaks), aside


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
