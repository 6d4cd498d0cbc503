"""The forward pass in plain Python: slower, shorter, and held equal to the compiled one by a property test."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from cofab.core.creation.plan.chain import Block, Chain
from cofab.core.creation.plan.cost import NEVER
from cofab.core.creation.plan.timetable import Windows

Point = tuple[int, int]
Row = Sequence[int]
Rows = Sequence[Row]


def front(chain: Chain, windows: Windows) -> list[Point]:
    """Return the (arrival tick, price) pairs at the buyer that no other beats, earliest first."""
    towns = range(len(chain.road))
    arrived: list[dict[int, list[Point]]] = [{t: [(chain.ready_at, chain.base_price)] for t in towns}]
    held: list[dict[int, list[Point]]] = [{}]
    for k in range(1, chain.operations + 1):
        made: dict[int, list[Point]] = {}
        for block in (b for b in chain.blocks if b.until == k):
            for c in range(len(block.firm)):
                ready = _ready(chain, block.first, int(block.firm[c]), arrived, held)
                made.setdefault(int(block.firm[c]), []).extend(_work(block, c, ready, windows))
        held.append({firm: best(points) for firm, points in made.items()})
        handover = chain.handover if k < chain.operations else 0
        arrived.append({t: _arrivals(chain, k, t, held[k], handover) for t in towns})
    return arrived[-1][chain.buyer]


def best(points: Iterable[Point]) -> list[Point]:
    """Return the pairs that no other beats, first number up, second down."""
    found: list[Point] = []
    for time, price in sorted(points):
        if not found or price < found[-1][1]:
            found.append((time, price))
    return found


def _ready(
    chain: Chain, k: int, firm: int, arrived: list[dict[int, list[Point]]], held: list[dict[int, list[Point]]]
) -> list[Point]:
    enter = int(chain.enter[k, firm])
    foreign = [(time, price + enter) for time, price in arrived[k][int(chain.town[firm])]]
    return best([*foreign, *held[k].get(firm, [])])


def _work(block: Block, c: int, ready: list[Point], windows: Windows) -> Iterable[Point]:
    machine = int(block.machine[c])
    rows = windows.rows(machine)
    for time, price in ready:
        finish = finish_of(windows, rows, time + int(block.lead[c]), int(block.ticks[c]))
        if finish is not None:
            yield finish, price + int(block.price[c])


def finish_of(windows: Windows, rows: range, ready: int, ticks: int) -> int | None:
    """Return when `ticks` of work end that start at `ready` or later inside one stretch, or None."""
    done = 0
    for i in rows:
        start, end = max(int(windows.start[i]), ready), int(windows.end[i])
        if end > ready:
            if done + end - start >= ticks:
                return start + ticks - done
            done += end - start
        if int(windows.rest[i]) == end - int(windows.start[i]):
            done = 0
    return None


def _arrivals(chain: Chain, k: int, town: int, held: dict[int, list[Point]], handover: int) -> list[Point]:
    found = []
    for firm, points in held.items():
        for time, price in points:
            for tariff in range(chain.fare[k].shape[0]):
                cost = int(chain.fare[k][tariff, chain.road[chain.town[firm], town]])
                arrive = _run(chain, tariff, time + chain.loading) if cost < NEVER else None
                if arrive is not None:
                    found.append((arrive + handover, price + cost))
    return best(found)


def carried(
    depart: Rows, source: Row, target: Row, road: Rows, fare: Rows, at: Rows, latest: Rows, never: int
) -> list[list[int]]:
    """Return what `carriage.move` returns, pair by pair, without districts."""
    width = max((end for _, end in at), default=0)
    out = [[never] * width for _ in target]
    for row, town in zip(depart, source, strict=True):
        for to, other in zip(out, target, strict=True):
            for j, (low, high) in enumerate(at):
                price = fare[road[town][other]][j]
                for i in range(high - low):
                    if latest[j][i] >= 0:
                        to[low + i] = min(to[low + i], row[latest[j][i]] + price)
    return out


def _run(chain: Chain, tariff: int, ready: int) -> int | None:
    for s, leave in enumerate(chain.runs.departures):
        slot = int(chain.runs.arrival[tariff, s])
        if leave >= ready and slot >= 0:
            return int(chain.runs.arrivals[slot])
    return None
