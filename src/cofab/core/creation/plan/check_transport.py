"""The checker's part about goods on the road: legs, departures, arrivals, inspections at handover."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from cofab.core.creation.plan.model import Leg, Plan, PlannedOperation
from cofab.core.kernel.rules import RuleSet
from cofab.core.proposition.publish.offer import Offer
from cofab.core.proposition.publish.place import Map, Tariff


def transport_faults(
    plan: Plan, buyer_town: str, start: datetime, offers: Mapping[str, Offer], places: Map, rules: RuleSet
) -> Iterable[tuple[str, str]]:
    """Yield what is wrong with the way of each lot from machine to machine and to the buyer."""
    used: list[Leg] = []
    for lot in sorted({p.lot for p in plan.operations}):
        way = sorted((p for p in plan.operations if p.lot == lot), key=lambda p: (p.start, p.end))
        legs = [leg for leg in plan.legs if leg.lot == lot]
        first = start + timedelta(seconds=rules["material_ready_s"] + offers[way[0].machine].lead_s)
        if way[0].start < first:
            yield "material", f"lot {lot} starts before its material is there"
        for before, after in pairwise(way):
            yield from _handover(before, after, legs, used, offers, rules)
        yield from _delivery(way[-1], legs, used, buyer_town, rules)
    for leg in plan.legs:
        yield from leg_faults(leg, offers, places)
    if len(used) != len(plan.legs):
        yield "leg", "a leg leads nowhere"
    if not plan.legs or plan.finish != max(leg.arrive for leg in plan.legs):
        yield "finish", "the arrival is not that of the last leg"


def _handover(
    before: PlannedOperation,
    after: PlannedOperation,
    legs: list[Leg],
    used: list[Leg],
    offers: Mapping[str, Offer],
    rules: RuleSet,
) -> Iterable[tuple[str, str]]:
    lead = timedelta(seconds=offers[after.machine].lead_s)
    same_clamping = before.clamping == after.clamping
    if before.firm == after.firm:
        if not same_clamping and after.start < before.end + lead:
            yield "lead", f"{after.machine} starts {after.op} too early"
        return
    fits = [leg for leg in legs if (leg.origin, leg.destination) == (before.firm, after.firm) and leg not in used]
    fits = [leg for leg in fits if leg.depart >= before.end + timedelta(seconds=rules["loading_s"])]
    ready = [
        leg for leg in fits if leg.arrive + timedelta(seconds=rules["handover_inspection_s"]) + lead <= after.start
    ]
    if not ready:
        yield "leg", f"nothing brings lot {after.lot} from {before.firm} to {after.firm} in time for {after.op}"
        return
    used.append(ready[0])


def _delivery(
    last: PlannedOperation, legs: list[Leg], used: list[Leg], buyer_town: str, rules: RuleSet
) -> Iterable[tuple[str, str]]:
    fits = [leg for leg in legs if leg.origin == last.firm and leg.destination == "buyer" and leg.to_town == buyer_town]
    fits = [leg for leg in fits if leg.depart >= last.end + timedelta(seconds=rules["loading_s"])]
    if len(fits) != 1:
        yield "leg", f"lot {last.lot} is not delivered to {buyer_town}"
    used += fits[:1]


def leg_faults(leg: Leg, offers: Mapping[str, Offer], places: Map) -> Iterable[tuple[str, str]]:
    """Yield what is wrong with one run: towns, road, carrier, departure and arrival."""
    towns = {offer.firm: offer.town for offer in offers.values()}
    if towns[leg.origin] != leg.from_town or (leg.destination != "buyer" and towns[leg.destination] != leg.to_town):
        yield "leg", f"{leg.origin} to {leg.destination} names the wrong towns"
    km = places.road_km.get((leg.from_town, leg.to_town))
    if km is None:
        yield "leg", f"no road from {leg.from_town} to {leg.to_town}"
        return
    runs = [t for t in places.tariffs if t.carrier == leg.carrier and km <= t.up_to_km]
    if not any(_runs(tariff, leg, places) for tariff in runs):
        yield "leg", f"{leg.carrier} does not run from {leg.from_town} at {leg.depart} to arrive at {leg.arrive}"


def _runs(tariff: Tariff, leg: Leg, places: Map) -> bool:
    """Tell whether the tariff leaves and arrives as the leg says."""
    zone = ZoneInfo(places.zone)
    leave, arrive = leg.depart.astimezone(zone), leg.arrive.astimezone(zone)
    closed = leave.weekday() == 6 or leave.date() in places.holidays
    if closed or leave.time() not in tariff.departures:
        return False
    if not tariff.arrive_days:
        return leg.arrive - leg.depart == timedelta(seconds=tariff.travel_s)
    span = [leave.date() + timedelta(days=n + 1) for n in range((arrive.date() - leave.date()).days)]
    working = [day for day in span if day.weekday() != 6 and day not in places.holidays]
    on_time = bool(working) and working[-1] == arrive.date() and len(working) == tariff.arrive_days
    return on_time and arrive.time() == tariff.arrive_at
