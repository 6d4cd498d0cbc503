"""The forward pass over a chain: every way to make one lot, as the exact front of price against arrival.

A machine that holds several consecutive operations may do them as one block, in one clamping.
Not here: prices (`cost.py`), calendars and carriers (`timetable.py`), several lots (`lots.py`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from cofab.core.creation.plan import kernels
from cofab.core.creation.plan.cost import NEVER
from cofab.core.creation.plan.timetable import Ints, Timetable, Windows


@dataclass(frozen=True)
class Block:
    """Candidates for operations [first, until): firm, machine, gross price, ticks of work and of lead, one row each."""

    first: int
    until: int
    firm: Ints
    machine: Ints
    price: Ints
    ticks: Ints
    lead: Ints


@dataclass(frozen=True)
class Chain:
    """One lot as the kernels see it.

    `town[f]` of each firm; `enter[k, f]` what entering firm f with operation k costs besides the leg;
    `leg[k]` the prices [tariff, from, to] before operation k (k = 0 unused, k = K to the buyer);
    `handover` ticks of inspection after an arrival, `loading` ticks before a departure.
    """

    operations: int
    blocks: tuple[Block, ...]
    town: Ints
    enter: Ints
    leg: tuple[Ints, ...]
    runs: Timetable
    ready_at: int
    base_price: int
    handover: int
    loading: int
    buyer: int


@dataclass
class Front:
    """What a pass left behind: `price[a]` at the buyer by arrival slot (running minimum) and the labels to trace."""

    price: Ints
    at: Ints
    made: list[Labels] = field(default_factory=list)
    moved: list[Ints] = field(default_factory=list)
    loaded: list[Ints] = field(default_factory=list)


@dataclass
class Labels:
    """The labels into one boundary, sorted by firm and finish; origin as in `kernels.ready` at the block's start."""

    first: Ints
    block: Ints
    candidate: Ints
    start: Ints
    finish: Ints
    price: Ints
    origin: Ints


@dataclass(frozen=True, slots=True)
class Step:
    """A traced block: candidate `candidate` of block `block` works in [start, finish); it came by `leg` or stayed."""

    block: int
    candidate: int
    start: int
    finish: int
    leg: Move | None


@dataclass(frozen=True, slots=True)
class Move:
    """A traced leg: tariff, towns, and slots of departure and arrival."""

    tariff: int
    origin: int
    target: int
    departure: int
    arrival: int


def forward(chain: Chain, windows: Windows) -> Front:
    """Run the pass; the cost of entering a firm is charged at each change of firm."""
    towns = chain.leg[-1].shape[1] if chain.leg[-1].size else 1
    front = Front(np.empty(0, np.int64), chain.runs.arrivals, [_none(len(chain.town))], [np.empty((0, 0), np.int64)])
    front.loaded.append(np.empty((0, 0), np.int64))
    ready = [_ready(chain, 0, np.full((towns, 1), chain.base_price), np.array([chain.ready_at]), front.made[0])]
    for k in range(1, chain.operations + 1):
        labels = _into(chain, windows, k, ready)
        best, label = kernels.load(
            chain.town, labels.first, labels.finish, labels.price, chain.runs.departures, chain.loading, towns
        )
        slots = len(chain.runs.arrivals)
        arrive, parent = kernels.move(best, chain.leg[k], chain.runs.arrival, 0, slots)
        front.made.append(labels)
        front.moved.append(parent)
        front.loaded.append(label)
        if k < chain.operations:
            ready.append(_ready(chain, k, arrive, chain.runs.arrivals + chain.handover, labels))
        front.price = arrive[chain.buyer]
    return front


def _none(firms: int) -> Labels:
    empty = np.empty(0, np.int64)
    return Labels(np.zeros(firms + 1, np.int64), empty, empty, empty, empty, empty, empty)


def _ready(chain: Chain, k: int, arrive: Ints, at: Ints, own: Labels) -> tuple[Ints, Ints, Ints, Ints]:
    return kernels.ready(arrive, at, chain.enter[k], chain.town, own.first, own.finish, own.price)


def _into(chain: Chain, windows: Windows, k: int, ready: Sequence[tuple[Ints, Ints, Ints, Ints]]) -> Labels:
    rows: list[tuple[Ints, ...]] = []
    for n, block in enumerate(chain.blocks):
        if block.until == k and len(block.firm):
            rows.append(_work(n, block, ready[block.first], windows))
    if not rows:
        return _none(len(chain.town))
    firm, number, cand, start, finish, price, origin = (np.concatenate(column) for column in zip(*rows, strict=True))
    order = np.lexsort((price, finish, firm))
    keep = order[kernels.thin(firm[order], finish[order], price[order])]
    first = np.searchsorted(firm[keep], np.arange(len(chain.town) + 1))
    return Labels(first, number[keep], cand[keep], start[keep], finish[keep], price[keep], origin[keep])


def _work(number: int, block: Block, ready: tuple[Ints, Ints, Ints, Ints], w: Windows) -> tuple[Ints, ...]:
    first, time, price, origin = ready
    cand, row, start, finish, cost = kernels.stage(
        first, time, price, block.firm, block.machine, block.price, block.ticks, block.lead,
        w.first, w.start, w.end, w.work, w.last,
    )  # fmt: skip
    return block.firm[cand], np.full(len(cand), number), cand, start, finish, cost, origin[row]


def points(front: Front) -> list[int]:
    """Return the arrival slots of the front: each strictly cheaper than every earlier one."""
    found, best = [], NEVER
    for a, price in enumerate(front.price):
        if price < best:
            found.append(a)
            best = int(price)
    return found


def by(front: Front, slot: int) -> int:
    """Return the cheapest price arriving no later than an arrival slot, or NEVER."""
    return int(front.price[: slot + 1].min(initial=NEVER))


def trace(chain: Chain, front: Front, slot: int) -> tuple[tuple[Step, ...], Move]:
    """Return the blocks of the plan that arrives at the buyer in `slot`, in order, and the last leg."""
    last = _move(chain, front.moved[chain.operations], chain.buyer, slot)
    steps: list[Step] = []
    k, label = chain.operations, int(front.loaded[chain.operations][last.origin, last.departure])
    while True:
        labels = front.made[k]
        block, origin = chain.blocks[int(labels.block[label])], int(labels.origin[label])
        cand = int(labels.candidate[label])
        k = block.first
        leg = _move(chain, front.moved[k], int(chain.town[block.firm[cand]]), origin) if origin >= 0 and k else None
        steps.append(Step(int(labels.block[label]), cand, int(labels.start[label]), int(labels.finish[label]), leg))
        if k == 0:
            return tuple(reversed(steps)), last
        label = int(front.loaded[k][leg.origin, leg.departure]) if leg else -1 - origin


def _move(chain: Chain, parent: Ints, town: int, slot: int) -> Move:
    code = int(parent[town, slot])
    rest, departure = divmod(code, len(chain.runs.departures))
    tariff, origin = divmod(rest, chain.leg[-1].shape[1])
    return Move(tariff, origin, town, departure, slot)
