"""The checker's part about money: recomputes every line of a plan's price with exact fractions."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from itertools import pairwise
from math import ceil, floor

from cofab.core.creation.plan.model import Goods, Leg, Plan, PlannedOperation
from cofab.core.kernel.rules import RuleSet
from cofab.core.proposition.demand.routing import Operation
from cofab.core.proposition.publish.offer import Offer
from cofab.core.proposition.publish.place import Map

Bill = Counter[tuple[str, str]]


def price_faults(
    plan: Plan,
    operations: Sequence[Operation],
    goods: Goods,
    offers: Mapping[str, Offer],
    places: Map,
    rules: RuleSet,
) -> Iterable[tuple[str, str]]:
    """Yield the lines that differ from what the rules give, and sums that do not add up."""
    asked = {op.id: op for op in operations}
    bill: Bill = Counter()
    _works(bill, plan, asked, offers, rules)
    _materials(bill, plan, goods, rules)
    for leg in plan.legs:
        net = _leg_price(leg, places, rules)
        _charge(bill, "leg", leg.carrier, net, rules["vat_leg_ppm"])
        if net != leg.price_minor:
            yield "price", f"the leg to {leg.destination} costs {net}, not {leg.price_minor}"
    _handovers(bill, plan, asked, rules)
    shown: Bill = Counter()
    for line in plan.lines:
        shown[line.kind, line.payee] += line.amount_minor
    for key in sorted(k for k in bill.keys() | shown.keys() if bill[k] != shown[k]):
        yield "price", f"{key[0]} to {key[1]} should be {bill[key]}, is {shown[key]}"
    if sum(line.amount_minor for line in plan.lines) != plan.price_minor:
        yield "price", "the lines do not sum to the price"
    by_firm = Counter[str]()
    for op in plan.operations:
        by_firm[op.firm] += op.price_minor
    for firm, amount in by_firm.items():
        if amount != shown["run", firm]:
            yield "price", f"the operations of {firm} do not sum to its line"


def _share(amount: int, ppm: int) -> int:
    return floor(Fraction(amount * ppm, 1_000_000) + Fraction(1, 2))


def _charge(bill: Bill, kind: str, payee: str, net: int, vat_ppm: int, times: int = 1) -> None:
    bill[kind, payee] += net * times
    bill["vat", payee] += _share(net, vat_ppm) * times


def _works(bill: Bill, plan: Plan, asked: Mapping[str, Operation], offers: Mapping[str, Offer], rules: RuleSet) -> None:
    blocks: dict[tuple[int, int], list[PlannedOperation]] = {}
    for p in plan.operations:
        blocks.setdefault((p.lot, p.clamping), []).append(p)
    for block in blocks.values():
        offer = offers[block[0].machine]
        net = _work(block, asked, offer, rules)
        _charge(bill, "run", offer.firm, net, offer.vat_ppm)
        for kind in ("fee", "reserve"):
            _charge(bill, kind, "platform", _share(net, rules[f"{kind}_ppm"]), rules["vat_service_ppm"])


def _work(block: Sequence[PlannedOperation], asked: Mapping[str, Operation], offer: Offer, rules: RuleSet) -> int:
    setups = sorted(asked[p.op].setup_s for p in block)
    saved = floor(Fraction(sum(setups[:-1]) * rules["one_clamping_saved_ppm"], 1_000_000))
    run = sum(asked[p.op].run_s * _count(p, asked[p.op], rules) for p in block)
    seconds = sum(setups) - saved + ceil(Fraction(run * offer.speed_ppm, 1_000_000))
    price = ceil(Fraction(offer.rate_minor_per_h * seconds, 3600))
    for p in block:
        op, pieces = asked[p.op], p.quantity + p.spare
        amounts = {"dm2": Fraction(op.area_mm2, 10_000), "kg": Fraction(op.weight_g, 1_000), "piece": Fraction(1)}
        units = amounts.get(offer.unit, Fraction(0)) * pieces
        cheap = offer.bulk_units and units >= offer.bulk_units
        price += ceil(units * (offer.bulk_unit_minor if cheap else offer.unit_minor))
    return max(offer.minimum_minor, price)


def _count(p: PlannedOperation, op: Operation, rules: RuleSet) -> int:
    if op.requirement.process not in rules["sampled_families"]:
        return p.quantity + p.spare
    for upto, size in rules["sample_sizes"]:
        if p.quantity <= upto:
            return int(min(size, p.quantity))
    return int(min(rules["sample_sizes"][-1][1], p.quantity))


def _materials(bill: Bill, plan: Plan, goods: Goods, rules: RuleSet) -> None:
    sizes = {p.lot: p.quantity + p.spare for p in plan.operations}
    for pieces in sizes.values() if goods.material_minor else ():
        _charge(
            bill, "material", goods.supplier or "platform", goods.material_minor * pieces, rules["vat_material_ppm"]
        )


def _leg_price(leg: Leg, places: Map, rules: RuleSet) -> int:
    """Return the cheapest price among the carrier's tariffs that take this leg."""
    km, kg = places.road_km[leg.from_town, leg.to_town], ceil(Fraction(leg.weight_g, 1000))
    prices = []
    for t in places.tariffs:
        if t.carrier == leg.carrier and km <= t.up_to_km:
            times = max(1, ceil(Fraction(kg, t.up_to_kg))) if t.up_to_kg else 1
            haul = (t.base_minor + t.per_km_minor * km) * times + t.per_kg_minor * kg
            haul += ceil(Fraction(t.per_kg_km_millionths * kg * km, 1_000_000))
            prices.append(max(haul, t.minimum_minor * times) + rules["packing_minor_per_kg"] * kg)
    return leg.price_minor if leg.price_minor in prices else min(prices, default=0)


def _handovers(bill: Bill, plan: Plan, asked: Mapping[str, Operation], rules: RuleSet) -> None:
    vat = rules["vat_service_ppm"]
    for lot in {p.lot for p in plan.operations}:
        way = sorted((p for p in plan.operations if p.lot == lot), key=lambda p: (p.start, p.end))
        for before, after in pairwise(way):
            if before.firm != after.firm:
                _charge(bill, "coordination", "platform", rules["coordination_minor"], vat)
                if asked[after.op].requirement.process not in rules["sampled_families"]:
                    _charge(bill, "handover", after.firm, rules["handover_inspection_minor"], vat)
    partners = len({p.firm for p in plan.operations}) - 1
    if partners:
        _charge(bill, "partner", "platform", rules["new_partner_minor"], vat, partners)
