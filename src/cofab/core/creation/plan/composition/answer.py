"""The least weighed sum, or the whole front, of all jobs of a composition problem, checked before it counts."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from fractions import Fraction
from math import gcd, lcm

import numpy as np

from cofab.core.creation.plan.composition import kernels
from cofab.core.creation.plan.composition.exact import Exact, front, worth
from cofab.core.creation.plan.composition.fold import LIMIT, Fold, Overgrown
from cofab.core.creation.plan.composition.kernels import Table
from cofab.core.creation.plan.composition.problem import Found, Job, Point, Problem
from cofab.core.creation.plan.composition.read import LARGEST, TOO_LARGE
from cofab.core.kernel.refusal import Refused

EPSILONS = (0.0, 0.0001, 0.001, 0.01, 0.1)
FOLDED, SEARCHED = "folding", "constraint programming"


@dataclass(frozen=True, slots=True)
class Limits:
    """How long CP-SAT may take where folding cannot help: seconds on `clock`, which stands at 0 now."""

    seconds: float
    clock: Callable[[], float]
    seed: int = 0


def cheapest(problem: Problem, weights: tuple[Fraction, Fraction], limits: Limits) -> Found:
    """Return the choice with the least weights[0] times cost plus weights[1] times time, summed over jobs."""
    cost, time, unit = _whole(problem, weights)
    points, bound, proven, methods = [], Fraction(0), True, set()
    for n, job in enumerate(problem.jobs):
        until = limits.seconds * (n + 1) / len(problem.jobs)
        found, least, method = _cheapest(problem, job, cost, time, limits, until)
        value = cost * found.cost + time * found.time
        proven, bound = proven and least == value, bound + least
        points.append(found)
        methods.add(method)
    best = Point(sum(p.cost for p in points), sum(p.time for p in points), tuple(p.choice[0] for p in points))
    return Found((best,), bound / unit, proven, 0.0, " and ".join(sorted(methods)))


def whole_front(problem: Problem, limits: Limits) -> Found:
    """Return the front of cost against time, each summed over jobs; cheapest first."""
    parts, epsilon, methods = [], 0.0, set()
    for n, job in enumerate(problem.jobs):
        until = limits.seconds * (n + 1) / len(problem.jobs)
        points, missed, method = _front(problem, job, limits, until)
        parts.append(points)
        epsilon = max(epsilon, missed)
        methods.add(method)
    points, missed = _together(parts)
    epsilon = (1 + epsilon) * (1 + missed) - 1
    return Found(tuple(points), None, epsilon == 0, epsilon, " and ".join(sorted(methods)))


def _whole(problem: Problem, weights: tuple[Fraction, Fraction]) -> tuple[int, int, Fraction]:
    """Return whole weights of scaled cost and time, and what one unit of the weighed sum is then worth."""
    exact = [weights[0] / problem.cost_scale, weights[1] / problem.time_scale]
    unit = Fraction(lcm(*(w.denominator for w in exact)))
    cost, time = (int(w * unit) for w in exact)
    common = gcd(cost, time) or 1
    if max(cost, time) // common >= LARGEST:
        raise Refused(TOO_LARGE)
    return cost // common, time // common, unit / common


def _is_path(job: Job) -> bool:
    return all(op.after == ((n - 1,) if n else ()) for n, op in enumerate(job.operations))


def _cheapest(
    problem: Problem, job: Job, cost: int, time: int, limits: Limits, until: float
) -> tuple[Point, Fraction, str]:
    """Return the best choice for one job, a bound of the weighed sum, and the method."""
    if time == 0 or not problem.longest or _is_path(job):
        fold = Fold(*_weighed(problem, job, cost, time), only_cost=True)
        edge = fold.run()
        if edge is not None:
            choice = fold.points(edge)[0].choice
            point = Point(*worth(problem, job, choice[0]), choice)
            return point, Fraction(cost * point.cost + time * point.time), FOLDED
    else:
        found = _folded(problem, job)
        if found is not None:
            best = min(found[0], key=lambda p: (cost * p.cost + time * p.time, p.cost))
            value = Fraction(cost * best.cost + time * best.time)
            return best, value / (1 + Fraction(found[1])), FOLDED
    return _searched(problem, job, cost, time, limits, until)


def _searched(
    problem: Problem, job: Job, cost: int, time: int, limits: Limits, until: float
) -> tuple[Point, Fraction, str]:
    best = Exact(problem, job).best(cost, time, until - limits.clock(), limits.seed)
    point = best.point
    if point is None:
        choice = tuple(
            int(np.argmin(cost * op.cost.astype(float) + time * op.time.astype(float))) for op in job.operations
        )
        point = Point(*worth(problem, job, choice), (choice,))
    return point, Fraction(best.bound), SEARCHED


def _weighed(problem: Problem, job: Job, cost: int, time: int) -> tuple[Problem, Job]:
    """Return problem and job with weighed sums in place of costs."""
    most = cost * _most(problem, job, "cost") + time * _most(problem, job, "time")
    if most >= LARGEST:
        raise Refused(TOO_LARGE)
    operations = tuple(replace(op, cost=cost * op.cost + time * op.time) for op in job.operations)
    legs = cost * problem.leg_cost + time * problem.leg_time
    return replace(problem, leg_cost=legs), replace(job, operations=operations)


def _most(problem: Problem, job: Job, name: str) -> int:
    leg = int(getattr(problem, f"leg_{name}").max())
    return sum(int(getattr(op, name).max()) + len(op.after) * leg for op in job.operations)


def _folded(problem: Problem, job: Job) -> tuple[list[Point], float] | None:
    """Return the front of one job and its epsilon; None where its order cannot be folded or grows too large."""
    for epsilon in EPSILONS:
        fold = Fold(problem, job, epsilon=epsilon)
        try:
            edge = fold.run()
        except Overgrown:
            continue
        return None if edge is None else (fold.points(edge), epsilon)
    return None


def _front(problem: Problem, job: Job, limits: Limits, until: float) -> tuple[list[Point], float, str]:
    found = _folded(problem, job)
    if found is not None:
        return *found, FOLDED
    return *front(problem, job, limits.clock, until, limits.seed), SEARCHED


def _together(parts: list[list[Point]]) -> tuple[list[Point], float]:
    """Return the front of the sums of one point of each part, and the epsilon that keeping it small has cost."""
    if len(parts) == 1:
        return parts[0], 0.0
    for epsilon in EPSILONS:
        ratio = (1.0 + epsilon * 0.999999) ** (1 / len(parts)) if epsilon else 1.0
        made = [_table(parts[0])]
        for part in parts[1:]:
            made.append(kernels.meet(made[-1], _table(part), False, ratio, LIMIT))
            if made[-1].first[-1] < 0:
                break
        if made[-1].first[-1] >= 0:
            return [_traced(parts, made, label) for label in range(len(made[-1].cost))], epsilon
    return [min(_ends(parts), key=lambda p: p.cost)], float("inf")


def _ends(parts: list[list[Point]]) -> list[Point]:
    rows = [[part[0] for part in parts], [part[-1] for part in parts]]
    return [Point(sum(p.cost for p in r), sum(p.time for p in r), tuple(p.choice[0] for p in r)) for r in rows]


def _table(points: list[Point]) -> Table:
    none = np.full(len(points), -1, np.int64)
    cost, time = (np.array([getattr(p, name) for p in points], np.int64) for name in ("cost", "time"))
    return Table(np.array([0, len(points)], np.int64), cost, time, none, none)


def _traced(parts: list[list[Point]], made: list[Table], label: int) -> Point:
    choice, at = [], label
    for n in range(len(parts) - 1, 0, -1):
        choice.append(parts[n][int(made[n].two[at])].choice[0])
        at = int(made[n].one[at])
    choice.append(parts[0][at].choice[0])
    return Point(int(made[-1].cost[label]), int(made[-1].time[label]), tuple(reversed(choice)))
