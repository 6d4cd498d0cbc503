"""An order in one or several lots of a declared step: the bound over all of them, and plans that use them.

The bound adds the exact fronts of single lots, each over all free windows: no split in multiples of the step costs
less. A plan books its lots one after the other, so that no two want one machine at one time; what this costs over
the bound is its gap.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from cofab.core.creation.plan.assemble import Lot
from cofab.core.creation.plan.chain import Chain, Front, forward, points
from cofab.core.creation.plan.cost import NEVER
from cofab.core.creation.plan.problem import EACH, FIRST, FREE, Problem, chain_of, enter_costs, lot_step
from cofab.core.creation.plan.timetable import Ints, Windows, bind, book, windows_of
from cofab.core.creation.plan.trace import trace


@dataclass
class Desk:
    """The chains, windows and fronts of one order, made once each."""

    problem: Problem
    quantity: int
    small_too: bool = False
    chains: dict[tuple[int, str], Chain] = field(default_factory=dict)
    windows: Windows | None = None

    def chain(self, quantity: int, one_off: str) -> Chain:
        """Return the chain of a lot, from memory where it was made before."""
        if (quantity, one_off) not in self.chains:
            twin = next((c for (q, _), c in self.chains.items() if q == quantity), None)
            made = replace(twin, enter=enter_costs(self.problem, one_off, {})) if twin else None
            self.chains[quantity, one_off] = made or chain_of(self.problem, quantity, one_off)
        return self.chains[quantity, one_off]

    def front(self, quantity: int, one_off: str) -> Front:
        """Return the front of one lot over all free windows."""
        return forward(self.chain(quantity, one_off), self.free)

    @property
    def free(self) -> Windows:
        """Return all free windows."""
        if self.windows is None:
            self.windows = windows_of([self.problem.slots[o.id] for o in self.problem.usable])
        return self.windows

    @property
    def sizes(self) -> tuple[list[int], list[int]]:
        """Return the lot sizes in whole steps, and those of the one lot that holds the remainder (one step upward)."""
        step = lot_step(self.quantity, self.problem.rules, self.small_too)
        count = -(-self.quantity // step)
        rest = self.quantity - (count - 1) * step
        return [step * n for n in range(1, count)], [step * n + rest for n in range(count)]


@dataclass(frozen=True)
class Bound:
    """The least price by arrival slot: for one lot, for any split, and the fronts the split is made of."""

    whole: Ints
    split: Ints
    steps: tuple[Ints, ...]
    rests: tuple[Ints, ...]
    best: tuple[Ints, ...]

    @property
    def least(self) -> Ints:
        """Return the bound over one lot and all splits."""
        return np.minimum(self.whole, self.split)


def bound_of(desk: Desk) -> Bound:
    """Return the bound: partners who could be returns pay no one-off, and lots do not compete for machines."""
    whole = _running(desk.front(desk.quantity, FIRST).price)
    steps, rests = desk.sizes
    if not steps:
        return Bound(whole, np.full_like(whole, NEVER), (), (), ())
    step_fronts = tuple(_running(desk.front(q, FREE).price) for q in steps)
    rest_fronts = tuple(_running(desk.front(q, FREE).price) for q in rests[:-1])
    best = [np.zeros_like(whole)]
    for n in range(1, len(steps) + 1):
        best.append(np.min([_sum(step_fronts[i - 1], best[n - i]) for i in range(1, n + 1)], axis=0))
    count = len(rests)
    split = np.min([_sum(rest_fronts[n], best[count - 1 - n]) for n in range(count - 1)], axis=0)
    return Bound(whole, split, step_fronts, rest_fronts, tuple(best))


def _running(price: Ints) -> Ints:
    return np.asarray(np.minimum.accumulate(price), np.int64)


def _sum(a: Ints, b: Ints) -> Ints:
    return np.asarray(np.minimum(a + b, NEVER), np.int64)


def best_split(desk: Desk, bound: Bound, slot: int) -> list[int]:
    """Return the lot sizes that the bound is made of at an arrival slot, largest first."""
    steps, rests = desk.sizes
    count = len(rests)
    costs = [int(bound.rests[n][slot] + bound.best[count - 1 - n][slot]) for n in range(count - 1)]
    n = int(np.argmin(costs))
    found, left = [rests[n]], count - 1 - n
    while left:
        options = [int(bound.steps[i - 1][slot] + bound.best[left - i][slot]) for i in range(1, left + 1)]
        take = int(np.argmin(options)) + 1
        found.append(steps[take - 1])
        left -= take
    return sorted(found, reverse=True)


def even_split(desk: Desk, lots: int) -> list[int]:
    """Return that many lots as equal as the step allows, largest first."""
    steps, rests = desk.sizes
    count = len(rests)
    shares = [count // lots + (n < count % lots) for n in range(lots)]
    return sorted([rests[shares[-1] - 1], *(steps[n - 1] for n in shares[:-1])], reverse=True)


def single(desk: Desk, slots: Sequence[int] | None = None, penalty: dict[str, int] | None = None) -> list[Lot]:
    """Return one-lot plans for the arrival slots given (None: every point of the front)."""
    chain = desk.chain(desk.quantity, EACH)
    if penalty:
        chain = replace(chain, enter=enter_costs(desk.problem, EACH, penalty))
    front = forward(chain, desk.free)
    wanted = points(front) if slots is None else [s for s in (_cheapest(front, s) for s in slots) if s is not None]
    return [Lot(desk.quantity, chain, *trace(chain, front, s)) for s in wanted]


def _cheapest(front: Front, deadline: int) -> int | None:
    prices = front.price[: deadline + 1]
    best = int(np.argmin(prices)) if len(prices) else -1
    return best if best >= 0 and prices[best] < NEVER else None


def realise(desk: Desk, sizes: Sequence[int], deadline: int, shy_minor: int = 0) -> list[Lot] | None:
    """Book lots of these sizes one after the other, each the cheapest by `deadline`, else the earliest there is.

    Each booking takes its windows, and one operator of its firm, away from the lots after it. `shy_minor` weighs
    against each firm that no earlier lot uses: it is no money, but keeps the number of partners down.
    """
    p = desk.problem
    slots = dict(p.slots)
    shy = dict.fromkeys(p.firms, shy_minor)
    lots: list[Lot] = []
    known: frozenset[str] = frozenset()
    for size in sizes:
        chain = replace(desk.chain(size, EACH), enter=enter_costs(p, EACH, shy, known))
        front = forward(chain, windows_of([slots[o.id] for o in p.usable]))
        at = _cheapest(front, deadline)
        if at is None:
            at = next(iter(points(front)), None)
        if at is None:
            return None
        lots.append(Lot(size, chain, *trace(chain, front, at)))
        _book(p, slots, lots[-1])
        known |= {p.firms[int(chain.blocks[s.block].firm[s.candidate])] for s in lots[-1].steps}
    return lots


def _book(p: Problem, slots: dict[str, Ints], lot: Lot) -> None:
    usable = p.usable
    for step in lot.steps:
        mine = usable[int(lot.chain.blocks[step.block].machine[step.candidate])]
        for offer in usable:
            if offer.id == mine.id:
                slots[offer.id] = book(slots[offer.id], step.start, step.finish)
            elif offer.firm == mine.firm:
                slots[offer.id] = bind(slots[offer.id], step.start, step.finish)


def arrival(lots: Sequence[Lot]) -> int:
    """Return the arrival slot of the last lot."""
    return max(lot.last.arrival for lot in lots)
