"""From a front back to a plan: which candidates worked when, and which legs carried the goods between them.

Nothing is remembered in the forward pass: prices are whole numbers, so that each step is found by equality.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from cofab.core.creation.plan import kernels
from cofab.core.creation.plan.chain import Block, Chain, Front, Labels, columns
from cofab.core.creation.plan.cost import NEVER
from cofab.core.creation.plan.timetable import Ints


@dataclass(frozen=True, slots=True)
class Move:
    """A traced leg: tariff, towns, and slots of departure and arrival."""

    tariff: int
    origin: int
    target: int
    departure: int
    arrival: int


@dataclass(frozen=True, slots=True)
class Step:
    """A traced block: candidate `candidate` of block `block` works in [start, finish); it came by `leg` or stayed."""

    block: int
    candidate: int
    start: int
    finish: int
    leg: Move | None


@dataclass(frozen=True, slots=True)
class Label:
    """What a firm has finished: when and at which price."""

    firm: int
    finish: int
    price: int


def trace(chain: Chain, front: Front, slot: int) -> tuple[tuple[Step, ...], Move]:
    """Return the blocks of the plan that arrives at the buyer in `slot`, in order, and the last leg."""
    k = chain.operations
    last, label = _leg(chain, front, k, chain.buyer, slot, int(front.price[slot]))
    steps: list[Step] = []
    while True:
        step, came, own = _block(chain, front, k, label)
        k = chain.blocks[step.block].first
        leg = None
        if k and own:
            label = own
        elif k:
            slot = int(np.searchsorted(chain.runs.arrivals, came[0] - chain.handover))
            leg, label = _leg(chain, front, k, int(chain.town[label.firm]), slot, came[1])
        steps.append(Step(step.block, step.candidate, step.start, step.finish, leg))
        if k == 0:
            return tuple(reversed(steps)), last


def _leg(chain: Chain, front: Front, k: int, town: int, slot: int, price: int) -> tuple[Move, Label]:
    """Return the leg that arrives in a town by `slot` at this price, and the label it left with."""
    loaded, fare = front.loaded[k], chain.fare[k]
    kinds = chain.road[loaded.source, town]
    for j in range(len(fare)):
        fits = np.flatnonzero((chain.runs.arrival[j] >= 0) & (chain.runs.arrival[j] <= slot))
        if not len(fits):
            continue
        leave = int(fits[-1])
        sums = loaded.price[:, leave].astype(np.int64) + fare[j][kinds]
        for n in np.flatnonzero((sums == price) & (fare[j][kinds] < NEVER)):
            origin = int(loaded.source[n])
            move = Move(j, origin, town, leave, int(chain.runs.arrival[j, leave]))
            return move, _label(chain, front.made[k], origin, leave, int(loaded.price[n, leave]))
    raise AssertionError("no leg has this price")


def _label(chain: Chain, made: Labels, town: int, departure: int, price: int) -> Label:
    by = int(chain.runs.departures[departure]) - chain.loading
    for g in np.flatnonzero(chain.town[made.firm] == town):
        rows = slice(int(made.first[g]), int(made.first[g + 1]))
        for at in np.flatnonzero((made.price[rows] == price) & (made.finish[rows] <= by)):
            return Label(int(made.firm[g]), int(made.finish[rows][at]), price)
    raise AssertionError("no label has this price")


def _block(chain: Chain, front: Front, k: int, label: Label) -> tuple[Step, tuple[int, int], Label | None]:
    """Return who made a label, when and at which price its goods came there, and the firm's own label they were."""
    for n, block in enumerate(chain.blocks):
        low, high = np.searchsorted(block.firm, [label.firm, label.firm + 1]) if block.until == k else (0, 0)
        if low == high:
            continue
        time, price, mine = _ready(chain, front, block, label.firm)
        for c in range(int(low), int(high)):
            found = _worked(front, block, c, time, price, label)
            if found:
                r, start = found
                own = Label(label.firm, int(time[r]), int(price[r])) if mine[r] else None
                enter = 0 if own else int(chain.enter[block.first, label.firm])
                return Step(n, c, start, label.finish, None), (int(time[r]), int(price[r]) - enter), own
    raise AssertionError("no candidate has this label")


def _ready(chain: Chain, front: Front, block: Block, firm: int) -> tuple[Ints, Ints, NDArray[np.bool_]]:
    """Return what was ready at a firm, as the forward pass saw it, and which of it the firm had made itself."""
    k, ready, made = block.first, front.ready[block.first], front.made[block.first]
    town = int(ready.row[chain.town[firm]])
    came = slice(int(ready.first[town]), int(ready.first[town + 1]))
    g = int(np.searchsorted(made.firm, firm))
    held = slice(0, 0)
    if g < len(made.firm) and made.firm[g] == firm:
        held = slice(int(made.first[g]), int(made.first[g + 1]))
    foreign = (ready.price[came] + chain.enter[k, firm]).astype(front.money)
    size = len(foreign) + held.stop - held.start
    time, price, mine = np.empty(size, np.int32), np.empty(size, front.money), np.empty(size, np.bool_)
    n = kernels.merge(ready.time[came], foreign, len(foreign), made.finish[held], made.price[held],
                      held.stop - held.start, time, price, mine)  # fmt: skip
    return time[:n], price[:n], mine[:n]


def _worked(front: Front, block: Block, c: int, time: Ints, price: Ints, label: Label) -> tuple[int, int] | None:
    """Return from which ready row a candidate made a label, and when it started."""
    w = front.windows
    machine, add, ticks, lead = (int(column[c]) for column in columns(block, front.money))
    for r in np.flatnonzero(price.astype(np.int64) + add == label.price):
        finish, cost, begin = np.empty(1, np.int32), np.empty(1, front.money), np.empty(1, np.int32)
        done = kernels.fit(time[r : r + 1], price[r : r + 1], 1, add, ticks, lead, int(w.first[machine]),
                           int(w.stop[machine]), w.start, w.end, w.rest, finish, cost, begin)  # fmt: skip
        if done and int(finish[0]) == label.finish:
            return int(r), int(begin[0])
    return None
