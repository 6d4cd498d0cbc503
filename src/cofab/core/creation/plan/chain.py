"""The forward pass over a chain: every way to make one lot, as the exact front of price against arrival.

A machine that holds several consecutive operations may do them as one block, in one clamping.
Not here: prices (`cost.py`), calendars and carriers (`timetable.py`), several lots (`lots.py`), plans (`trace.py`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from cofab.core.creation.plan import carriage, kernels
from cofab.core.creation.plan.cost import NEVER
from cofab.core.creation.plan.districts import Districts, districts
from cofab.core.creation.plan.timetable import Ints, Timetable, Windows

NEAR = 1 << 29
"""Below this every sum of a pass fits in 32 bits; it stands for "never" there."""


@dataclass(frozen=True)
class Block:
    """Candidates for operations [first, until), sorted by firm: firm, machine, gross price, ticks of work and lead."""

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
    `road[t, u]` the class of the road (uint16) and `fare[k]` the prices [tariff, class] before operation k (k = 0
    unused, k = K to the buyer); `handover` ticks of inspection after an arrival, `loading` before a departure.
    """

    operations: int
    blocks: tuple[Block, ...]
    town: Ints
    enter: Ints
    road: Ints
    fare: tuple[Ints, ...]
    runs: Timetable
    ready_at: int
    base_price: int
    handover: int
    loading: int
    buyer: int
    districts: Districts | None = None

    @cached_property
    def priced(self) -> dict[tuple[int, int], tuple[Ints, Ints]]:
        """Return a memory of fares as the kernels read them, and the least on roads of each class and beyond."""
        return {}

    @cached_property
    def near(self) -> Districts:
        """Return the towns by district: those given, or made from the roads."""
        return self.districts or districts(self.road)


@dataclass(frozen=True)
class Labels:
    """The labels into one boundary: firm g (sorted) has rows first[g] to first[g + 1], finish up, price down."""

    firm: Ints
    first: Ints
    finish: Ints
    price: Ints


@dataclass(frozen=True)
class Ready:
    """What arrives before an operation: town t has rows first[row[t]] to first[row[t] + 1], time up, price down."""

    row: Ints
    first: Ints
    time: Ints
    price: Ints


@dataclass(frozen=True)
class Loaded:
    """What leaves after an operation: the cheapest price [n, departure slot] in town source[n]."""

    source: Ints
    price: Ints


@dataclass
class Front:
    """What a pass left behind: `price[a]` at the buyer by arrival slot (running minimum), and what to trace it by."""

    price: Ints
    at: Ints
    windows: Windows
    money: type[np.integer]
    made: list[Labels] = field(default_factory=list)
    ready: list[Ready] = field(default_factory=list)
    loaded: list[Loaded] = field(default_factory=list)


def forward(chain: Chain, windows: Windows) -> Front:
    """Run the pass; the cost of entering a firm is charged at each change of firm."""
    money, never = scale(chain)
    tick = np.arange(int(windows.end.max(initial=0)) + 1)
    slot = np.searchsorted(chain.runs.departures, tick + chain.loading).astype(np.int64)
    front = Front(np.full(len(chain.runs.arrivals), NEVER), chain.runs.arrivals, windows, money)
    front.made.append(none(money))
    front.ready.append(_start(chain, money))
    front.loaded.append(Loaded(np.empty(0, np.int64), np.empty((0, 0), money)))
    for k in range(1, chain.operations + 1):
        parts = [work(chain, b, front) for b in chain.blocks if b.until == k and len(b.firm)]
        front.made.append(joined(parts, money))
        front.loaded.append(load(chain, front.made[k], slot, never))
        if k < chain.operations:
            front.ready.append(move(chain, front.loaded[k], k, never))
    _deliver(chain, front, never)
    return front


def scale(chain: Chain) -> tuple[type[np.integer], int]:
    """Return the narrowest type in which no sum of prices overflows, and its sign for "never"."""
    most = abs(chain.base_price) + int(chain.fare[-1].max(initial=0, where=chain.fare[-1] < NEVER))
    for k in range(chain.operations):
        legs = chain.fare[k].max(initial=0, where=chain.fare[k] < NEVER)
        work = max((int(b.price.max(initial=0)) for b in chain.blocks if b.first == k), default=0)
        most += int(legs) + int(chain.enter[k].max(initial=0)) + work
    return (np.int32, NEAR) if most < NEAR else (np.int64, NEVER)


def none(money: type[np.integer]) -> Labels:
    """Return no labels."""
    empty = np.empty(0, np.int64)
    return Labels(empty, np.zeros(1, np.int64), np.empty(0, np.int32), np.empty(0, money))


def _start(chain: Chain, money: type[np.integer]) -> Ready:
    row = np.zeros(len(chain.road), np.int64)
    return Ready(row, np.array([0, 1]), np.array([chain.ready_at], np.int32), np.array([chain.base_price], money))


def groups(firm: Ints) -> tuple[Ints, Ints]:
    """Return the firms in a sorted column and where each begins, the end of the last included."""
    edges = np.flatnonzero(np.concatenate([[True], firm[1:] != firm[:-1]]))
    return firm[edges].astype(np.int64), np.append(edges, len(firm))


def work(chain: Chain, block: Block, front: Front) -> Labels:
    """Return the labels of a block over what is ready before it."""
    firm, edges = groups(block.firm)
    ready, own, w = front.ready[block.first], front.made[block.first], front.windows
    first, finish, price = kernels.work(
        edges, ready.row[chain.town[firm]], chain.enter[block.first][firm].astype(front.money),
        kernels.link(firm, own.firm), ready.first, ready.time, ready.price, own.first, own.finish, own.price,
        *columns(block, front.money), w.first, w.stop, w.start, w.end, w.rest,
    )  # fmt: skip
    return Labels(firm, first, finish, price)


def columns(block: Block, money: type[np.integer]) -> tuple[Ints, Ints, Ints, Ints]:
    """Return machine, price, ticks and lead of a block in the types of a pass."""
    machine, ticks, lead = (np.asarray(c, np.int32) for c in (block.machine, block.ticks, block.lead))
    return machine, np.asarray(block.price, money), ticks, lead


def joined(parts: Sequence[Labels], money: type[np.integer]) -> Labels:
    """Return the labels of several blocks that end together, without those that another of the firm beats."""
    if len(parts) < 2:
        return parts[0] if parts else none(money)
    firm = np.concatenate([np.repeat(p.firm, np.diff(p.first)) for p in parts])
    finish, price = np.concatenate([p.finish for p in parts]), np.concatenate([p.price for p in parts])
    order = np.lexsort((price, finish, firm))
    keep = order[kernels.thin(firm[order], price[order])]
    names = np.unique(firm[keep])
    first = np.append(np.searchsorted(firm[keep], names), len(keep))
    return Labels(names, first, finish[keep], price[keep])


def load(chain: Chain, made: Labels, slot: Ints, never: int) -> Loaded:
    """Return what leaves each town; `slot[t]` is the first departure of goods finished at tick t."""
    towns, some = chain.town[made.firm], np.zeros(len(chain.road), np.int64)
    some[towns] = 1
    source, row = np.flatnonzero(some), np.cumsum(some)[towns] - 1
    departures = len(chain.runs.departures)
    best = kernels.load(row, made.first, made.finish, made.price, slot, len(source), departures, never)
    return Loaded(source.astype(np.int64), best)


def move(chain: Chain, loaded: Loaded, k: int, never: int) -> Ready:
    """Return what arrives before operation k, in the towns that have a firm for it."""
    planes, wanted = chain.runs.planes, np.zeros(len(chain.road), np.bool_)
    for block in chain.blocks:
        if block.first == k:
            wanted[chain.town[block.firm]] = True
    target = np.flatnonzero(wanted)
    arrive = _carried(chain, loaded, k, target, never)
    tick = (chain.runs.arrivals[planes.slot] + chain.handover).astype(np.int32)
    row = np.full(len(chain.road), -1)
    row[target] = np.arange(len(target))
    return Ready(row, *carriage.stairs(arrive, planes.order, tick, never))


def _carried(chain: Chain, loaded: Loaded, k: int, target: Ints, never: int) -> Ints:
    planes, near, key = chain.runs.planes, chain.near, (id(chain.fare[k]), never)
    if key not in chain.priced:
        fare = np.ascontiguousarray(np.minimum(chain.fare[k], never).T.astype(loaded.price.dtype))
        fare[~_worth(chain.fare[k], planes.latest, planes.at)] = never
        chain.priced[key] = fare, np.minimum.accumulate(fare[::-1])[::-1].copy()
    fare, least = chain.priced[key]
    return carriage.move(loaded.price, loaded.source, np.asarray(target, np.int64), chain.road, fare, planes.at,
                         planes.latest, least, near.of, near.far, near.reach, never)  # fmt: skip


def _worth(fare: Ints, latest: Ints, at: Ints) -> NDArray[np.bool_]:
    """Return whether [class, tariff] is worth trying: no other on the same plane is as early and as cheap."""
    worth = np.zeros((fare.shape[1], fare.shape[0]), np.bool_)
    for j in range(len(fare)):
        good = fare[j] < NEVER
        for i in range(len(fare)):
            if i != j and at[i, 0] == at[j, 0] and (latest[i] >= latest[j]).all():
                twin = (latest[i] == latest[j]).all()
                good &= ~((fare[i] < fare[j]) | ((fare[i] == fare[j]) & (not twin or i < j)))
        worth[:, j] = good
    return worth


def _deliver(chain: Chain, front: Front, never: int) -> None:
    arrive = _carried(chain, front.loaded[-1], chain.operations, np.array([chain.buyer]), never)[0].astype(np.int64)
    planes = chain.runs.planes
    price = np.where(arrive < never, arrive, NEVER)[planes.order]
    np.minimum.at(front.price, planes.slot, price)
    front.price = np.minimum.accumulate(front.price) if len(price) else front.price


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
