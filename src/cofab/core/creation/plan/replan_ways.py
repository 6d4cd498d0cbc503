"""Every way that one lot can go on after its machine broke: where the rest is made, and what shifts after it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import product

from cofab.core.creation.plan.model import Leg, Plan, PlannedOperation
from cofab.core.creation.plan.problem import Problem
from cofab.core.creation.plan.replan_follow import Followed, follow
from cofab.core.creation.plan.replan_parts import Part, Place, block_cost, market_parts, own_parts, waiting_part

OWN_SHOP, MARKET, WAIT = "own_shop", "market", "wait"
QUARTERS = (1, 2, 3)
OWN_TRIED, MARKET_TRIED, TOGETHER_TRIED = 3, 6, 3


@dataclass(frozen=True)
class Recovery:
    """One way for one lot: new and replaced operations and legs, firms touched, cost beyond the plan, arrival."""

    lot: int
    kinds: frozenset[str]
    operations: tuple[PlannedOperation, ...]
    replaces: tuple[PlannedOperation, ...]
    legs: tuple[Leg, ...]
    dropped: tuple[Leg, ...]
    touches: frozenset[str]
    cost_minor: int
    finish: datetime


@dataclass(frozen=True)
class Hurt:
    """A lot of a running plan whose block on the broken machine is unfinished."""

    lot: int
    way: tuple[PlannedOperation, ...]
    block: tuple[PlannedOperation, ...]
    legs: tuple[Leg, ...]
    done: int
    machine: str
    at: datetime

    @property
    def rest(self) -> int:
        """Return the good pieces still to be made."""
        return self.block[0].quantity - self.done

    @property
    def after(self) -> tuple[PlannedOperation, ...]:
        """Return the operations that follow the broken block."""
        return self.way[self.way.index(self.block[-1]) + 1 :]

    @property
    def before(self) -> PlannedOperation | None:
        """Return the operation before the broken block."""
        first = self.way.index(self.block[0])
        return self.way[first - 1] if first else None


def ways_for(
    p: Problem, plan: Plan, machine: str, until: datetime | None, done: Mapping[tuple[int, str], int], lot: int
) -> list[Recovery]:
    """Return the ways for a lot that fit the calendars, in no order."""
    hurt = _hurt(p, plan, machine, done, lot)
    here = _here(p, hurt)
    own = own_parts(p, hurt, here, hurt.rest)[:OWN_TRIED]
    found = [_whole(p, plan, hurt, (part,), {OWN_SHOP}) for part in own]
    market = market_parts(p, hurt, here, hurt.rest)[:MARKET_TRIED]
    found += [_whole(p, plan, hurt, (part,), {MARKET}) for part in market]
    for parts in _together(p, hurt, here):
        found.append(_whole(p, plan, hurt, parts, {OWN_SHOP, MARKET}))
    wait = waiting_part(p, hurt, until, hurt.rest) if until else None
    if wait:
        found.append(_whole(p, plan, hurt, (wait,), {WAIT}))
    return [r for r in found if r is not None]


def _hurt(p: Problem, plan: Plan, machine: str, done: Mapping[tuple[int, str], int], lot: int) -> Hurt:
    order = {op.id: n for n, op in enumerate(p.operations)}
    way = tuple(sorted((o for o in plan.operations if o.lot == lot), key=lambda o: (order[o.op], o.start)))
    unfinished = [o for o in way if o.machine == machine and done.get((lot, o.op), 0) < o.quantity]
    block = tuple(o for o in way if o.clamping == unfinished[0].clamping)
    made = min(done.get((lot, o.op), 0) for o in block)
    legs = tuple(leg for leg in plan.legs if leg.lot == lot)
    return Hurt(lot, way, block, legs, made, machine, p.start)


def _here(p: Problem, hurt: Hurt) -> Place:
    """Return where the unfinished goods are and from when they may leave or be worked on there."""
    firm = hurt.block[0].firm
    incoming = next((leg for leg in hurt.legs if leg.destination == firm and hurt.before), None)
    ready = hurt.at if hurt.before is None else max(hurt.at, hurt.before.end)
    if incoming and incoming.arrive > hurt.at:
        ready = p.clock.at(p.clock.up(incoming.arrive) + p.clock.ticks(p.rules["handover_inspection_s"]))
    town = next(o.town for o in p.offers if o.firm == firm)
    return Place(firm, town, ready)


def _together(p: Problem, hurt: Hurt, here: Place) -> Iterable[tuple[Part, ...]]:
    """Yield the rest divided between the own shop and one other firm, by quarters."""
    for quarter in QUARTERS:
        mine = hurt.rest * quarter // 4
        if 0 < mine < hurt.rest:
            own = own_parts(p, hurt, here, mine)[:1]
            market = market_parts(p, hurt, here, hurt.rest - mine)[:TOGETHER_TRIED]
            yield from product(own, market)


def _whole(p: Problem, plan: Plan, hurt: Hurt, parts: Sequence[Part], kinds: set[str]) -> Recovery | None:
    """Return the recovery with everything that follows, or None where what follows finds no time."""
    rest = follow(p, plan, hurt, parts)
    if rest is None:
        return None
    return Recovery(
        lot=hurt.lot,
        kinds=frozenset(kinds),
        operations=(*(o for part in parts for o in part.operations), *rest.operations),
        replaces=(*hurt.block, *rest.replaces),
        legs=(*(part.leg for part in parts if part.leg), *rest.legs),
        dropped=tuple(rest.dropped),
        touches=frozenset({o.firm for part in parts for o in part.operations} | rest.touches) - {hurt.block[0].firm},
        cost_minor=block_cost(p, plan, hurt, parts) + rest.cost_minor,
        finish=rest.finish,
    )


__all__ = ["MARKET", "OWN_SHOP", "WAIT", "Followed", "Hurt", "Recovery", "ways_for"]
