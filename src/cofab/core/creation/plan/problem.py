"""From offers, map and routing to the chains that the kernels work on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import cached_property

import numpy as np

from cofab.core.creation.match.candidates import candidates
from cofab.core.creation.match.model import Matches
from cofab.core.creation.plan.chain import Block, Chain
from cofab.core.creation.plan.cost import (
    NEVER,
    Batch,
    batch_of,
    block_net,
    block_seconds,
    material_net,
    weights_g,
    with_vat,
    work_gross,
)
from cofab.core.creation.plan.model import NO_WISHES, Goods, Wishes
from cofab.core.creation.plan.timetable import MOST_TICKS, Clock, Ints, Timetable, slots_of, timetable
from cofab.core.creation.plan.wishes import wished
from cofab.core.kernel.refusal import declare
from cofab.core.kernel.rules import RuleSet
from cofab.core.proposition.demand.routing import Operation, Requirement, Routing
from cofab.core.proposition.publish.offer import Offer
from cofab.core.proposition.publish.place import Map

UNKNOWN_TOWN = declare("plan.unknown_town", "No carrier here knows the town {town}.")
NO_OPERATIONS = declare("plan.no_operations", "There is nothing to make: the part has no operations.")
NOTHING_TO_MAKE = declare("plan.quantity", "A quantity of {quantity} cannot be planned.")
DUE_PASSED = declare("plan.due_passed", "The due date {due} lies before {start}.")

FREE, FIRST, EACH = "free", "first", "each"
"""Who pays the one-off for a new partner in a pass: nobody; who cannot be a return; every change of firm."""


@dataclass(frozen=True)
class Problem:
    """Everything that stays the same for every lot of an order."""

    offers: tuple[Offer, ...]
    operations: tuple[Operation, ...]
    matches: Matches
    places: Map
    rules: RuleSet
    goods: Goods
    clock: Clock
    runs: Timetable
    start: datetime
    due: datetime
    buyer_town: str
    firms: tuple[str, ...]
    towns: tuple[str, ...]
    slots: Mapping[str, Ints] = field(repr=False)
    wishes: Wishes = NO_WISHES

    @cached_property
    def roads(self) -> tuple[Ints, Ints]:
        """Return the class of the road [from, to] between towns, and the kilometres of each class (-1: no road)."""
        far = [[self.places.road_km.get((a, b), -1) for b in self.towns] for a in self.towns]
        kms, kind = np.unique(np.array(far, np.int64).reshape(-1), return_inverse=True)
        return kind.reshape(len(self.towns), -1).astype(np.uint16), kms

    @cached_property
    def usable(self) -> tuple[Offer, ...]:
        """Return the offers that fit at least one operation, in the order of `slots`."""
        return tuple(o for o in self.offers if o.id in self.slots)


def problem(
    offers: Sequence[Offer],
    places: Map,
    routing: Routing,
    quantity: int,
    due: datetime,
    buyer_town: str,
    start: datetime,
    rules: RuleSet,
    goods: Goods,
    wishes: Wishes | None = None,
) -> Problem:
    """Match the offers and lay out clock, carriers and calendars; refuses wishes that leave nothing."""
    operations = with_inspection(routing.operations, rules)
    clock = _clock(offers, start, rules)
    least = batch_of(-(-quantity // int(rules["lot_steps"])), rules)
    matches = candidates(offers, operations, quantity, rules["licences"], _least_seconds(operations, least, rules))
    if wishes:
        matches = wished(matches, offers, operations, wishes)
    fits = {machine for machines in matches.matched.values() for machine in machines}
    usable = [o for o in offers if o.id in fits and o.town in places.towns]
    return Problem(
        offers=tuple(offers),
        operations=operations,
        matches=matches,
        places=places,
        rules=rules,
        goods=goods,
        clock=clock,
        runs=timetable(places, clock),
        start=start,
        due=due,
        buyer_town=buyer_town,
        firms=tuple(sorted({o.firm for o in usable})),
        towns=tuple(places.towns),
        slots={o.id: slots_of(o, clock) for o in usable},
        wishes=wishes or NO_WISHES,
    )


def lot_step(quantity: int, rules: RuleSet, small_too: bool = False) -> int:
    """Return the declared step of lots, or the whole quantity where it is too small to be split.

    `small_too` splits small quantities as well, for work that is longer than any free window.
    """
    if quantity < rules["lots_from"] and not small_too:
        return quantity
    return -(-quantity // int(rules["lot_steps"]))


def with_inspection(operations: Sequence[Operation], rules: RuleSet) -> tuple[Operation, ...]:
    """Return the operations as one chain that ends with an inspection by an accredited house."""
    how = rules["inspection"]
    if not how:
        return tuple(operations)
    paper = frozenset({how["certificate"]})
    last = operations[-1]
    if last.requirement.process == how["family"]:
        kinds = last.requirement.any_of or frozenset({how["process"]})
        need = replace(last.requirement, any_of=kinds, certificates=last.requirement.certificates | paper, material="")
        return (*operations[:-1], replace(last, requirement=need))
    need = Requirement(how["family"], frozenset({how["process"]}), certificates=paper)
    final = Operation("final", how["family"], need, (last.id,), setup_s=how["setup_s"], run_s=how["run_s"])
    return (*operations, final)


def _least_seconds(operations: Sequence[Operation], batch: Batch, rules: RuleSet) -> dict[str, int]:
    """Return what the smallest lot takes at least; half, because machines differ in speed."""
    sampled = rules["sampled_families"]
    counts = {op.id: 1 if op.requirement.process in sampled else batch.pieces for op in operations}
    return {op.id: (op.setup_s + op.run_s * counts[op.id]) // 2 for op in operations}


def _clock(offers: Sequence[Offer], start: datetime, rules: RuleSet) -> Clock:
    tick = int(rules["tick_s"])
    base = start - timedelta(seconds=start.timestamp() % tick)
    end = max((o.windows[-1].end for o in offers if o.windows), default=start)
    return Clock(base, tick, min(MOST_TICKS, max(1, int((end - base).total_seconds()) // tick)))


def chain_of(p: Problem, quantity: int, one_off: str, penalty: Mapping[str, int] | None = None) -> Chain:
    """Return one lot of `quantity` as the kernels see it; `penalty` adds to entering a firm (weights, not money)."""
    batch = batch_of(quantity, p.rules)
    town = {t: n for n, t in enumerate(p.towns)}
    place = {o.firm: town[o.town] for o in p.usable}
    material = with_vat(material_net(p.goods, batch), p.rules["vat_material_ppm"])
    loading = p.clock.ticks(p.rules["loading_s"])
    return Chain(
        operations=len(p.operations),
        blocks=tuple(_blocks(p, batch)),
        town=np.array([place[f] for f in p.firms], np.int64),
        enter=enter_costs(p, one_off, penalty or {}),
        road=p.roads[0],
        fare=tuple(fares(p.places, p.roads[1], weight, p.rules) for weight in _weights(p, batch)),
        runs=p.runs,
        ready_at=p.clock.up(p.start + timedelta(seconds=p.rules["material_ready_s"])),
        base_price=material,
        handover=p.clock.ticks(p.rules["handover_inspection_s"]),
        loading=loading,
        buyer=town[p.buyer_town],
    )


def _blocks(p: Problem, batch: Batch) -> list[Block]:
    together = set(p.rules["one_clamping_families"])
    found = []
    for first in range(len(p.operations)):
        for until in range(first + 1, len(p.operations) + 1):
            ops = p.operations[first:until]
            if until - first > 1 and not all(op.requirement.process in together for op in ops):
                break
            found.append(_block(p, first, until, batch))
    return [b for b in found if len(b.firm)]


def _block(p: Problem, first: int, until: int, batch: Batch) -> Block:
    ops = p.operations[first:until]
    able = set.intersection(*(set(p.matches.matched[op.id]) for op in ops))
    firm = {f: n for n, f in enumerate(p.firms)}
    rows = []
    for n, offer in enumerate(p.usable):
        if offer.id in able:
            ticks = max(len(ops), p.clock.ticks(block_seconds(offer, ops, batch, p.rules)))
            gross = work_gross(block_net(offer, ops, batch, p.rules), offer.vat_ppm, p.rules)
            rows.append((firm[offer.firm], n, gross, ticks, p.clock.ticks(offer.lead_s)))
    table = np.array(sorted(rows), np.int64).reshape(-1, 5)
    return Block(first, until, *(np.ascontiguousarray(table[:, c]) for c in range(5)))


def handover_gross(p: Problem, operation: Operation) -> int:
    """Return what a handover to another firm for `operation` costs with VAT: coordination and inspection."""
    vat = p.rules["vat_service_ppm"]
    inspected = operation.requirement.process not in p.rules["sampled_families"]
    inspection = with_vat(p.rules["handover_inspection_minor"], vat) if inspected else 0
    return inspection + with_vat(p.rules["coordination_minor"], vat)


def enter_costs(p: Problem, one_off: str, penalty: Mapping[str, int], known: frozenset[str] = frozenset()) -> Ints:
    """Return what entering each firm with each operation costs besides the leg; see `one_off` in FREE, FIRST, EACH.

    `known` firms already work on another lot: they pay no one-off and get no `penalty`.
    """
    once = with_vat(p.rules["new_partner_minor"], p.rules["vat_service_ppm"])
    earliest = _earliest(p)
    enter = np.zeros((len(p.operations), len(p.firms)), np.int64)
    for n, firm in enumerate(p.firms):
        stranger = firm not in known
        enter[:, n] = penalty.get(firm, 0) * stranger
        for k in range(1, len(p.operations)):
            pays = stranger and (one_off == EACH or (one_off == FIRST and earliest[firm] > k - 2))
            enter[k, n] += handover_gross(p, p.operations[k]) + once * pays
    return enter


def _earliest(p: Problem) -> dict[str, int]:
    """Return the first operation that each firm can do."""
    owner = {o.id: o.firm for o in p.usable}
    found: dict[str, int] = {}
    for k, op in enumerate(p.operations):
        for machine in p.matches.matched[op.id]:
            if machine in owner:
                found.setdefault(owner[machine], k)
    return found


def _weights(p: Problem, batch: Batch) -> list[int]:
    return weights_g(p.operations, p.goods, batch, p.rules)


def fares(places: Map, kms: Ints, weight_g: int, rules: RuleSet) -> Ints:
    """Return the gross price [tariff, class] on roads of these lengths, as `cost.leg_net`; -1 km is no road."""
    table = np.full((len(places.tariffs), len(kms)), NEVER, np.int64)
    kg, pack = -(-weight_g // 1000), int(rules["packing_minor_per_kg"])
    for j, t in enumerate(places.tariffs):
        vehicles = max(1, -(-kg // t.up_to_kg)) if t.up_to_kg else 1
        haul = vehicles * (t.base_minor + t.per_km_minor * kms) + t.per_kg_minor * kg
        haul = haul - (-t.per_kg_km_millionths * kg * kms // 1_000_000)
        net = np.maximum(vehicles * t.minimum_minor, haul) + pack * kg
        gross = net + (2 * net * rules["vat_leg_ppm"] + 1_000_000) // 2_000_000
        table[j] = np.where((kms >= 0) & (kms <= t.up_to_km), gross, NEVER)
    return table
