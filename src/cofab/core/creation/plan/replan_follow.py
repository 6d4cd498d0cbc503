"""What follows a recovered block: it keeps its time where the goods come in time, else shifts as little as can be."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from cofab.core.creation.plan.cost import Batch, with_vat, work_gross
from cofab.core.creation.plan.model import Leg, Plan, PlannedOperation
from cofab.core.creation.plan.problem import Problem
from cofab.core.creation.plan.replan_parts import Part, Place, leg_to, place_block, weight_of
from cofab.core.proposition.publish.offer import Offer

if TYPE_CHECKING:
    from cofab.core.creation.plan.replan_ways import Hurt


@dataclass
class Followed:
    """What changes after the recovered block, and when the lot arrives."""

    finish: datetime
    operations: list[PlannedOperation] = field(default_factory=list)
    replaces: list[PlannedOperation] = field(default_factory=list)
    legs: list[Leg] = field(default_factory=list)
    dropped: list[Leg] = field(default_factory=list)
    touches: set[str] = field(default_factory=set)
    cost_minor: int = 0


def follow(p: Problem, plan: Plan, hurt: Hurt, parts: Sequence[Part]) -> Followed | None:
    """Return the changes after the block, or None where the goods cannot go on."""
    made = Followed(hurt.at)
    places = _places(hurt, parts)
    for block in _blocks(hurt):
        if not _bring(p, hurt, made, places, block[0].firm, _town(p, block[0].firm), block[0].op):
            return None
        ready = max(place.ready for place, _ in places)
        lead = timedelta(seconds=_offer(p, block[0].machine).lead_s)
        if block[0].start >= ready + lead and block[0].machine != hurt.machine:
            places = [(Place(block[0].firm, places[0][0].town, block[-1].end), block[0].quantity + block[0].spare)]
            continue
        moved = _shift(p, hurt, block, ready)
        if not moved:
            return None
        _changed(p, made, block, moved)
        places = [(Place(moved[0].firm, places[0][0].town, moved[-1].end), block[0].quantity + block[0].spare)]
    last = next(leg for leg in hurt.legs if leg.destination == "buyer")
    if not _bring(p, hurt, made, places, "buyer", last.to_town, ""):
        return None
    made.finish = places[0][0].ready
    return made


def _places(hurt: Hurt, parts: Sequence[Part]) -> list[tuple[Place, int]]:
    """Return where the pieces are after the block: the firms that made the rest, and the finished ones at home."""
    made = {part.place.firm: (part.place, part.quantity) for part in parts}
    home = hurt.block[0].firm
    if hurt.done and home in made:
        made[home] = (made[home][0], made[home][1] + hurt.done)
    elif hurt.done:
        town = next(leg.from_town for leg in hurt.legs if leg.origin == home) if any(
            leg.origin == home for leg in hurt.legs) else parts[0].leg.from_town if parts[0].leg else ""  # fmt: skip
        made[home] = (Place(home, town, hurt.at), hurt.done)
    return list(made.values())


def _blocks(hurt: Hurt) -> list[list[PlannedOperation]]:
    found: dict[int, list[PlannedOperation]] = {}
    for op in hurt.after:
        found.setdefault(op.clamping, []).append(op)
    return list(found.values())


def _town(p: Problem, firm: str) -> str:
    return next(o.town for o in p.offers if o.firm == firm)


def _offer(p: Problem, machine: str) -> Offer:
    return next(o for o in p.offers if o.id == machine)


def _bring(
    p: Problem, hurt: Hurt, made: Followed, places: list[tuple[Place, int]], firm: str, town: str, op: str
) -> bool:
    """Bring all pieces to a firm (or the buyer): keep the planned run where it still fits, else take the next."""
    loading = timedelta(seconds=p.rules["loading_s"])
    inspection = 0 if firm == "buyer" else p.clock.ticks(p.rules["handover_inspection_s"])
    planned = [leg for leg in hurt.legs if leg.destination == firm and leg.depart >= hurt.at]
    arrivals, kept = [], []
    for place, pieces in places:
        if place.firm == firm:
            arrivals.append(place.ready)
            continue
        leg = next((x for x in planned if x.origin == place.firm and x.depart >= place.ready + loading), None)
        if leg is None:
            leg = leg_to(p, hurt.lot, place, firm, town, weight_of(p, op, pieces))
            if leg is None:
                return False
            made.legs.append(leg)
            made.cost_minor += with_vat(leg.price_minor, p.rules["vat_leg_ppm"])
        else:
            kept.append(leg)
        arrivals.append(p.clock.at(p.clock.up(leg.arrive) + inspection))
    used = {place.firm for place, _ in places} | {hurt.block[0].firm}
    for leg in planned:
        if leg not in kept and leg.origin in used and leg not in made.dropped:
            made.dropped.append(leg)
            made.cost_minor -= with_vat(leg.price_minor, p.rules["vat_leg_ppm"])
    places[:] = [(Place(firm, town, max(arrivals)), sum(pieces for _, pieces in places))]
    return True


def _shift(p: Problem, hurt: Hurt, block: Sequence[PlannedOperation], ready: datetime) -> tuple[PlannedOperation, ...]:
    """Return the block later on its own machine, or on another of the same firm, whichever ends first."""
    ops = [op for op in p.operations if op.id in {o.op for o in block}]
    batch = Batch(block[0].quantity, block[0].spare)
    able = set.intersection(*(set(p.matches.matched[op.id]) for op in ops))
    found = []
    for offer in p.usable:
        if offer.firm == block[0].firm and offer.id in able and offer.id != hurt.machine:
            from_tick = p.clock.up(ready) + p.clock.ticks(offer.lead_s)
            planned = place_block(p, offer, ops, batch, from_tick, hurt.lot, block[0].clamping)
            if planned:
                found.append((planned[-1].end, offer.id != block[0].machine, planned))
    return min(found, key=lambda x: x[:2])[2] if found else ()


def _changed(p: Problem, made: Followed, block: Sequence[PlannedOperation], moved: Sequence[PlannedOperation]) -> None:
    vat = _offer(p, block[0].machine).vat_ppm
    made.operations += moved
    made.replaces += block
    made.touches.add(block[0].firm)
    if moved[0].machine != block[0].machine:
        new, old = sum(o.price_minor for o in moved), sum(o.price_minor for o in block)
        made.cost_minor += work_gross(new, vat, p.rules) - work_gross(old, vat, p.rules)
