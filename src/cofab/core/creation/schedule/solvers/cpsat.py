"""The best choice with a proof, by CP-SAT: one way a job, clashing ways excluded, the score's parts in turn."""

from __future__ import annotations

from itertools import combinations
from typing import Any

from ortools.sat.python import cp_model

from cofab.core.creation.schedule.problem import Problem, Schedule, Way


def cpsat(problem: Problem, hint: Schedule | None = None, seconds: float = 1.0, seed: int = 0) -> Schedule | None:
    """Return the best schedule found in `seconds` and whether it is proven best; None where there is none in time."""
    model = cp_model.CpModel()
    pick = {(job.id, n): model.new_bool_var("") for job in problem.jobs for n in range(len(job.ways))}
    for job in problem.jobs:
        model.add_exactly_one(pick[job.id, n] for n in range(len(job.ways)))
    for a, b in combinations(problem.jobs, 2):
        for i, way in enumerate(a.ways):
            for j, other in enumerate(b.ways):
                if way.clashes(other):
                    model.add_bool_or(~pick[a.id, i], ~pick[b.id, j])
    if hint:
        for job in problem.jobs:
            for n, way in enumerate(job.ways):
                model.add_hint(pick[job.id, n], way == hint.chosen[job.id])
    return _in_turn(problem, model, pick, _parts(problem, model, pick), seconds, seed)


def _parts(problem: Problem, model: cp_model.CpModel, pick: dict[tuple[str, int], Any]) -> list[Any]:
    """Return firms touched, latest and cost as expressions."""
    ways = [(pick[job.id, n], way) for job in problem.jobs for n, way in enumerate(job.ways)]
    touched = {firm: model.new_bool_var("") for firm in sorted(frozenset[str]().union(*(w.touches for _, w in ways)))}
    late = model.new_int_var(0, max((w.late_s for _, w in ways), default=0), "")
    for var, way in ways:
        for firm in way.touches:
            model.add_implication(var, touched[firm])
        model.add(late >= way.late_s).only_enforce_if(var)
    return [sum(touched.values()), late, sum(var * way.cost_minor for var, way in ways)]


def _in_turn(
    problem: Problem,
    model: cp_model.CpModel,
    pick: dict[tuple[str, int], Any],
    parts: list[Any],
    seconds: float,
    seed: int,
) -> Schedule | None:
    proven = True
    chosen: dict[str, Way] | None = None
    for part in parts:
        model.minimize(part)
        solver = cp_model.CpSolver()
        solver.parameters.max_time_in_seconds = seconds / len(parts)
        solver.parameters.num_workers = 1
        solver.parameters.random_seed = seed
        status = solver.solve(model)
        if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
            return None if chosen is None else Schedule(chosen, False)
        proven = proven and status == cp_model.OPTIMAL
        chosen = _chosen(problem, solver, pick)
        model.add(part <= round(solver.objective_value))
    return Schedule(chosen, proven) if chosen is not None else None


def _chosen(problem: Problem, solver: cp_model.CpSolver, pick: dict[tuple[str, int], Any]) -> dict[str, Way]:
    return {job.id: way for job in problem.jobs for n, way in enumerate(job.ways) if solver.value(pick[job.id, n])}
