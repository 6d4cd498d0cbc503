"""The backward pass: from a deadline at the buyer, the least that finishing costs from every firm after every step.

It is the forward pass over a mirrored chain: time runs from the deadline back, work starts where it ended, a leg's
arrival is its departure. Free windows and runs mirrored say the same of what fits, so both passes are equally exact.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from cofab.core.creation.plan import chain as pass_
from cofab.core.creation.plan import kernels, meeting
from cofab.core.creation.plan.chain import Block, Chain, Front, Labels, Loaded, Ready
from cofab.core.creation.plan.cost import NEVER
from cofab.core.creation.plan.timetable import MOST_TICKS, Ints, Timetable, Windows


@dataclass(frozen=True)
class ToGo:
    """What is left to pay, by boundary 0..K: towns' rows and firms' own, times counted back from tick `end`."""

    end: int
    ready: tuple[Ready, ...]
    made: tuple[Labels, ...]


@dataclass(frozen=True)
class Mirror:
    """A chain and its windows seen from tick `end` back; one mirror serves every deadline and every cost to enter."""

    chain: Chain
    windows: Windows
    end: int


def backward(chain: Chain, windows: Windows, deadline: int, seen: Mirror | None = None) -> ToGo:
    """Run the pass for goods that must be at the buyer by tick `deadline`; `seen` is the mirror, where it is made."""
    money, never = pass_.scale(chain)
    seen = seen or mirrored(chain, windows, deadline)
    mirror, free, end = seen.chain, seen.windows, seen.end
    back = Front(np.empty(0, np.int64), mirror.runs.arrivals, free, money)
    late = mirror.runs.departures < end - deadline
    back.loaded.append(Loaded(np.array([chain.buyer]), np.where(late, never, 0)[None].astype(money)))
    back.made.append(pass_.none(money))
    tick = np.arange(2 * end + int(max((b.lead.max(initial=0) for b in chain.blocks), default=0)))
    slot = np.searchsorted(mirror.runs.departures, tick + mirror.loading).astype(np.int64)
    for k in range(chain.operations):
        back.ready.append(pass_.move(mirror, back.loaded[k], k, never))
        parts = [pass_.work(mirror, b, back) for b in mirror.blocks if b.until == k + 1 and len(b.firm)]
        back.made.append(pass_.joined(parts, money))
        left = _leaving(chain, back.made[-1], chain.operations - k - 1)
        back.loaded.append(pass_.load(mirror, left, slot, never))
    return ToGo(end, tuple(reversed(back.ready)), tuple(reversed(back.made)))


def _leaving(chain: Chain, made: Labels, k: int) -> Labels:
    """Return labels with what entering their firm with operation k costs, as whoever comes from elsewhere pays it."""
    enter = chain.enter[k][made.firm].astype(made.price.dtype)
    return replace(made, price=made.price + np.repeat(enter, np.diff(made.first)))


def mirrored(chain: Chain, windows: Windows, least: int = 0) -> Mirror:
    """Return the chain and its windows seen from the end, at least tick `least`; each candidate has its own windows."""
    end = max(int(windows.end.max(initial=0)), int(chain.runs.arrivals.max(initial=0)), least) + 1
    k, blocks, parts, count = chain.operations, [], [], 0
    for b in chain.blocks:
        machine = count + np.arange(len(b.machine))
        count += len(machine)
        blocks.append(Block(k - b.until, k - b.first, b.firm, machine, b.price, b.ticks, b.lead))
        parts.append(_windows(windows, np.asarray(b.machine, np.int64), np.asarray(b.lead, np.int64), end))
    mirror = replace(
        chain,
        blocks=tuple(blocks),
        enter=np.zeros_like(chain.enter),
        road=np.ascontiguousarray(chain.road.T),
        fare=tuple(reversed(chain.fare)),
        runs=_runs(chain.runs, end),
        handover=chain.loading,
        loading=chain.handover,
        districts=None,
    )
    return Mirror(mirror, _packed(parts), end)


def _windows(w: Windows, machine: Ints, lead: Ints, end: int) -> Windows:
    """Return the machines' windows mirrored and moved by their lead: what was waited before work is waited after."""
    count = (w.stop - w.first)[machine]
    edge = np.concatenate([[0], np.cumsum(count)])
    owner = np.repeat(np.arange(len(machine)), count)
    at = w.stop[machine][owner] - 1 - (np.arange(len(owner)) - edge[:-1][owner])
    start, stop, rest = (np.asarray(a, np.int64)[at] for a in (w.start, w.end, w.rest))
    length = stop - start
    work = np.cumsum(length)
    opens = np.flatnonzero(np.concatenate([[True], (rest == length)[1:] | (owner[1:] != owner[:-1])])[: len(owner)])
    closes = np.append(opens[1:], len(owner)) - 1
    whole = work[closes[np.searchsorted(opens, np.arange(len(owner)), side="right") - 1]] if len(owner) else work
    shift = end + lead[owner]
    return Windows(edge[:-1], edge[1:], shift - stop, shift - start, whole - work + length)


def _packed(parts: list[Windows]) -> Windows:
    """Return the windows of all blocks in one, in 16 bits where they fit."""
    size = np.cumsum([0] + [len(p.start) for p in parts])
    most = max((int(max(p.end.max(initial=0), p.rest.max(initial=0))) for p in parts), default=0)
    kind = np.uint16 if most <= MOST_TICKS else np.int32
    bounds = [np.concatenate([np.empty(0, np.int64), *(getattr(p, n) + o for p, o in zip(parts, size, strict=False))])
              for n in ("first", "stop")]  # fmt: skip
    return Windows(*bounds, *(np.concatenate([np.empty(0, kind), *(getattr(p, n).astype(kind) for p in parts)])
                              for n in ("start", "end", "rest")))  # fmt: skip


def _runs(runs: Timetable, end: int) -> Timetable:
    """Return the timetable seen backwards: who must be there by an arrival leaves by the latest run that makes it."""
    leave, arrive = len(runs.departures), len(runs.arrivals)
    table = np.full((len(runs.arrival), arrive), -1, np.int64)
    for j, row in enumerate(runs.arrival):
        latest = np.full(arrive, -1)
        made = np.flatnonzero(row >= 0)
        np.maximum.at(latest, row[made], made)
        latest = np.maximum.accumulate(latest)[::-1]
        table[j] = np.where(latest >= 0, leave - 1 - latest, -1)
    return Timetable(end - runs.arrivals[::-1], end - runs.departures[::-1], table)


def through(chain: Chain, windows: Windows, front: Front, left: ToGo) -> tuple[Ints, ...]:
    """Return for each block the cheapest price, by the deadline, of any plan through each of its candidates."""
    found = []
    for block in chain.blocks:
        firm, edges = pass_.groups(block.firm) if len(block.firm) else (np.empty(0, np.int64), np.zeros(1, np.int64))
        came, own = front.ready[block.first], front.made[block.first]
        goes, keeps = left.ready[block.until - 1], left.made[block.until]
        town = chain.town[firm]
        price = meeting.meet(
            edges, came.row[town], chain.enter[block.first][firm].astype(front.money), kernels.link(firm, own.firm),
            came.first, came.time, came.price, own.first, own.finish, own.price,
            *pass_.columns(block, front.money), windows.first, windows.stop, windows.start, windows.end, windows.rest,
            goes.row[town], kernels.link(firm, keeps.firm), goes.first, goes.time, goes.price,
            keeps.first, keeps.finish, keeps.price, left.end, NEVER,
        )  # fmt: skip
        found.append(price)
    return tuple(found)
