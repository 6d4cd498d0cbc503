"""The one call for a part and a brief: routing, questions, findings, price and price breaks, with the rules' hashes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from cofab.core.kernel.refusal import Refused
from cofab.core.kernel.rules import RuleSet
from cofab.core.proposition.demand.brief import Brief
from cofab.core.proposition.demand.doubts import settled
from cofab.core.proposition.demand.findings import DEFAULT_FINDING_RULES, Finding, findings_of
from cofab.core.proposition.demand.material import DEFAULT_MATERIALS, material
from cofab.core.proposition.demand.needs import needs_of
from cofab.core.proposition.demand.operations import routing_of
from cofab.core.proposition.demand.part import Feature, Part
from cofab.core.proposition.demand.price import Price, breaks_of, price_of
from cofab.core.proposition.demand.price_rules import DEFAULT_PRICES
from cofab.core.proposition.demand.routing import Question, Routing
from cofab.core.proposition.demand.time_rules import DEFAULT_TIMES
from cofab.core.proposition.demand.ways.alternatives import alternatives_of
from cofab.core.proposition.demand.ways.checks import Check, checks_of


@dataclass(frozen=True)
class Rules:
    """The four rule sets an estimate rests on."""

    times: RuleSet = DEFAULT_TIMES
    prices: RuleSet = DEFAULT_PRICES
    materials: RuleSet = DEFAULT_MATERIALS
    findings: RuleSet = DEFAULT_FINDING_RULES

    def hashes(self) -> dict[str, str]:
        """Return the hash of each rule set by its name, as an estimate stores them."""
        return {r.name: r.hash for r in (self.times, self.prices, self.materials, self.findings)}


DEFAULTS = Rules()


@dataclass(frozen=True, slots=True)
class Estimate:
    """What Cofab can say about one part before any firm has been asked."""

    part: Part
    routing: Routing
    findings: tuple[Finding, ...]
    price: Price
    breaks: tuple[Mapping[str, int], ...] = ()
    rules: Mapping[str, str] = field(default_factory=dict)
    checks: tuple[Check, ...] = ()


def estimate(part: Part, brief: Brief, rules: Rules = DEFAULTS,
             machines: Mapping[str, Sequence[tuple[int, int, int]]] | None = None) -> Estimate:  # fmt: skip
    """Return routing, findings and price of a part. Raises Refused for an unknown material.

    `machines` are the spaces offered by process family, where they are known: a part that fits none is a finding.
    """
    brief = settled(brief)
    routing = routing_of(part, brief, rules.times, rules.materials)
    stuff = material(brief.material, rules.materials) if brief.material else None
    group, name = (stuff.group, stuff.id) if stuff else ("", "")
    needs = needs_of(part, brief)

    def cost(other: Routing, quantity: int) -> int:
        low, high = price_of(part, other, replace(brief, quantity=quantity), rules.prices, rules.materials).before_vat()
        return (low + high) // 2

    ways = alternatives_of(part, brief, needs, group, routing, rules.times, cost)
    routing = replace(routing, alternatives=ways, questions=_priced(part, brief, routing.questions, rules))
    return Estimate(
        part, routing, findings_of(part, brief, group, rules.findings, name, machines),
        price_of(part, routing, brief, rules.prices, rules.materials),
        tuple(breaks_of(part, routing, brief, rules.prices, rules.materials)), rules.hashes(),
        checks_of(part, brief, needs),
    )  # fmt: skip


def _priced(part: Part, brief: Brief, questions: Sequence[Question], rules: Rules) -> tuple[Question, ...]:
    """Return the questions with what each option changes in the price of a piece, where the model can tell."""
    quantity = max(1, brief.quantity)

    def middle(told: Brief) -> int:
        routing = routing_of(part, told, rules.times, rules.materials)
        price = price_of(part, routing, told, rules.prices, rules.materials)
        return (price.low_minor + price.high_minor) // 2

    base, found = middle(brief), []
    for question in questions:
        options = []
        for option in question.options:
            try:
                delta = middle(replace(brief, answers={**brief.answers, question.id: option.id})) - base
            except Refused:
                delta = 0
            options.append(replace(option, price_delta_minor=delta // quantity) if delta else option)
        found.append(replace(question, options=tuple(options)))
    return tuple(found)


def as_json(estimate_: Estimate) -> dict[str, Any]:
    """Return the estimate as `cofab parse` prints a part: see docs/steps/demand.md for every field."""
    part, routing, price = estimate_.part, estimate_.routing, estimate_.price
    return {
        "name": part.name, "count": part.count, "solids": part.solids, "size_um": list(part.size_um),
        "volume_mm3": part.volume_mm3, "area_mm2": part.area_mm2, "turned": part.turned, "faces": part.faces,
        "features": [_feature_json(f) for f in part.features],
        "findings": [asdict(f) for f in estimate_.findings],
        "operations": [_operation_json(o) for o in routing.operations],
        "alternatives": [{**asdict(a), "operations": [_operation_json(o) for o in a.operations]}
                         for a in routing.alternatives],
        "inspection": [asdict(check) for check in estimate_.checks],
        "price": {
            "currency": price.currency, "quantity": price.quantity, "low_minor": price.low_minor,
            "high_minor": price.high_minor, "net_low_minor": price.before_vat()[0],
            "net_high_minor": price.before_vat()[1], "lines": [asdict(line) for line in price.lines],
            "breaks": [dict(b) for b in estimate_.breaks],
        },
        "rules": dict(estimate_.rules),
    }  # fmt: skip


def _feature_json(feature: Feature) -> dict[str, Any]:
    """Return a feature; a hole's `depth_um` is its total depth as work plans state it, `facts.shown_um` the solid's."""
    found = asdict(feature)
    if "travel_um" in feature.facts:
        found["facts"] = {**feature.facts, "shown_um": feature.depth_um}
        found["depth_um"] = feature.facts["travel_um"]
    return found


def _operation_json(operation: Any) -> dict[str, Any]:
    found = asdict(operation)
    need = found["requirement"]
    need["any_of"], need["certificates"] = sorted(need["any_of"]), sorted(need["certificates"])
    return found
