"""Where the rest of a broken block can be made: which machine, from when to when, for how much."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

import numpy as np

from cofab.core.creation.plan.assemble import Work, spread
from cofab.core.creation.plan.cost import (
    NEVER,
    Batch,
    block_net,
    block_seconds,
    leg_net,
    weights_g,
    with_vat,
    work_gross,
)
from cofab.core.creation.plan.model import Leg, Plan, PlannedOperation
from cofab.core.creation.plan.problem import Problem, handover_gross
from cofab.core.creation.plan.timetable import END, START, STRETCH, Ints
from cofab.core.creation.plan.trace import Step
from cofab.core.kernel.money import allocate
from cofab.core.proposition.demand.routing import Operation
from cofab.core.proposition.publish.offer import Offer

if TYPE_CHECKING:
    from cofab.core.creation.plan.replan_ways import Hurt


@dataclass(frozen=True, slots=True)
class Place:
    """Where goods are, and from when they may be worked on or sent away."""

    firm: str
    town: str
    ready: datetime


@dataclass(frozen=True)
class Part:
    """Some of the rest on one machine; `leg` brings it there, `place` is where and when it is ready."""

    offer: Offer
    quantity: int
    operations: tuple[PlannedOperation, ...]
    leg: Leg | None
    place: Place
    net_minor: int


def fit(slots: Ints, ready: int, ticks: int) -> tuple[int, int] | None:
    """Return the earliest [start, finish) with `ticks` of work inside one stretch from `ready` on, or None."""
    rows = slots[slots[:, END] > ready]
    n = 0
    while n < len(rows):
        stretch = rows[rows[:, STRETCH] == rows[n, STRETCH]]
        begin = np.maximum(stretch[:, START], ready)
        done = np.cumsum(stretch[:, END] - begin)
        if done[-1] >= ticks:
            last = int(np.searchsorted(done, ticks))
            return int(begin[0]), int(stretch[last, END] - (done[last] - ticks))
        n += len(stretch)
    return None


def own_parts(p: Problem, hurt: Hurt, here: Place, quantity: int) -> list[Part]:
    """Return the firm's other machines for that many pieces, the earliest to end first."""
    offers = [o for o in _able(p, hurt) if o.firm == here.firm and o.id != hurt.machine]
    return _sorted(_part(p, hurt, o, quantity, here, None) for o in offers)


def market_parts(p: Problem, hurt: Hurt, here: Place, quantity: int) -> list[Part]:
    """Return other firms' machines for that many pieces, with the run that brings them there."""
    found = []
    for offer in _able(p, hurt):
        if offer.firm != here.firm:
            weight = weight_of(p, hurt.block[0].op, quantity)
            leg = leg_to(p, hurt.lot, here, offer.firm, offer.town, weight)
            found.append(_part(p, hurt, offer, quantity, here, leg) if leg else None)
    return _sorted(found)


def waiting_part(p: Problem, hurt: Hurt, until: datetime, quantity: int) -> Part | None:
    """Return the broken machine itself once it is back."""
    offer = next((o for o in p.usable if o.id == hurt.machine), None)
    here = Place(hurt.block[0].firm, offer.town if offer else "", until)
    return _part(p, hurt, offer, quantity, here, None) if offer else None


def _able(p: Problem, hurt: Hurt) -> Iterable[Offer]:
    fits = set.intersection(*(set(p.matches.matched[o.op]) for o in hurt.block))
    return (o for o in p.usable if o.id in fits)


def _sorted(parts: Iterable[Part | None]) -> list[Part]:
    return sorted((x for x in parts if x), key=lambda x: (x.place.ready, x.net_minor, x.offer.id))


def _part(p: Problem, hurt: Hurt, offer: Offer, quantity: int, here: Place, leg: Leg | None) -> Part | None:
    ops = [op for op in p.operations if op.id in {o.op for o in hurt.block}]
    first = hurt.block[0]
    batch = Batch(quantity, -(-first.spare * quantity // first.quantity))
    handover = p.clock.ticks(p.rules["handover_inspection_s"]) if leg else 0
    ready = p.clock.up(leg.arrive if leg else here.ready) + handover + p.clock.ticks(offer.lead_s)
    planned = place_block(p, offer, ops, batch, ready, hurt.lot, first.clamping + 1000 * (1 + p.usable.index(offer)))
    if not planned:
        return None
    net = block_net(offer, ops, batch, p.rules)
    return Part(offer, quantity, planned, leg, Place(offer.firm, offer.town, planned[-1].end), net)


def place_block(
    p: Problem, offer: Offer, ops: Sequence[Operation], batch: Batch, ready: int, lot: int, clamping: int
) -> tuple[PlannedOperation, ...]:
    """Return a block at its earliest time on an offer from tick `ready`, or nothing where it does not fit."""
    ticks = max(len(ops), p.clock.ticks(block_seconds(offer, ops, batch, p.rules)))
    time = fit(p.slots[offer.id], ready, ticks)
    if time is None:
        return ()
    return tuple(spread(p, Work(lot, offer, 0, tuple(ops), Step(0, 0, time[0], time[1], None), batch), clamping))


def weight_of(p: Problem, op: str, pieces: int) -> int:
    """Return the weight of that many pieces before an operation ("" : after the last)."""
    weights = weights_g(p.operations, p.goods, Batch(pieces, 0), p.rules)
    order = [o.id for o in p.operations]
    return weights[order.index(op)] if op else weights[-1]


def leg_to(p: Problem, lot: int, here: Place, to: str, to_town: str, weight_g: int) -> Leg | None:
    """Return the run that arrives first with goods from a place, the cheaper of equals, or None."""
    ready = p.clock.up(here.ready) + p.clock.ticks(p.rules["loading_s"])
    found: list[tuple[int, int, int, int]] = []
    km = p.places.road_km.get((here.town, to_town))
    for j, tariff in enumerate(p.places.tariffs):
        net = NEVER if km is None else leg_net(tariff, km, weight_g, p.rules)
        first = int(np.searchsorted(p.runs.departures, ready))
        runs = np.flatnonzero(p.runs.arrival[j, first:] >= 0)
        if net < NEVER and len(runs):
            s = first + int(runs[0])
            found.append((int(p.runs.arrivals[p.runs.arrival[j, s]]), net, j, int(p.runs.departures[s])))
    if not found:
        return None
    arrive, net, j, depart = min(found)
    times = p.clock.at(depart), p.clock.at(arrive)
    return Leg(here.firm, to, here.town, to_town, p.places.tariffs[j].carrier, *times, net, weight_g, lot)


def block_cost(p: Problem, plan: Plan, hurt: Hurt, parts: Sequence[Part]) -> int:
    """Return what making the rest elsewhere costs beyond the plan, VAT and fees included.

    The firm's own recovery keeps its agreed price. Another firm's price replaces the share of the agreed price for
    the pieces that it takes.
    """
    firm = hurt.block[0].firm
    vat = {o.firm: o.vat_ppm for o in p.offers}
    agreed, known = sum(o.price_minor for o in hurt.block), {o.firm for o in plan.operations}
    cost = 0
    for part in parts:
        if part.offer.firm != firm:
            share = allocate(agreed, [part.quantity, hurt.block[0].quantity - part.quantity])[0]
            cost += work_gross(part.net_minor, part.offer.vat_ppm, p.rules) - work_gross(share, vat[firm], p.rules)
            cost += handover_gross(p, next(op for op in p.operations if op.id == hurt.block[0].op))
            if part.offer.firm not in known:
                cost += with_vat(p.rules["new_partner_minor"], p.rules["vat_service_ppm"])
        if part.leg:
            cost += with_vat(part.leg.price_minor, p.rules["vat_leg_ppm"])
    return cost
