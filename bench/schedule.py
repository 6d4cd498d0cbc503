"""How near the best known schedules of flexible job shops are, against PyJobShop and CP-SAT in the same run.

Run `python bench/schedule.py [--seconds 1,10] [--seeds 5] [--only mk10,low1]`. Two threads each; medians over seeds;
every schedule of ours is checked again here. The shops of Brandimarte and their bounds are read from COFAB_REAL_DATA
(default ../shared/data); those of low flexibility, without choice, and large are made here. Prints one JSON line a
claim; exits 1 if one is missed, and each median on standard error.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import sys
from collections.abc import Callable
from pathlib import Path
from random import Random

from pyjobshop import Model

from cofab.core.creation.schedule.shop.arrays import net_of
from cofab.core.creation.schedule.shop.check import faults
from cofab.core.creation.schedule.shop.cpsat import Exact
from cofab.core.creation.schedule.shop.portfolio import Board, Limits, dispatched
from cofab.core.creation.schedule.shop.problem import Shop, Way
from cofab.core.creation.schedule.shop.text import shop_of
from cofab.planner.jobshop import schedule, warm

REAL = Path(os.environ.get("COFAB_REAL_DATA", Path(__file__).parents[2] / "shared" / "data")) / "fjsp"
WORKERS = 2
Solver = Callable[[Shop, float, int], int | None]


def ours(shop: Shop, seconds: float, seed: int) -> int:
    """Return our makespan, checked."""
    found = schedule(shop, seconds, WORKERS, seed)
    wrong = faults(shop, found.placed, found.makespan)
    if wrong:
        raise AssertionError(wrong)
    return found.makespan


def pyjobshop(shop: Shop, seconds: float, seed: int) -> int | None:
    """Return PyJobShop's makespan; a job stays in its factory by dependencies between modes."""
    model = Model()
    machines = [[model.add_machine() for _ in range(shop.machines)] for _ in range(shop.factories)]
    for job in shop.jobs:
        last = None
        for op in job:
            task = model.add_task()
            modes = [[model.add_mode(task, park[way.machine], way.ticks) for way in op] for park in machines]
            if last is not None:
                model.add_end_before_start(last[0], task)
                for before, here in zip(last[1], modes, strict=True):
                    for mode in before if shop.factories > 1 else ():
                        model.add_mode_dependency(mode, here)
            last = task, modes
    result = model.solve(time_limit=seconds, display=False, num_workers=WORKERS, random_seed=seed)
    return round(result.objective) if result.best.tasks else None


def cpsat(shop: Shop, seconds: float, seed: int) -> int | None:
    """Return CP-SAT's makespan with the dispatched schedule as a hint."""
    net = net_of(shop)
    board = Board(Limits(seconds, 1, lambda: 0.0, lambda tasks: None), 0)
    dispatched(shop, net, board)
    assert board.line is not None
    exact = Exact(shop, net, 0, board.line, board.span)
    best = [board.span]
    exact.solve(seconds, WORKERS, seed, 0.0, lambda line, span: best.append(span), lambda bound: None)
    return min(best)


def low(seed: int, jobs: int = 15, machines: int = 8) -> Shop:
    """Return a shop of little choice: each job visits every machine, and one operation in seven has a second one."""
    random = Random(seed)

    def operation(machine: int) -> tuple[Way, ...]:
        ticks = random.randint(5, 99)
        other = random.randrange(machines)
        ways = (Way(machine, ticks), Way(other, ticks))
        return ways if other != machine and random.random() < 1 / 7 else ways[:1]

    rows = tuple(tuple(operation(m) for m in random.sample(range(machines), machines)) for _ in range(jobs))
    return Shop(machines, rows)


def classic(seed: int, jobs: int, machines: int) -> Shop:
    """Return a job shop without choice: each job visits every machine once."""
    random = Random(seed)

    def job() -> tuple[tuple[Way, ...], ...]:
        return tuple((Way(m, random.randint(1, 99)),) for m in random.sample(range(machines), machines))

    return Shop(machines, tuple(job() for _ in range(jobs)))


def large(seed: int, jobs: int, machines: int, operations: int) -> Shop:
    """Return a large shop of much choice: up to five machines an operation, each with its own time."""
    random = Random(seed)

    def operation() -> tuple[Way, ...]:
        return tuple(Way(m, random.randint(1, 99)) for m in random.sample(range(machines), random.randint(1, 5)))

    return Shop(machines, tuple(tuple(operation() for _ in range(operations)) for _ in range(jobs)))


def shops() -> dict[str, Shop]:
    """Return every shop by name; two and three factories are marked so."""
    found = {f"mk{n:02}": shop_of((REAL / "brandimarte" / f"mk{n:02}.txt").read_text()) for n in range(1, 11)}
    found |= {f"low{n}": low(n) for n in range(1, 4)}
    found |= {f"classic {n}x{m}": classic(n * m, n, m) for n, m in ((10, 10), (20, 5), (20, 15))}
    found["large 100x20"] = large(1, 100, 20, 20)
    found["low4 x2"] = Shop(5, low(4, 15, 5).jobs, 2)
    found["mk15 x3"] = shop_of((REAL / "brandimarte" / "mk15.txt").read_text(), 3)
    return found


def median(solver: Solver, shop: Shop, seconds: float, seeds: int) -> float | None:
    """Return the median makespan over the seeds; None where any seed found nothing."""
    spans = [solver(shop, seconds, seed) for seed in range(1, seeds + 1)]
    return None if None in spans else statistics.median(span for span in spans if span is not None)


def claim(
    text: str, mine: float, peer: str, theirs: float | None, bar: float, met: bool, seeds: int
) -> dict[str, object]:
    """Return one line as other benches print it; `theirs` None where the peer found nothing."""
    ratio = round(theirs / mine, 3) if mine and theirs is not None else 0
    return {"claim": text, "ours": round(mine, 5), "peer": peer, "theirs": theirs and round(theirs, 5), "ratio": ratio,
            "bar": bar, "met": met, "seeds": seeds}  # fmt: skip


def claims(seconds: float, seeds: int, chosen: dict[str, Shop]) -> list[dict[str, object]]:
    """Measure all shops at one limit and return what is claimed."""
    known = {row["instance"]: row["upper_bound"] for row in json.loads((REAL / "bks.json").read_text())}
    rows: dict[str, tuple[float, float | None, float | None]] = {}
    for name, shop in chosen.items():
        found = [median(solver, shop, seconds, seeds) for solver in (ours, pyjobshop, cpsat)]
        sys.stderr.write(f"{seconds:g} s {name}: ours {found[0]}, PyJobShop {found[1]}, CP-SAT {found[2]}\n")
        rows[name] = (found[0] or 0.0, found[1], found[2])
    lines, mk = [], [name for name in rows if name in known]
    if mk:
        gaps = [_gap([rows[name][n] for name in mk], [known[name] for name in mk]) for n in range(3)]
        peer, theirs = min((("PyJobShop", gaps[1]), ("CP-SAT with a greedy hint", gaps[2])), key=lambda x: x[1])
        bar = 0.013 if seconds >= 10 else 0.03
        text = f"mean of (makespan - upper bound) / upper bound, {mk[0]} to {mk[-1]}, {seconds:g} s, {WORKERS} threads"
        lines.append(claim(text, gaps[0], peer, theirs, bar, gaps[0] <= bar, seeds))
    behind = {name: row[0] / min(x for x in row[1:] if x is not None) - 1 for name, row in rows.items() if any(row[1:])}
    if behind:
        worst = max(behind, key=behind.__getitem__)
        text = f"furthest behind the better peer on any shop ({worst}), {seconds:g} s"
        lines.append(claim(text, behind[worst], "better of both peers", 0.0, 0.01, behind[worst] <= 0.01, seeds))
    if "mk15 x3" in rows:
        mine, theirs = rows["mk15 x3"][0], rows["mk15 x3"][1]
        text = f"three factories of mk15, {seconds:g} s: makespan against the longest job"
        lines.append(claim(text, mine, "longest job", 190, 1.01, mine <= 190 * 1.01, seeds))
        text = f"three factories of mk15, {seconds:g} s: makespan as a share of PyJobShop's"
        lines.append(claim(text, mine, "PyJobShop", theirs, 0.6, theirs is None or mine <= 0.6 * theirs, seeds))
    return lines


def _gap(spans: list[float | None], bounds: list[float]) -> float:
    gaps = [float("inf") if span is None else span / bound - 1 for span, bound in zip(spans, bounds, strict=True)]
    return statistics.mean(gaps)


def main() -> int:
    """Print every claim; return 1 where one is missed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", default="1,10")
    parser.add_argument("--seeds", type=int, default=5)
    parser.add_argument("--only", default="")
    args = parser.parse_args()
    if not REAL.exists():
        sys.stderr.write(f"there are no job shops at {REAL}\n")
        return 1
    sys.stderr.write(f"warm-up {warm():.1f} s\n")
    names = [name for name in args.only.split(",") if name]
    chosen = {name: shop for name, shop in shops().items() if not names or name in names}
    met = True
    for seconds in map(float, args.seconds.split(",")):
        for line in claims(seconds, args.seeds, chosen):
            print(json.dumps(line, ensure_ascii=False), flush=True)
            met = met and bool(line["met"])
    return 0 if met else 1


if __name__ == "__main__":
    sys.exit(main())
