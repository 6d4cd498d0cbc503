"""Any order of operations, by CP-SAT: the least weighed sum, or the front point by point, with a bound."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from ortools.sat.python import cp_model

from cofab.core.creation.plan.composition.problem import Job, Point, Problem

Clock = Callable[[], float]


@dataclass(frozen=True, slots=True)
class Best:
    """The best choice found in time (None: none), and a bound that no choice beats."""

    point: Point | None
    bound: int
    proven: bool


class Exact:
    """The model of one job; `cost` and `time` are its two sums."""

    def __init__(self, problem: Problem, job: Job) -> None:
        self.problem, self.job, self.model = problem, job, cp_model.CpModel()
        self.pick = [[self.model.new_bool_var("") for _ in op.candidates] for op in job.operations]
        self.cost: Any = 0
        self.time: Any = 0
        ends: list[Any] = []
        leg = int(problem.leg_time.max())
        most = sum(int(op.time.max()) + leg * len(op.after) for op in job.operations)
        for n, op in enumerate(job.operations):
            self.model.add_exactly_one(self.pick[n])
            self.cost += cp_model.LinearExpr.weighted_sum(self.pick[n], op.cost.tolist())
            work = cp_model.LinearExpr.weighted_sum(self.pick[n], op.time.tolist())
            end = self.model.new_int_var(0, most, "")
            self.time += work
            self.model.add(end >= work)
            for before in op.after:
                carried = self._leg(before, n)
                self.time += carried
                self.model.add(end >= ends[before] + carried + work)
            ends.append(end)
        if problem.longest:
            self.time = self.model.new_int_var(0, most, "")
            for end in ends:
                self.model.add(self.time >= end)

    def _leg(self, before: int, after: int) -> Any:
        """Add the cost of a leg; return its time."""
        rows, columns = self._sites(before), self._sites(after)
        both = {(s, t): self.model.new_bool_var("") for s in rows for t in columns}
        for s, here in rows.items():
            self.model.add(sum(both[s, t] for t in columns) == sum(here))
        for t, there in columns.items():
            self.model.add(sum(both[s, t] for s in rows) == sum(there))
        self.cost += sum(var * int(self.problem.leg_cost[key]) for key, var in both.items())
        return sum(var * int(self.problem.leg_time[key]) for key, var in both.items())

    def _sites(self, n: int) -> dict[int, list[Any]]:
        found: dict[int, list[Any]] = {}
        for var, site in zip(self.pick[n], self.job.operations[n].site.tolist(), strict=True):
            found.setdefault(site, []).append(var)
        return found

    def best(self, cost: int, time: int, seconds: float, seed: int) -> Best:
        """Return the choice of the least `cost` times its cost plus `time` times its time."""
        self.model.minimize(cost * self.cost + time * self.time)
        solver = cp_model.CpSolver()
        solver.parameters.max_time_in_seconds, solver.parameters.num_workers = max(0.01, seconds), 1
        solver.parameters.random_seed = seed
        status = solver.solve(self.model)
        if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
            return Best(None, 0, status == cp_model.INFEASIBLE)
        choice = tuple(next(c for c, var in enumerate(row) if solver.value(var)) for row in self.pick)
        point = Point(*worth(self.problem, self.job, choice), (choice,))
        value = cost * point.cost + time * point.time
        if status == cp_model.OPTIMAL:
            return Best(point, value, True)
        return Best(point, max(0, int(solver.best_objective_bound)), False)

    def faster_than(self, time: int) -> None:
        """Demand less time from now on."""
        self.model.add(self.time <= time - 1)


def worth(problem: Problem, job: Job, choice: tuple[int, ...]) -> tuple[int, int]:
    """Return cost and time of a choice for one job."""
    cost, time = 0, 0
    ends: list[int] = []
    for op, c in zip(job.operations, choice, strict=True):
        work, arrival = int(op.time[c]), 0
        cost, time = cost + int(op.cost[c]), time + work
        for before in op.after:
            leg = int(job.operations[before].site[choice[before]]), int(op.site[c])
            cost, time = cost + int(problem.leg_cost[leg]), time + int(problem.leg_time[leg])
            arrival = max(arrival, ends[before] + int(problem.leg_time[leg]))
        ends.append(arrival + work)
    return cost, max(ends) if problem.longest else time


def front(problem: Problem, job: Job, clock: Clock, until: float, seed: int) -> tuple[list[Point], float]:
    """Return the front of one job, cheapest first, and its epsilon where the clock strikes `until`.

    Each point is the cheapest faster than the one before, then the fastest at its cost.
    """
    model, found = Exact(problem, job), list[Point]()
    quickest = model.best(0, 1, until - clock(), seed)
    while True:
        cheap = model.best(1, 0, until - clock(), seed)
        if cheap.point is None or not cheap.proven:
            break
        point = _fastest_at(problem, job, cheap.point, until - clock(), seed)
        if point is None:
            break
        found.append(point)
        if quickest.proven and point.time == quickest.bound:
            return found, 0.0
        model.faster_than(point.time)
    if cheap.point is None and cheap.proven and found:
        return found, 0.0
    return _stopped(found, [p for p in (quickest.point, cheap.point) if p], quickest.bound)


def _fastest_at(problem: Problem, job: Job, point: Point, seconds: float, seed: int) -> Point | None:
    """Return the fastest choice that costs as much as a point; None where the time is over."""
    model = Exact(problem, job)
    model.model.add(model.cost <= point.cost)
    best = model.best(0, 1, seconds, seed)
    return best.point if best.proven else None


def _stopped(found: list[Point], others: list[Point], least: int) -> tuple[list[Point], float]:
    """Return an unfinished front with its epsilon: all choices not seen are at least `least` long."""
    exact = bool(found)
    front = found + [p for p in others if all(q.cost > p.cost or q.time > p.time for q in found)]
    if not front:
        return front, float("inf")
    slowest = found[-1].time if exact else min(p.time for p in front)
    if not exact or least == 0:
        return front, float("inf")
    return front, slowest / least - 1
