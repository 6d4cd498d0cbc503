"""How near the least cost many orders come when they are planned together, against planning them one by one.

Run `python bench/orders.py [--seeds 5] [--orders 2000] [--seconds 60]`. Orders of three to six operations for one due
date go to 400 machines of 120 firms in 40 towns, 12 hours a day in quarter hours, own work on a third of the time;
which trades are asked for follows Zipf, and the orders ask for 70 % of what is free. Peers: every order in turn as it
came, each the cheapest for itself (exact, on what the ones before left), and CP-SAT hinted by that on a tenth of the
orders over days that work does not run across (it cannot tell pauses). PyJobShop knows no prices. Every answer, the
peers' too, is checked by the same checker; ours is limited in processor seconds of one thread, CP-SAT in as many by the
clock on one worker. One JSON line a claim; exits 1 if one is missed.
"""

from __future__ import annotations

import argparse
import json
import statistics
import sys
from random import Random
from time import process_time
from typing import Any

from ortools.sat.python import cp_model

from cofab.core.creation.schedule.orders.check import faults, value
from cofab.core.creation.schedule.orders.problem import Booked, Interval, Machine, Order, Portfolio, Row, Way
from cofab.core.creation.schedule.orders.solve import one_by_one, solve

DAY, OPEN, SHIFT, DAYS, TOWNS, TRADES = 96, 32, 48, 20, 40, 8
LOAD = 0.7


def portfolio(seed: int, orders: int = 2000, pauses: bool = True) -> Portfolio:
    """Return so many orders over a fifth as many machines; without `pauses` each day is a stretch of its own."""
    random = Random(seed)
    count = max(16, orders // 5)
    towns = [(random.uniform(0, 500), random.uniform(0, 500)) for _ in range(TOWNS)]
    far = [[((a - c) ** 2 + (b - d) ** 2) ** 0.5 for c, d in towns] for a, b in towns]
    ticks = tuple(tuple(0 if i == j else 4 + round(far[i][j] / 12) for j in range(TOWNS)) for i in range(TOWNS))
    cost = tuple(tuple(0 if i == j else 2000 + round(far[i][j] * 60) for j in range(TOWNS)) for i in range(TOWNS))
    firms = [random.randrange(TOWNS) for _ in range(max(5, count * 3 // 10))]
    machines = tuple(Machine(_stretches(random, pauses), random.choice(firms)) for _ in range(count))
    weights = [1 / (n + 1) for n in range(TRADES)]
    trade = _trades(count, weights)
    park = [[m for m in range(count) if trade[m] == t] for t in range(TRADES)]
    speed, rate = [random.uniform(0.7, 1.5) for _ in range(count)], [random.randint(1500, 5000) for _ in range(count)]
    free = sum(b - a for m in machines for stretch in m.stretches for a, b in stretch)
    size = LOAD * free / (orders * 4.5 * 1.1)
    rows = [_order(random, park, weights, speed, rate, size) for _ in range(orders)]
    return Portfolio(machines, tuple(rows), ticks, cost)


def _trades(count: int, weights: list[float]) -> list[int]:
    """Return the trade of each machine: as many as are asked for, at least one."""
    shares = [max(1, round(count * weight / sum(weights))) for weight in weights]
    found = [trade for trade, share in enumerate(shares) for _ in range(share)]
    return (found + [0] * count)[:count]


def _stretches(random: Random, pauses: bool) -> tuple[tuple[Interval, ...], ...]:
    """Return the free stretches of 20 days of which own work takes about a third, in pieces of up to two days."""
    days: list[list[Interval]] = [[]]
    for day in range(DAYS):
        begin, end = day * DAY + OPEN, day * DAY + OPEN + SHIFT
        if random.random() < 0.45:
            gone = random.randint(8, SHIFT)
            at = random.randint(begin, end - gone)
            days[-1] += [(begin, at)] if at > begin else []
            days.append([(at + gone, end)] if at + gone < end else [])
        else:
            days[-1].append((begin, end))
    found = tuple(tuple(day) for day in days if day)
    return found if pauses else tuple((window,) for stretch in found for window in stretch)


def _order(
    random: Random, park: list[list[int]], weights: list[float], speed: list[float], rate: list[int], size: float
) -> Order:
    operations = []
    for _ in range(random.randint(3, 6)):
        able = random.choices(park, weights)[0]
        work = random.uniform(0.4, 1.6) * size
        some = random.sample(able, min(len(able), random.randint(8, 30)))
        operations.append(tuple(_way(m, work, speed, rate) for m in some))
    fair = sum(min(way.cost for way in op) for op in operations) + 20_000 * (len(operations) + 1)
    return Order(tuple(operations), 0, DAYS * DAY, random.randrange(TOWNS), 3 * fair)


def _way(machine: int, work: float, speed: list[float], rate: list[int]) -> Way:
    ticks = max(1, round(work * speed[machine]))
    return Way(machine, ticks, ticks * rate[machine] + 3000)


def ours(world: Portfolio, seconds: float, seed: int) -> Booked:
    """Return our bookings after so many processor seconds, checked."""
    begun = process_time()
    found = solve(world, lambda rounds: process_time() - begun >= seconds, seed)
    assert not faults(world, found.rows) and value(world, found.rows) == found.value
    return found


def turns(world: Portfolio) -> tuple[int, tuple[Row, ...]]:
    """Return what orders cost that book one by one as they come, each the cheapest for itself, and their bookings."""
    found = one_by_one(world)
    assert not faults(world, found.rows) and value(world, found.rows) == found.value
    return found.value, found.rows


def cpsat(world: Portfolio, hint: tuple[Row, ...], seconds: float, seed: int) -> int:
    """Return what CP-SAT's bookings cost, hinted; the hint's cost where it finds none better."""
    model, known = cp_model.CpModel(), {(row.order, row.op): row for row in hint}
    horizon, cost, picks = DAYS * DAY, [], {}
    busy = [
        [model.new_fixed_size_interval_var(a, b - a, "") for a, b in _closed(machine)] for machine in world.machines
    ]
    for n, order in enumerate(world.orders):
        left, before = model.new_bool_var(""), None
        model.add_hint(left, (n, 0) not in known)
        cost.append(order.leave * left)
        for o, ways in enumerate(order.operations):
            row = known.get((n, o))
            start, end = model.new_int_var(order.release, horizon, ""), model.new_int_var(order.release, horizon, "")
            here = {way.machine: model.new_bool_var("") for way in ways}
            model.add_exactly_one([*here.values(), left])
            for way in ways:
                var = here[way.machine]
                busy[way.machine].append(model.new_optional_interval_var(start, way.ticks, end, var, ""))
                cost.append(way.cost * var)
                model.add_hint(var, row is not None and row.machine == way.machine)
                picks[n, o, way.machine] = var, start, end
            if row:
                model.add_hint(start, row.start)
                model.add_hint(end, row.end)
            if before:
                _legs(world, model, cost, order, before, (here, start))
            before = here, end
        assert before is not None
        arrive = model.new_constant(order.due)
        _legs(world, model, cost, order, before, ({-1: ~left}, arrive))
    for rows in busy:
        model.add_no_overlap(rows)
    model.minimize(sum(cost))
    solver = cp_model.CpSolver()
    solver.parameters.max_time_in_seconds, solver.parameters.num_workers, solver.parameters.random_seed = (
        seconds,
        1,
        seed,
    )
    if solver.solve(model) not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return value(world, hint)
    rows = [Row(n, o, m, solver.value(start), solver.value(end))
            for (n, o, m), (var, start, end) in picks.items() if solver.value(var)]  # fmt: skip
    assert not faults(world, rows), faults(world, rows)[:3]
    return value(world, rows)


def _closed(machine: Machine) -> list[Interval]:
    edges = [0, *(t for stretch in machine.stretches for a, b in stretch for t in (a, b)), DAYS * DAY]
    return [(a, b) for a, b in zip(edges[::2], edges[1::2], strict=True) if b > a]


def _legs(
    world: Portfolio, model: cp_model.CpModel, cost: list[Any], order: Order, one: tuple[Any, Any], two: tuple[Any, Any]
) -> None:
    """Add the leg between two operations, by site; machine -1 is the destination."""

    def sites(here: dict[int, Any]) -> dict[int, Any]:
        found: dict[int, list[Any]] = {}
        for machine, var in here.items():
            found.setdefault(order.destination if machine < 0 else world.machines[machine].site, []).append(var)
        return {site: sum(some) for site, some in found.items()}

    (here, end), (there, start) = one, two
    for s, leaves in sites(here).items():
        for t, comes in sites(there).items():
            leg = model.new_bool_var("")
            model.add(leaves + comes - 1 <= leg)
            model.add(start >= end + world.ticks[s][t]).only_enforce_if(leg)
            cost.append(order.load * world.cost[s][t] * leg)


def claim(text: str, mine: float, peer: str, theirs: float, bar: float, met: bool, seeds: int) -> dict[str, object]:
    """Return one line as other benches print it."""
    return {"claim": text, "ours": round(mine, 5), "peer": peer, "theirs": round(theirs, 5),
            "ratio": round(theirs / mine, 3) if mine else 0, "bar": bar, "met": met, "seeds": seeds}  # fmt: skip


def main() -> int:
    """Print every claim; return 1 where one is missed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seeds", type=int, default=5)
    parser.add_argument("--orders", type=int, default=2000)
    parser.add_argument("--seconds", type=float, default=60.0)
    args = parser.parse_args()
    ours(portfolio(0, 30), 1.0, 0)
    gaps, greedy, soon, small, others, spent = [], [], [], [], [], []
    for seed in range(1, args.seeds + 1):
        world = portfolio(seed, args.orders)
        begun = process_time()
        found, (cost, _) = ours(world, args.seconds - 2, seed), turns(world)
        spent.append(process_time() - begun)
        gaps.append(found.gap_ppm / 1e6)
        greedy.append(cost / found.bound - 1)
        soon.append(ours(world, args.seconds / 10, seed).value / found.bound - 1)
        tenth = portfolio(seed, args.orders // 10, pauses=False)
        _, hint = turns(tenth)
        small.append(ours(tenth, args.seconds / 2, seed).value)
        others.append(cpsat(tenth, hint, args.seconds / 2, seed))
        sys.stderr.write(
            f"seed {seed}: {found.value} bound {found.bound} gap {gaps[-1]:.4f} left {len(found.left)}, "
            f"after a tenth of the time {soon[-1]:.4f}, one by one {greedy[-1]:.4f}, {spent[-1]:.1f} s; "
            f"a tenth of the orders: {small[-1]}, CP-SAT {others[-1]}, one by one {value(tenth, hint)}\n"
        )
    lines = _claims(args, gaps, greedy, soon, small, others, spent)
    for line in lines:
        print(json.dumps(line, ensure_ascii=False), flush=True)
    return 0 if all(line["met"] for line in lines) else 1


def _claims(
    args: argparse.Namespace, gaps: list[float], greedy: list[float], soon: list[float], small: list[int],
    others: list[int], spent: list[float],
) -> list[dict[str, object]]:  # fmt: skip
    median, n, seeds = statistics.median, args.orders, args.seeds
    gap, alone, time, mine, theirs = median(gaps), median(greedy), median(spent), median(small), median(others)
    text, one = f"{n} orders together, gap to the bound", "one by one, each the cheapest for itself"
    return [
        claim(text, gap, one, alone, 0.10, gap <= 0.10 and gap < alone, seeds),
        claim(f"{text}, after a tenth of the time", median(soon), one, alone, 0.10, median(soon) <= 0.10, seeds),
        claim(f"processor seconds for {n} orders, all in", time, "bar", args.seconds, 1, time <= args.seconds, seeds),
        claim(f"cost of {n // 10} orders", mine, "CP-SAT hinted, as long", theirs, 1, mine <= theirs, seeds),
    ]


if __name__ == "__main__":
    sys.exit(main())
