"""The independent check of a recovery: pieces add up, windows are free, goods come before they are worked on.

Promises: shares no code with the search; datetimes where the search has ticks.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from itertools import combinations
from typing import Protocol

from cofab.core.creation.plan.check import pieces
from cofab.core.creation.plan.check_transport import leg_faults
from cofab.core.creation.plan.model import Leg, Plan, PlannedOperation
from cofab.core.kernel.rules import RuleSet
from cofab.core.proposition.demand.routing import Operation
from cofab.core.proposition.publish.offer import Offer
from cofab.core.proposition.publish.place import Map


class World(Protocol):
    """What the check reads of a problem: offers, operations in order, map, rules, now."""

    @property
    def offers(self) -> tuple[Offer, ...]: ...  # noqa: D102
    @property
    def operations(self) -> tuple[Operation, ...]: ...  # noqa: D102
    @property
    def places(self) -> Map: ...  # noqa: D102
    @property
    def rules(self) -> RuleSet: ...  # noqa: D102
    @property
    def start(self) -> datetime: ...  # noqa: D102


def recovery_faults(
    world: World,
    plan: Plan,
    machine: str,
    done: Mapping[tuple[int, str], int],
    operations: Sequence[PlannedOperation],
    legs: Sequence[Leg],
) -> list[str]:
    """Return what is wrong with the new bookings and runs; nothing means that they hold."""
    offers = {o.id: o for o in world.offers}
    return [
        *_quantities(plan, machine, done, operations),
        *(fault for o in operations for fault in _booking(o, world, offers)),
        *_together(operations),
        *_time(operations, world, offers),
        *_operators(operations, offers),
        *(fault for o in operations for fault in _supplied(o, world, plan, operations, legs)),
        *(what for leg in legs for _, what in leg_faults(leg, offers, world.places)),
    ]


def _quantities(
    plan: Plan, machine: str, done: Mapping[tuple[int, str], int], operations: Sequence[PlannedOperation]
) -> Iterable[str]:
    for (lot, op), asked in {(o.lot, o.op): o for o in plan.operations}.items():
        new = [o for o in operations if (o.lot, o.op) == (lot, op)]
        kept = done.get((lot, op), 0) if asked.machine == machine else 0
        if new and kept + sum(o.quantity for o in new) != asked.quantity:
            yield f"lot {lot}, {op}: {kept} done and {sum(o.quantity for o in new)} planned of {asked.quantity}"


def _booking(o: PlannedOperation, world: World, offers: Mapping[str, Offer]) -> Iterable[str]:
    offer, op = offers[o.machine], next(x for x in world.operations if x.id == o.op)
    inside = [w for w in offer.windows if w.start < o.end and o.start < w.end]
    if o.start < world.start:
        yield f"{o.machine} would start before now"
    if not inside or inside[0].start > o.start or inside[-1].end < o.end:
        yield f"{o.machine} is not free from {o.start} to {o.end}"
    numbers = {n for n, w in zip(offer.stretches, offer.windows, strict=False) if w in inside}
    if len(numbers) > 1 or (not offer.stretches and len(inside) > 1):
        yield f"{o.machine} has other work between {o.start} and {o.end}"
    need = op.requirement
    licence = world.rules["licences"].get(need.process)
    if need.process not in offer.families or (need.any_of and not need.any_of & offer.processes):
        yield f"{o.machine} cannot do {o.op}"
    if not need.certificates | ({licence} if licence else set()) <= offer.certificates:
        yield f"{o.firm} lacks a certificate for {o.op}"


def _time(operations: Sequence[PlannedOperation], world: World, offers: Mapping[str, Offer]) -> Iterable[str]:
    """Each new clamping has the attended time that its set-ups and pieces take."""
    asked = {op.id: op for op in world.operations}
    blocks: dict[tuple[int, int], list[PlannedOperation]] = {}
    for o in operations:
        blocks.setdefault((o.lot, o.clamping), []).append(o)
    for block in blocks.values():
        offer, start, end = offers[block[0].machine], block[0].start, max(o.end for o in block)
        inside = [(max(w.start, start), min(w.end, end)) for w in offer.windows if w.start < end and start < w.end]
        worked = sum((b - a for a, b in inside), timedelta())
        setups = sorted(asked[o.op].setup_s for o in block)
        saved = sum(setups[:-1]) * world.rules["one_clamping_saved_ppm"] / 1_000_000
        run = sum(asked[o.op].run_s * pieces(o, asked[o.op], world.rules) for o in block)
        if worked.total_seconds() < sum(setups) - saved + run * offer.speed_ppm / 1_000_000:
            yield f"{offer.id} has no time for {block[0].quantity} pieces from {start} to {end}"


def _operators(operations: Sequence[PlannedOperation], offers: Mapping[str, Offer]) -> Iterable[str]:
    """No firm needs more operators for the new work than are free beside everybody else's."""
    for o in operations:
        offer = offers[o.machine]
        for window, hands in zip(offer.windows, offer.hands, strict=False):
            low = max(window.start, o.start)
            busy = {x.machine for x in operations if x.firm == o.firm and x.start <= low < x.end}
            if hands and low < min(window.end, o.end) and len(busy) > hands:
                yield f"{o.firm} has {hands} operators free at {low}, {len(busy)} are needed"


def _together(operations: Sequence[PlannedOperation]) -> Iterable[str]:
    for a, b in combinations(operations, 2):
        if a.machine == b.machine and a.start < b.end and b.start < a.end:
            yield f"{a.machine} is used twice"


def _supplied(
    o: PlannedOperation, world: World, plan: Plan, operations: Sequence[PlannedOperation], legs: Sequence[Leg]
) -> Iterable[str]:
    """Every new operation has its goods: from the same firm before it, or by a run that arrives in time."""
    order = [op.id for op in world.operations]
    earlier = set(order[: order.index(o.op) + 1])
    inspection = timedelta(seconds=world.rules["handover_inspection_s"])
    runs = [leg for leg in (*plan.legs, *legs) if leg.lot == o.lot and leg.destination == o.firm]
    here = [x for x in (*plan.operations, *operations) if x.lot == o.lot and x.firm == o.firm and x.op in earlier]
    late = [x for x in operations if x.lot == o.lot and x.op in earlier - {o.op} and x.end > o.start]
    if late:
        yield f"{o.op} of lot {o.lot} starts before {late[0].op} ends"
    if not any(leg.arrive + inspection <= o.start for leg in runs) and not any(x != o for x in here):
        yield f"nothing brings lot {o.lot} to {o.firm} before {o.start}"
