"""How fast and how exact plans over a chain are: the front against CP-SAT, many offers, the demo region's orders.

Run `python bench/compose_chain.py`. Prints one JSON line a claim; exits 1 if any bar is missed. Medians over five
seeds, in processor seconds of one thread, so that a busy machine does not blur them; kernels are warmed first and
the warm-up is printed on standard error.
"""

from __future__ import annotations

import json
import statistics
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from time import process_time

import numpy as np
from ortools.sat.python import cp_model

from cofab.core.creation.plan.chain import Block, Chain, forward, points
from cofab.core.creation.plan.compose import plans
from cofab.core.creation.plan.cost import NEVER
from cofab.core.creation.plan.model import Goods
from cofab.core.creation.plan.reference import finish_of, front
from cofab.core.creation.plan.rules import FIRST
from cofab.core.creation.plan.timetable import Timetable, Windows, windows_of
from cofab.core.kernel.window import Window
from cofab.core.proposition.demand.routing import Operation, Requirement, Routing
from cofab.demo.region import build, offers
from cofab.planner.service import warm

SEEDS = range(1, 6)
START = datetime(2026, 11, 22, tzinfo=UTC)
DAY = 96
LEAVE = (40, 52, 66, 72)


@dataclass(frozen=True)
class World:
    """A synthetic chain over many offers with calendars about 70 % full."""

    chain: Chain
    windows: Windows


def world(seed: int, offers: int, operations: int, days: int = 54, towns: int = 60) -> World:
    """Return a chain: an eighth as many firms as offers, processes after Zipf, one clock of 12 hours a day."""
    random = np.random.default_rng(seed)
    firms = max(4, offers // 8)
    processes = max(operations, 200 if offers >= 10_000 else 12)
    weights = 1 / np.arange(1, processes + 1)
    kinds = random.choice(processes, offers, p=weights / weights.sum())
    firm_of = np.sort(random.integers(0, firms, offers))
    asked = random.choice(processes, operations, p=weights / weights.sum())
    blocks = []
    for k, process in enumerate(asked):
        rows = np.flatnonzero(kinds == process)
        table = np.stack(
            [
                firm_of[rows],
                rows,
                random.integers(20_000, 90_000, len(rows)),
                random.integers(4, 40, len(rows)),
                rows * 0,
            ],
            axis=1,
        )
        blocks.append(Block(k, k + 1, *(np.ascontiguousarray(table[:, c]) for c in range(5))))
    far = random.integers(5, 900, (towns, towns))
    km = np.arange(900)
    fare = np.stack([np.where(km <= 30, 6_000 + 200 * km, NEVER), np.maximum(5_000, 20 * km)])
    enter = np.full((operations, firms), 16_000)
    enter[0] = 0
    chain = Chain(
        operations=operations,
        blocks=tuple(blocks),
        town=random.integers(0, towns, firms),
        enter=enter,
        road=far.astype(np.uint16),
        fare=tuple(fare for _ in range(operations + 1)),
        runs=_runs(days),
        ready_at=32,
        base_price=0,
        handover=2,
        loading=2,
        buyer=0,
    )
    return World(chain, windows_of([_slots(random, days) for _ in range(offers)]))


def _slots(random: np.random.Generator, days: int) -> np.ndarray:
    """Return a calendar of 12-hour days in which bookings of two days' mean fill about 70 %."""
    rows, at, stretch = [], int(random.integers(0, 48)), 0
    while at < days * 48:
        until = min(days * 48, at + 1 + int(random.exponential(40)))
        while at < until:
            day, tick = divmod(at, 48)
            end = min(until, (day + 1) * 48)
            rows.append((day * DAY + 32 + tick, day * DAY + 32 + end - day * 48, stretch, 0))
            at = end
        at, stretch = at + 1 + int(random.exponential(92)), stretch + 1
    return np.array(rows, np.int64).reshape(-1, 4)


def _runs(days: int) -> Timetable:
    departures = np.array([d * DAY + t for d in range(days) for t in LEAVE], np.int64)
    vans = departures + 8
    lines = np.array([(d + 1) * DAY + 32 for d in range(days)], np.int64)
    arrivals = np.unique(np.concatenate([vans, lines]))
    table = np.full((2, len(departures)), -1, np.int64)
    table[0] = np.searchsorted(arrivals, vans)
    table[1, 2::4] = np.searchsorted(arrivals, lines)
    return Timetable(departures, arrivals, table)


def cheapest_by_cpsat(w: World, seconds: float) -> tuple[int, bool]:
    """Return the cheapest price by a flow over all reachable (operation, offer, finish) nodes, and whether proven."""
    model, chain = cp_model.CpModel(), w.chain
    inflow: dict[tuple[int, int, int], list[tuple[object, int]]] = {}
    level = {(-1, -1, chain.ready_at): [(model.new_constant(1), 0)]}
    cost: list[object] = []
    for block in chain.blocks:
        inflow = {}
        for (firm, _, time), arcs in level.items():
            out = []
            for c, (finish, price) in _steps(w, block, firm, time):
                arc = model.new_bool_var("")
                out.append(arc)
                cost.append(arc * price)
                inflow.setdefault((int(block.firm[c]), c, finish), []).append((arc, price))
            model.add(sum(out) == sum(arc for arc, _ in arcs))
        level = inflow
    last = []
    for (firm, _, time), arcs in level.items():
        out = []
        for _, price in _sent(chain, firm, time, chain.buyer):
            arc = model.new_bool_var("")
            out.append(arc)
            cost.append(arc * price)
        model.add(sum(out) == sum(arc for arc, _ in arcs))
        last += out
    model.add(sum(last) == 1)
    model.minimize(sum(cost))
    solver = cp_model.CpSolver()
    solver.parameters.max_time_in_seconds, solver.parameters.num_workers = seconds, 1
    status = solver.solve(model)
    return round(solver.objective_value), status == cp_model.OPTIMAL


def _steps(w: World, block: Block, firm: int, time: int) -> Iterator[tuple[int, tuple[int, int]]]:
    chain = w.chain
    for c in range(len(block.firm)):
        target, rows = (
            int(block.firm[c]),
            w.windows.rows(int(block.machine[c])),
        )
        starts = [(time, 0)] if firm in (-1, target) else []
        if firm >= 0:
            starts += [
                (t + chain.handover, p + int(chain.enter[block.first, target]))
                for t, p in _sent(chain, firm, time, int(chain.town[target]))
            ]
        for ready, price in starts:
            finish = finish_of(w.windows, rows, ready, int(block.ticks[c]))
            if finish is not None:
                yield c, (finish, price + int(block.price[c]))


def _sent(chain: Chain, firm: int, time: int, town: int) -> Iterator[tuple[int, int]]:
    for j in range(2):
        price = int(chain.fare[0][j, chain.road[chain.town[firm], town]])
        later = np.flatnonzero((chain.runs.departures >= time + chain.loading) & (chain.runs.arrival[j] >= 0))
        if price < NEVER and len(later):
            yield int(chain.runs.arrivals[chain.runs.arrival[j, later[0]]]), price


def timed(work: Callable[[], object]) -> tuple[float, object]:
    """Return the processor seconds a call takes, and its answer."""
    begun = process_time()
    answer = work()
    return process_time() - begun, answer


def claim(text: str, ours: float, peer: str, theirs: float, bar: float, met: bool) -> dict[str, object]:
    """Return one line as other benches print it."""
    ratio = round(theirs / ours, 2) if ours else 0
    ours, theirs = float(f"{ours:.4g}"), float(f"{theirs:.4g}")
    return {"claim": text, "ours": ours, "peer": peer, "theirs": theirs, "ratio": ratio, "bar": bar, "met": met,
            "seeds": len(SEEDS)}  # fmt: skip


def against_cpsat() -> Iterator[dict[str, object]]:
    """Four operations over forty offers: the whole front against one point of CP-SAT, and the same optimum."""
    ours, theirs, agree, equal = [], [], 0, 0
    for seed in SEEDS:
        w = world(seed, 40, 4, days=20, towns=5)
        fast, found = timed(lambda w=w: forward(w.chain, w.windows))
        slow, (price, proven) = timed(lambda w=w: cheapest_by_cpsat(w, 60))
        mine = [(int(found.at[a]), int(found.price[a])) for a in points(found)]
        equal += mine == front(w.chain, w.windows)
        agree += (not mine and not proven) or (proven and bool(mine) and mine[-1][1] == price)
        ours.append(fast)
        theirs.append(slow)
    a, b = statistics.median(ours), statistics.median(theirs)
    yield claim(
        "processor seconds: whole front, 4 operations, 40 offers", a, "CP-SAT, cheapest point only", b, 50, b / a >= 50
    )
    yield claim("seeds: cheapest price equals CP-SAT's optimum", agree, "CP-SAT", 5, 5, agree == 5)
    yield claim("seeds: front equals the plain Python pass", equal, "plain Python", 5, 5, equal == 5)


def many_offers() -> Iterator[dict[str, object]]:
    """Twelve operations over 10,000 and 100,000 offers, one thread."""
    for size, bar in ((10_000, 0.1), (100_000, 0.5)):
        times = []
        for seed in SEEDS:
            w = world(seed, size, 12, towns=500)
            times.append(timed(lambda w=w: forward(w.chain, w.windows))[0])
        ours = statistics.median(times)
        yield claim(
            f"processor seconds: whole front, 12 operations, {size} offers, one thread",
            ours,
            "bar",
            bar,
            1,
            ours <= bar,
        )


HOUSING = Routing(
    tuple(
        Operation(f"o{n}", process, Requirement(process, frozenset(kinds), (48_000, 100_000, 100_000), tolerance,
                  "aluminium"), (f"o{n - 1}",) if n > 1 else (), setup_s=60 * setup, run_s=run, area_mm2=35_000)
        for n, process, kinds, tolerance, setup, run in (
            (1, "turning", (), 25, 90, 840), (2, "milling", (), 50, 165, 720), (3, "deburring", (), 0, 10, 120),
            (4, "anodising", ("hard-anodising",), 0, 60, 60),
        )
    )
)  # fmt: skip


def orders() -> Iterator[dict[str, object]]:
    """The bearing housing in five regions: time and gap of 50 and of 2,000 pieces; who wins 50."""
    took: dict[int, list[float]] = {50: [], 2000: []}
    gaps: dict[int, list[int]] = {50: [], 2000: []}
    one_shop = several = 0
    for seed in SEEDS:
        region = build(seed, START)
        known = offers(region, Window(START, START + timedelta(days=100)))
        for quantity, days in ((50, 14), (2000, 45)):
            due = START + timedelta(days=days)
            goods = Goods(1020, 500, 4300, "6061-T6", "yinzhou-metal")
            seconds, found = timed(
                lambda k=known, r=region, q=quantity, d=due, g=goods: plans(
                    k, r.map, HOUSING, q, d, "fenghua", START, FIRST, g
                )
            )
            took[quantity].append(seconds)
            gaps[quantity].append(found.plans[0].gap_ppm)
            makers = {o.firm for o in found.plans[0].operations if o.op in ("o1", "o2")}
            one_shop += quantity == 50 and len(makers) == 1
            several += quantity == 2000 and len(makers) > 1
    a, b = (statistics.median(took[q]) for q in (50, 2000))
    yield claim("processor seconds: up to five checked plans for 50 pieces, 300 machines", a, "bar", 0.5, 1, a <= 0.5)
    yield claim("processor seconds: up to five checked plans for 2,000 pieces in lots", b, "bar", 3.0, 1, b <= 3.0)
    gap = statistics.median(gaps[50]) / 1e6
    yield claim("gap of the cheapest plan, 50 pieces", gap, "bound over all offers", 0, 0, gap == 0)
    gap = statistics.median(gaps[2000]) / 1e6
    yield claim("gap of the cheapest plan, 2,000 pieces in lots", gap, "bound over all splits", 0, 0.15, gap <= 0.15)
    yield claim("seeds: one shop turns and mills 50 pieces", one_shop, "bar", 4, 4, one_shop >= 4)
    yield claim("seeds: several firms make 2,000 pieces", several, "bar", 5, 5, several == 5)


def main() -> int:
    """Print every claim; return 1 where one is missed."""
    sys.stderr.write(f"warm-up {warm():.1f} s\n")
    w = world(0, 40, 4, days=20, towns=5)
    forward(w.chain, w.windows)
    met = True
    for part in (against_cpsat, many_offers, orders):
        for line in part():
            print(json.dumps(line, ensure_ascii=False), flush=True)
            met = met and bool(line["met"])
    return 0 if met else 1


if __name__ == "__main__":
    sys.exit(main())
