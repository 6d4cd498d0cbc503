"""From traced steps to a plan that people read: operations, legs, and a price in visible lines."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from cofab.core.creation.plan.chain import Chain
from cofab.core.creation.plan.cost import (
    Batch,
    batch_of,
    block_net,
    block_seconds,
    count_of,
    leg_net,
    material_net,
    weights_g,
)
from cofab.core.creation.plan.model import Leg, Plan, PlannedOperation, PriceLine
from cofab.core.creation.plan.odds import carbon_g, late_ppm, least_credit
from cofab.core.creation.plan.problem import Problem
from cofab.core.creation.plan.timetable import END, START, Ints
from cofab.core.creation.plan.trace import Move, Step
from cofab.core.kernel.money import allocate, parts_per_million
from cofab.core.proposition.demand.routing import Operation
from cofab.core.proposition.publish.offer import Offer

PLATFORM = "platform"


@dataclass(frozen=True)
class Lot:
    """One traced lot: its quantity, the chain it was traced in, its blocks and the leg to the buyer."""

    quantity: int
    chain: Chain
    steps: tuple[Step, ...]
    last: Move


@dataclass(frozen=True, slots=True)
class Work:
    """A block as the plan shows it: who does which operations from tick to tick."""

    lot: int
    offer: Offer
    first: int
    operations: tuple[Operation, ...]
    step: Step
    batch: Batch


def assemble(p: Problem, lots: Sequence[Lot]) -> Plan:
    """Return the plan of one or more lots, priced line by line; bound, tags and name are set later."""
    works = [w for n, lot in enumerate(lots) for w in _works(p, n, lot)]
    operations = tuple(op for n, w in enumerate(works) for op in spread(p, w, n))
    legs = tuple(leg for n, lot in enumerate(lots) for leg in _legs(p, n, lot, [w for w in works if w.lot == n]))
    lines = tuple(_with_vat(p, [*_material(p, lots), *_work_lines(p, works), *_leg_lines(legs), *_partners(p, works)]))
    finish = max(leg.arrive for leg in legs)
    firms = {w.offer.firm: w.offer for w in works}
    hours = [(w.offer, block_seconds(w.offer, w.operations, w.batch, p.rules)) for w in works]
    return Plan(
        id="",
        operations=operations,
        legs=legs,
        lines=lines,
        price_minor=sum(line.amount_minor for line in lines),
        finish=finish,
        bound_minor=0,
        gap_ppm=0,
        risk_ppm=late_ppm(firms.values(), finish, p.due, p.rules),
        carbon_g=carbon_g(hours, legs, p.places, p.rules),
        credit_ppm=least_credit(firms.values()),
    )


def _works(p: Problem, number: int, lot: Lot) -> Iterable[Work]:
    usable, batch = p.usable, batch_of(lot.quantity, p.rules)
    for step in lot.steps:
        block = lot.chain.blocks[step.block]
        offer = usable[int(block.machine[step.candidate])]
        yield Work(number, offer, block.first, p.operations[block.first : block.until], step, batch)


def spread(p: Problem, w: Work, clamping: int) -> Iterable[PlannedOperation]:
    """Split a block's time and price over its operations by the seconds each takes."""
    seconds = [max(1, block_seconds(w.offer, [op], w.batch, p.rules)) for op in w.operations]
    net = allocate(block_net(w.offer, w.operations, w.batch, p.rules), seconds)
    edges = _edges(p.slots[w.offer.id], w.step, seconds)
    for n, op in enumerate(w.operations):
        yield PlannedOperation(
            op=op.id,
            firm=w.offer.firm,
            machine=w.offer.id,
            start=p.clock.at(edges[n]),
            end=p.clock.at(edges[n + 1]),
            quantity=w.batch.quantity,
            price_minor=net[n],
            lot=w.lot,
            spare=w.batch.spare,
            clamping=clamping,
        )


def _edges(slots: Ints, step: Step, seconds: Sequence[int]) -> list[int]:
    """Return the ticks at which a block's operations follow each other, each at least one tick of work long."""
    inside = slots[(slots[:, START] < step.finish) & (slots[:, END] > step.start)]
    ticks = [t for s in inside for t in range(max(s[START], step.start), min(s[END], step.finish))]
    shares = allocate(len(ticks) - len(seconds), seconds)
    edges, done = [step.start], 0
    for share in shares[:-1]:
        done += share + 1
        edges.append(ticks[done - 1] + 1)
    return [*edges, step.finish]


def _legs(p: Problem, number: int, lot: Lot, works: Sequence[Work]) -> Iterable[Leg]:
    weights = weights_g(p.operations, p.goods, batch_of(lot.quantity, p.rules), p.rules)
    for before, after in pairwise(works):
        if after.step.leg:
            ends = before.offer.firm, after.offer.firm
            yield _leg(p, number, lot.chain, after.step.leg, ends, weights[after.first])
    yield _leg(p, number, lot.chain, lot.last, (works[-1].offer.firm, "buyer"), weights[-1])


def _leg(p: Problem, lot: int, chain: Chain, move: Move, ends: tuple[str, str], weight_g: int) -> Leg:
    tariff = p.places.tariffs[move.tariff]
    towns = p.towns[move.origin], p.towns[move.target]
    return Leg(
        origin=ends[0],
        destination=ends[1],
        from_town=towns[0],
        to_town=towns[1],
        carrier=tariff.carrier,
        depart=p.clock.at(int(chain.runs.departures[move.departure])),
        arrive=p.clock.at(int(chain.runs.arrivals[move.arrival])),
        price_minor=leg_net(tariff, p.places.road_km[towns], weight_g, p.rules),
        weight_g=weight_g,
        lot=lot,
    )


def _material(p: Problem, lots: Sequence[Lot]) -> Iterable[PriceLine]:
    for n, lot in enumerate(lots):
        batch = batch_of(lot.quantity, p.rules)
        net = material_net(p.goods, batch)
        if net:
            facts = {"lot": n, "pieces": batch.pieces, "material": p.goods.material}
            yield PriceLine("material", p.goods.supplier or PLATFORM, net, facts)


def _work_lines(p: Problem, works: Sequence[Work]) -> Iterable[PriceLine]:
    fee = reserve = 0
    for w in works:
        net = block_net(w.offer, w.operations, w.batch, p.rules)
        fee += parts_per_million(net, p.rules["fee_ppm"])
        reserve += parts_per_million(net, p.rules["reserve_ppm"])
        yield PriceLine("run", w.offer.firm, net, _why(p, w, net))
    yield PriceLine("fee", PLATFORM, fee, {"ppm": p.rules["fee_ppm"]})
    yield PriceLine("reserve", PLATFORM, reserve, {"ppm": p.rules["reserve_ppm"]})


def _why(p: Problem, w: Work, net: int) -> dict[str, object]:
    return {
        "lot": w.lot,
        "machine": w.offer.id,
        "ops": [op.id for op in w.operations],
        "seconds": block_seconds(w.offer, w.operations, w.batch, p.rules),
        "pieces": [count_of(op, w.batch, p.rules) for op in w.operations],
        "minimum": net == w.offer.minimum_minor,
        "vat_ppm": w.offer.vat_ppm,
    }


def _leg_lines(legs: Sequence[Leg]) -> Iterable[PriceLine]:
    for leg in legs:
        facts = {"lot": leg.lot, "from": leg.origin, "to": leg.destination, "weight_g": leg.weight_g}
        yield PriceLine("leg", leg.carrier, leg.price_minor, facts)


def _partners(p: Problem, works: Sequence[Work]) -> Iterable[PriceLine]:
    """Yield the lines for handovers to other firms and for each partner after the first."""
    moved = [w for w in works if w.step.leg]
    for w in moved:
        if w.operations[0].requirement.process not in p.rules["sampled_families"]:
            facts = {"lot": w.lot, "before": w.operations[0].id}
            yield PriceLine("handover", w.offer.firm, p.rules["handover_inspection_minor"], facts)
    if moved:
        facts = {"handovers": len(moved)}
        yield PriceLine("coordination", PLATFORM, p.rules["coordination_minor"] * len(moved), facts)
    partners = len({w.offer.firm for w in works}) - 1
    if partners:
        yield PriceLine("partner", PLATFORM, p.rules["new_partner_minor"] * partners, {"partners": partners})


def _with_vat(p: Problem, lines: list[PriceLine]) -> Iterable[PriceLine]:
    """Yield the lines and one VAT line a payee; VAT is rounded for each thing that is charged."""
    owed: Counter[str] = Counter()
    for line in lines:
        owed[line.payee] += _vat(p, line, lines)
        yield line
    for payee, amount in owed.items():
        yield PriceLine("vat", payee, amount, {"on": sum(x.amount_minor for x in lines if x.payee == payee)})


def _vat(p: Problem, line: PriceLine, lines: Sequence[PriceLine]) -> int:
    service = p.rules["vat_service_ppm"]
    if line.kind in ("fee", "reserve"):
        works = [x.amount_minor for x in lines if x.kind == "run"]
        return sum(parts_per_million(parts_per_million(net, line.facts["ppm"]), service) for net in works)
    if line.kind == "coordination":
        return int(line.facts["handovers"]) * parts_per_million(p.rules["coordination_minor"], service)
    if line.kind == "partner":
        return int(line.facts["partners"]) * parts_per_million(p.rules["new_partner_minor"], service)
    rates = {
        "run": line.facts.get("vat_ppm", 0),
        "leg": p.rules["vat_leg_ppm"],
        "material": p.rules["vat_material_ppm"],
    }
    return parts_per_million(line.amount_minor, rates.get(line.kind, service))
