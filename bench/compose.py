"""How fast and how complete composing is: the whole front against NSGA-II, and the cheapest choice against CP-SAT.

Run `python bench/compose.py [--seeds 5]`. Prints one JSON line a claim; exits 1 if any is missed. Medians over seeds,
in processor seconds of one thread, so that a busy machine does not blur them; kernels are warmed first. NSGA-II
(pymoo) judges whole generations at once in NumPy; of its settings the one that finds most of the front counts, and
its time alone.
"""

from __future__ import annotations

import argparse
import json
import statistics
import sys
from collections.abc import Callable, Iterator
from fractions import Fraction
from itertools import product
from random import Random
from time import process_time
from typing import Any

import numpy as np
from pymoo.algorithms.moo.nsga2 import NSGA2
from pymoo.core.problem import Problem as Sought
from pymoo.operators.crossover.pntx import TwoPointCrossover
from pymoo.operators.crossover.sbx import SBX
from pymoo.operators.crossover.ux import UniformCrossover
from pymoo.operators.mutation.pm import PM
from pymoo.operators.repair.rounding import RoundingRepair
from pymoo.operators.sampling.rnd import IntegerRandomSampling
from pymoo.optimize import minimize

from cofab.core.creation.plan.composition.answer import Limits, cheapest, whole_front
from cofab.core.creation.plan.composition.check import worth
from cofab.core.creation.plan.composition.exact import Exact
from cofab.core.creation.plan.composition.problem import Found, Problem
from cofab.core.creation.plan.composition.read import document, problem_of
from cofab.planner.composition import warm

ALL, COST = Limits(60, process_time), (Fraction(1), Fraction(0))
CROSSOVERS = {"SBX": SBX, "uniform": UniformCrossover, "two-point": TwoPointCrossover}
SIZES = ((100, 200), (200, 200), (200, 500))
Setting = tuple[str, int, int]


def world(seed: int, operations: int, candidates: int, sites: int) -> str:
    """Return a chain as a document: cheap candidates are slow, sites lie in a square."""
    random = Random(seed)
    place = [(random.random(), random.random()) for _ in range(sites)]
    far = [[round(100 * ((a - c) ** 2 + (b - d) ** 2) ** 0.5, 1) for c, d in place] for a, b in place]

    def candidate(n: int) -> dict[str, Any]:
        time = random.uniform(10, 100)
        cost = 4000 / time * random.uniform(0.7, 1.3)
        return {"id": f"c{n}", "site": random.randrange(sites), "cost": round(cost, 2), "time": round(time, 1)}

    rows = [
        {"id": f"o{k}", "after": [f"o{k - 1}"] if k else [], "candidates": [candidate(n) for n in range(candidates)]}
        for k in range(operations)
    ]
    given = {
        "format": "cofab.compose/1",
        "transport": {"distance": far, "cost_per_unit": 0.3, "time_per_unit": 0.1},
        "time": "sum",
        "jobs": [{"id": "j", "quantity": 1, "operations": rows}],
    }
    return json.dumps(given)


class Chain(Sought):
    """A chain as NSGA-II sees it: a candidate number for each operation."""

    def __init__(self, problem: Problem) -> None:
        self.problem, self.operations = problem, problem.jobs[0].operations
        top = np.array([len(op.candidates) - 1 for op in self.operations])
        super().__init__(n_var=len(top), n_obj=2, xl=0, xu=top, vtype=int)

    def _evaluate(self, x: np.ndarray, out: dict[str, Any], *_: Any, **__: Any) -> None:
        cost, time, before = np.zeros(len(x), np.int64), np.zeros(len(x), np.int64), None
        for k, op in enumerate(self.operations):
            chosen = x[:, k].astype(int)
            cost += op.cost[chosen]
            time += op.time[chosen]
            here = op.site[chosen]
            if before is not None:
                cost += self.problem.leg_cost[before, here]
                time += self.problem.leg_time[before, here]
            before = here
        out["F"] = np.column_stack([cost, time])


def nsga2(problem: Problem, setting: Setting, seed: int) -> set[tuple[int, int]]:
    """Return the points that NSGA-II finds in one setting."""
    name, population, generations = setting
    repair = RoundingRepair()
    crossover = SBX(prob=0.9, eta=3, vtype=float, repair=repair) if name == "SBX" else CROSSOVERS[name](prob=0.9)
    algorithm = NSGA2(
        pop_size=population,
        sampling=IntegerRandomSampling(),
        crossover=crossover,
        mutation=PM(prob=1.0, eta=3, vtype=float, repair=repair),
        eliminate_duplicates=True,
    )
    found = minimize(Chain(problem), algorithm, ("n_gen", generations), seed=seed, verbose=False)
    return {(int(a), int(b)) for a, b in found.F}


def timed(work: Callable[[], Any]) -> tuple[float, Any]:
    """Return the processor seconds a call takes, and its answer."""
    begun = process_time()
    found = work()
    return process_time() - begun, found


def claim(text: str, ours: float, peer: str, theirs: float, bar: float, met: bool, seeds: int) -> dict[str, object]:
    """Return one line as other benches print it."""
    ratio = round(theirs / ours, 2) if ours else 0
    ours, theirs = float(f"{ours:.4g}"), float(f"{theirs:.4g}")
    return {"claim": text, "ours": ours, "peer": peer, "theirs": theirs, "ratio": ratio, "bar": bar, "met": met,
            "seeds": seeds}  # fmt: skip


def checked(text: str, problem: Problem, found: Found) -> set[tuple[int, int]]:
    """Return the points of an answer, each added up again from the document."""
    given = document(text)
    for point in found.points:
        names = {op.id: op.candidates[c] for op, c in zip(problem.jobs[0].operations, point.choice[0], strict=True)}
        scaled = Fraction(point.cost, problem.cost_scale), Fraction(point.time, problem.time_scale)
        if worth(given, {"j": names}) != scaled:
            raise AssertionError(names)
    return {(point.cost, point.time) for point in found.points}


def fronts(seeds: int) -> Iterator[dict[str, object]]:
    """Ten operations of thirty candidates: all points, against what NSGA-II finds of them."""
    worlds = [world(seed, 10, 30, 12) for seed in range(1, seeds + 1)]
    problems = [problem_of(document(text)) for text in worlds]
    runs = [timed(lambda p=p: whole_front(p, ALL)) for p in problems]
    whole = [checked(text, p, found) for text, p, (_, found) in zip(worlds, problems, runs, strict=True)]
    best: tuple[float, float, Setting] = (-1.0, 0.0, ("", 0, 0))
    for setting in ((name, *size) for name, size in product(CROSSOVERS, SIZES)):
        theirs = [timed(lambda p=p, s=setting, n=n: nsga2(p, s, n)) for n, p in enumerate(problems[:1])]
        share = statistics.median(
            len(points & all_) / len(all_) for (_, points), all_ in zip(theirs, whole, strict=False)
        )
        seconds = statistics.median(took for took, _ in theirs)
        sys.stderr.write(f"NSGA-II {setting}: {share:.2f} of the front in {seconds:.2f} s\n")
        best = max(best, (share, -seconds, setting))
    theirs = [timed(lambda p=p, n=n: nsga2(p, best[2], n)) for n, p in enumerate(problems)]
    ours, peer = statistics.median(took for took, _ in runs), statistics.median(took for took, _ in theirs)
    size = statistics.median(map(len, whole))
    share = statistics.median(len(points & all_) for (_, points), all_ in zip(theirs, whole, strict=True))
    extra = sum(
        any(p not in w and not _beaten(p, w) for p in points) for (_, points), w in zip(theirs, whole, strict=True)
    )
    name = f"NSGA-II {best[2][0]}, {best[2][1]} by {best[2][2]} generations"
    exact = all(found.epsilon == 0 and found.proven for _, found in runs)
    yield claim(
        "processor seconds: all Pareto points of 10 operations by 30", ours, name, peer, 50, peer >= 50 * ours, seeds
    )
    yield claim("Pareto points found", size, name, share, 1, exact and share <= size and not extra, seeds)


def _beaten(point: tuple[int, int], front: set[tuple[int, int]]) -> bool:
    return any(c <= point[0] and t <= point[1] for c, t in front)


def large(seeds: int) -> Iterator[dict[str, object]]:
    """A hundred operations of a thousand candidates, from text to the cheapest choice."""
    texts = [world(seed, 100, 1000, 100) for seed in range(1, seeds + 1)]
    whole = [timed(lambda t=text: cheapest(problem_of(document(t)), COST, ALL)) for text in texts]
    alone = [timed(lambda p=p: cheapest(p, COST, ALL))[0] for p in (problem_of(document(text)) for text in texts)]
    ours = statistics.median(took for took, _ in whole)
    met = ours < 1 and all(found.proven for _, found in whole)
    yield claim(
        "processor seconds: cheapest of 100 operations by 1,000, reading the file included",
        ours,
        "bar",
        1,
        1,
        met,
        seeds,
    )
    ours = statistics.median(alone)
    yield claim("processor seconds: the same without reading", ours, "bar", 1, 1, ours < 1, seeds)


def against_cpsat(seeds: int) -> Iterator[dict[str, object]]:
    """Ten operations of thirty candidates, cheapest and weighed: the same optimum where CP-SAT proves one."""
    ours, theirs, proven, agreed = [], [], 0, 0
    for seed, weights in product(range(1, seeds + 1), (COST, (Fraction(1), Fraction(1)))):
        problem = problem_of(document(world(seed, 10, 30, 12)))
        fast, found = timed(lambda p=problem, w=weights: cheapest(p, w, ALL))
        cost, time = problem.time_scale * weights[0], problem.cost_scale * weights[1]
        slow, best = timed(lambda p=problem, c=cost, t=time: Exact(p, p.jobs[0]).best(int(c), int(t), 60, 0))
        ours.append(fast)
        theirs.append(slow)
        proven += best.proven
        agreed += best.proven and best.bound == cost * found.points[0].cost + time * found.points[0].time
    a, b = statistics.median(ours), statistics.median(theirs)
    yield claim("processor seconds: the best of 10 operations by 30", a, "CP-SAT", b, 50, b >= 50 * a, seeds)
    yield claim(
        "optima equal to CP-SAT's where it proves", agreed, "CP-SAT proves", proven, 1, agreed == proven > 0, seeds
    )


def main() -> int:
    """Print every claim; return 1 where one is missed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seeds", type=int, default=5)
    seeds = parser.parse_args().seeds
    sys.stderr.write(f"warm-up {warm():.1f} s\n")
    met = True
    for part in (fronts, large, against_cpsat):
        for line in part(seeds):
            print(json.dumps(line, ensure_ascii=False), flush=True)
            met = met and bool(line["met"])
    return 0 if met else 1


if __name__ == "__main__":
    sys.exit(main())
