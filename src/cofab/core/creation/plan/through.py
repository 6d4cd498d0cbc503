"""Why a firm is out: what the cheapest plan through each firm and each machine would cost.

Exact over all offers for one lot: a forward and a backward pass meet at every candidate. Not here: lots.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

import numpy as np

from cofab.core.creation.plan.backward import backward
from cofab.core.creation.plan.backward import through as through_chain
from cofab.core.creation.plan.chain import by, forward, points
from cofab.core.creation.plan.compose import ask
from cofab.core.creation.plan.cost import NEVER
from cofab.core.creation.plan.model import Goods, Wishes
from cofab.core.creation.plan.problem import EACH, Problem, chain_of, problem
from cofab.core.creation.plan.problem import FIRST as WHO_CANNOT_RETURN
from cofab.core.creation.plan.rules import FIRST
from cofab.core.creation.plan.timetable import windows_of
from cofab.core.kernel.rules import RuleSet
from cofab.core.proposition.demand.routing import Routing
from cofab.core.proposition.publish.offer import Offer
from cofab.core.proposition.publish.place import Map

Prices = dict[tuple[str, str], int]


@dataclass(frozen=True, slots=True)
class Detour:
    """The cheapest plan through a firm or machine: its price, what no such plan goes below, how much dearer it is.

    The price counts every change of partner as a new one; the bound forgives it where the partner may be a return.
    """

    price_minor: int
    bound_minor: int
    extra_minor: int


@dataclass(frozen=True)
class Costs:
    """What plans in one lot cost that arrive by `by`: the cheapest, and by machine (op, machine) and firm.

    A machine or firm that is not named has no plan through it in that time. `by` is the due date, or the earliest
    arrival where nothing arrives so soon (None: nothing arrives at all).
    """

    by: datetime | None
    price_minor: int
    machines: Mapping[tuple[str, str], Detour]
    firms: Mapping[str, Detour]


def through(
    offers: Sequence[Offer],
    places: Map,
    routing: Routing,
    quantity: int,
    due: datetime,
    buyer_town: str,
    start: datetime,
    rules: RuleSet = FIRST,
    goods: Goods | None = None,
    wishes: Wishes | None = None,
) -> Costs:
    """Return what the cheapest plan through every machine and firm costs; refuses what `plans` refuses."""
    ask(places, routing, quantity, due, buyer_town, start)
    p = problem(offers, places, routing, quantity, due, buyer_town, start, rules, goods or Goods(), wishes)
    if not all(p.matches.matched.values()):
        return Costs(None, 0, {}, {})
    at, price, dear = _prices(p, quantity, EACH, None)
    if at is None:
        return Costs(None, 0, {}, {})
    _, _, cheap = _prices(p, quantity, WHO_CANNOT_RETURN, at)
    machines = {key: Detour(dear[key], cheap[key], dear[key] - price) for key in dear}
    firm = {o.id: o.firm for o in p.usable}
    firms: dict[str, Detour] = {}
    for (_, machine), detour in sorted(machines.items(), key=lambda item: -item[1].price_minor):
        known = firms.get(firm[machine])
        least = min(detour.bound_minor, known.bound_minor) if known else detour.bound_minor
        firms[firm[machine]] = Detour(detour.price_minor, least, detour.extra_minor)
    return Costs(p.clock.at(at), price, machines, firms)


def _prices(p: Problem, quantity: int, one_off: str, at: int | None) -> tuple[int | None, int, Prices]:
    """Return the deadline's tick, the cheapest price by then and that through each (operation, machine)."""
    chain = chain_of(p, quantity, one_off)
    windows = windows_of([p.slots[o.id] for o in p.usable])
    front = forward(chain, windows)
    found = points(front)
    if at is None:
        wanted = int(np.searchsorted(front.at, p.clock.down(p.due), side="right")) - 1
        if not found:
            return None, 0, {}
        at = int(front.at[max(wanted, found[0])])
    price = by(front, int(np.searchsorted(front.at, at)))
    prices: Prices = {}
    met = through_chain(chain, windows, front, backward(chain, windows, at))
    for block, costs in zip(chain.blocks, met, strict=True):
        for machine, cost in zip(block.machine.tolist(), costs.tolist(), strict=True):
            for op in p.operations[block.first : block.until] if cost < NEVER else ():
                key = op.id, p.usable[machine].id
                prices[key] = min(cost, prices.get(key, cost))
    return at, price, prices
