"""How fast and how gently work is replanned when a machine breaks, against CP-SAT and PyJobShop warm-started.

Run `python bench/replan.py [--seeds 5]`. 200 operations of 50 jobs run over 40 firms with 48 machines, 12 hours a
day in quarter hours; one machine fails for three days while work is going on. What has started elsewhere stays. A
schedule is worth its weighed quarter hours late, 8 for each operation moved and 40 for each firm touched anew.
Everybody gets the same processor time on one thread (peers: the same seconds by the clock, which favours them on a
quiet machine and hurts them on a busy one, so their processor seconds are printed). One JSON line a claim; exits 1 if
one is missed.
"""

from __future__ import annotations

import argparse
import json
import statistics
import sys
from dataclasses import replace
from random import Random
from time import process_time
from typing import Any

import numpy as np
from ortools.sat.python import cp_model
from pyjobshop import Model, ScheduledTask, Solution

from cofab.core.creation.schedule.plant.arrays import Ints, net_of
from cofab.core.creation.schedule.plant.check import faults, value
from cofab.core.creation.schedule.plant.problem import Aims, Job, Machine, Operation, Plant, Row, Schedule, Way
from cofab.core.creation.schedule.plant.solve import solve

DAY, SHIFT, DAYS, LEG = 96, 48, 40, 8
AIMS = Aims(moved=8, touched=40)


def plant(seed: int, jobs: int = 50) -> Plant:
    """Return so many jobs of four operations over 48 machines of 40 firms, each operation with three ways."""
    random = Random(seed)
    shifts = tuple(((d * DAY + 32, d * DAY + 32 + SHIFT),) for d in range(DAYS))
    machines = tuple(Machine(shifts, 0, m % 40) for m in range(48))

    def operation(park: range) -> Operation:
        return Operation(tuple(Way(m, random.randint(12, 48)) for m in random.sample(park, 3)))

    parks = [range(n * 12, n * 12 + 12) for n in range(4)]
    rows = [tuple(operation(park) for park in random.sample(parks, 4)) for _ in range(jobs)]
    chains = tuple(Job(ops, 0, random.randint(3, 5) * DAY, random.randint(1, 3)) for ops in rows)
    return Plant(machines, chains, ((LEG,),), AIMS)


def broken(world: Plant, rows: tuple[Row, ...], now: int) -> tuple[Plant, tuple[Ints, Ints]]:
    """Return the plant at `now` with its busiest machine down for three days, and the schedule that held before."""
    load = {m: sum(r.end - r.start for r in rows if r.machine == m and r.end > now) for m in range(len(world.machines))}
    down = max(load, key=load.__getitem__)
    at = {(r.job, r.op): r for r in rows}

    def left(stretch: tuple[tuple[int, int], ...]) -> bool:
        return not (stretch[0][1] > now and stretch[0][0] < now + 3 * DAY)

    machines = list(world.machines)
    machines[down] = replace(machines[down], stretches=tuple(s for s in machines[down].stretches if left(s)))
    jobs = []
    for j, job in enumerate(world.jobs):
        ops, going = [], True
        for o, op in enumerate(job.operations):
            row = at[j, o]
            going = going and (row.end <= now or (row.start < now and row.machine != down))
            way = next(w for w in op.ways if w.machine == row.machine)
            ops.append(
                replace(op, ways=(way,), was=row.machine, fixed=(row.start, row.end)) if going
                else replace(op, was=row.machine)
            )  # fmt: skip
        jobs.append(replace(job, operations=tuple(ops), release=now))
    hurt = replace(world, machines=tuple(machines), jobs=tuple(jobs))
    net = net_of(hurt)
    flat = [at[j, o] for j, job in enumerate(hurt.jobs) for o in range(len(job.operations))]
    taken = [
        next(w for w in range(net.way[n], net.way[n + 1]) if net.machine[w] == row.machine)
        for n, row in enumerate(flat)
    ]
    return hurt, (np.array([row.start for row in flat]), np.array(taken))


def ours(world: Plant, hint: tuple[Ints, Ints] | None, seconds: float, seed: int) -> tuple[Schedule, float]:
    """Return our schedule after so many processor seconds, and how many it took in all."""
    begun = process_time()
    found = solve(world, lambda rounds: process_time() - begun >= seconds, seed, hint)
    assert found is not None and not faults(world, found.rows)
    return found, process_time() - begun


def closed(world: Plant, machine: int) -> list[tuple[int, int]]:
    """Return the times a machine is not open, and those of its fixed work."""
    edges = [0, *(t for stretch in world.machines[machine].stretches for t in stretch[0]), DAYS * DAY]
    return [(a, b) for a, b in zip(edges[::2], edges[1::2], strict=True) if b > a]


def cpsat(world: Plant, before: Schedule, seconds: float, seed: int) -> tuple[Row, ...]:
    """Return CP-SAT's schedule, hinted by the first one that holds; the hint itself where it finds none."""
    model, hint = cp_model.CpModel(), {(r.job, r.op): r for r in before.rows}
    horizon, busy, pick, at, cost = DAYS * DAY, {}, {}, {}, []
    for m in range(len(world.machines)):
        busy[m] = [model.new_fixed_size_interval_var(a, b - a, "") for a, b in closed(world, m)]
    for j, job in enumerate(world.jobs):
        for o, op in enumerate(job.operations):
            row, fixed = hint[j, o], op.fixed
            start = model.new_int_var(*(fixed[0], fixed[0]) if fixed else (job.release, horizon), "")
            end = model.new_int_var(*(fixed[1], fixed[1]) if fixed else (job.release, horizon), "")
            at[j, o] = start, end
            for way in op.ways if not fixed else ():
                pick[j, o, way.machine] = var = model.new_bool_var("")
                busy[way.machine].append(model.new_optional_interval_var(start, way.ticks, end, var, ""))
                model.add_hint(var, way.machine == row.machine)
                cost += [AIMS.moved * var] if way.machine != op.was else []
            if fixed:
                busy[op.ways[0].machine].append(model.new_fixed_size_interval_var(fixed[0], fixed[1] - fixed[0], ""))
            else:
                model.add_exactly_one(pick[j, o, way.machine] for way in op.ways)
                model.add_hint(start, row.start)
                model.add_hint(end, row.end)
                if o:
                    model.add(start >= at[j, o - 1][1] + LEG)
        late = model.new_int_var(0, horizon, "")
        model.add(late >= end - job.due)
        cost.append(job.weight * late)
    for rows in busy.values():
        model.add_no_overlap(rows)
    _touching(world, model, pick, cost)
    model.minimize(sum(cost))
    solver = cp_model.CpSolver()
    solver.parameters.max_time_in_seconds, solver.parameters.num_workers = seconds, 1
    solver.parameters.random_seed = seed
    if solver.solve(model) not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return before.rows
    return tuple(
        Row(j, o, next((m for (a, b, m), var in pick.items() if (a, b) == (j, o) and solver.value(var)),
                       world.jobs[j].operations[o].ways[0].machine), solver.value(start), solver.value(end))
        for (j, o), (start, end) in at.items()
    )  # fmt: skip


def _touching(world: Plant, model: cp_model.CpModel, pick: dict[tuple[int, int, int], Any], cost: list[Any]) -> None:
    had = {world.machines[op.was].firm for job in world.jobs for op in job.operations}
    for firm in {m.firm for m in world.machines} - had:
        touched = model.new_bool_var("")
        for (_, _, machine), var in pick.items():
            if world.machines[machine].firm == firm:
                model.add_implication(var, touched)
        cost.append(AIMS.touched * touched)


def pyjobshop(world: Plant, before: Schedule, seconds: float, seed: int) -> tuple[Row, ...] | None:
    """Return PyJobShop's schedule from the same start; it knows lateness alone. None where it finds none in time."""
    model, hint = Model(), {(r.job, r.op): r for r in before.rows}
    held = [op for job in world.jobs for op in job.operations if op.fixed]
    machines = [
        model.add_machine(breaks=sorted([*closed(world, m), *(op.fixed for op in held if op.ways[0].machine == m)]))
        for m in range(len(world.machines))
    ]
    where: list[int] = []
    begun: list[ScheduledTask] = []
    for j, job in enumerate(world.jobs):
        moving = [o for o, op in enumerate(job.operations) if not op.fixed]
        known, last, ready = None, None, job.release
        if moving:
            known = model.add_job(weight=job.weight, due_date=job.due)
            fixed = job.operations[moving[0] - 1].fixed if moving[0] else None
            ready = max(ready, fixed[1] + LEG) if fixed else ready
        for o in moving:
            task, row = model.add_task(job=known, earliest_start=ready), hint[j, o]
            for way in job.operations[o].ways:
                if way.machine == row.machine:
                    begun.append(ScheduledTask(len(where), [way.machine], row.start, row.end))
                model.add_mode(task, machines[way.machine], way.ticks)
                where.append(way.machine)
            if last is not None:
                model.add_end_before_start(last, task, delay=LEG)
            last = task
    model.set_objective(weight_total_tardiness=1)
    start = Solution(model.data(), begun)
    found = model.solve(time_limit=seconds, display=False, num_workers=1, initial_solution=start, random_seed=seed)
    if not found.best.tasks:
        return None
    free = iter(found.best.tasks)
    rows = []
    for j, job in enumerate(world.jobs):
        for o, op in enumerate(job.operations):
            if op.fixed:
                rows.append(Row(j, o, op.ways[0].machine, *op.fixed))
            else:
                task = next(free)
                rows.append(Row(j, o, where[task.mode], task.start, task.end))
    return tuple(rows)


def moved(world: Plant, rows: tuple[Row, ...]) -> tuple[int, int]:
    """Return how many operations moved and how many firms those went to that had no work."""
    was = {(j, o): op.was for j, job in enumerate(world.jobs) for o, op in enumerate(job.operations)}
    gone = [row for row in rows if was[row.job, row.op] != row.machine]
    had = {world.machines[m].firm for m in was.values()}
    return len(gone), len({world.machines[row.machine].firm for row in gone} - had)


def claim(text: str, mine: float, peer: str, theirs: float | None, bar: float, met: bool, seeds: int) -> dict[str, Any]:
    """Return one line as other benches print it."""
    ratio = round(theirs / mine, 3) if mine and theirs is not None else 0
    return {"claim": text, "ours": round(mine, 5), "peer": peer, "theirs": theirs, "ratio": ratio, "bar": bar,
            "met": met, "seeds": seeds}  # fmt: skip


def main() -> int:
    """Print every claim; return 1 where one is missed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seeds", type=int, default=5)
    parser.add_argument("--long", type=float, default=20.0)
    args = parser.parse_args()
    ours(plant(0), None, 0.1, 0)
    first, second, long, theirs, others, gone, gone_anew = [], [], [], [], [], [], []
    gone_theirs: list[tuple[int, int]] = []
    gone_others: list[tuple[int, int]] = []
    for seed in range(1, args.seeds + 1):
        before, _ = ours(plant(seed), None, 3.0, seed)
        hurt, hint = broken(plant(seed), before.rows, DAY)
        start, took = ours(hurt, hint, 0.0, seed)
        first.append(took)
        soon, _ = ours(hurt, hint, 0.9, seed)
        second.append(soon.value)
        long.append(ours(hurt, hint, args.long, seed)[0].value)
        rows = cpsat(hurt, start, 1.0, seed)
        theirs.append(value(hurt, rows) if not faults(hurt, rows) else None)
        gone_theirs.append(moved(hurt, rows))
        other = pyjobshop(hurt, start, 1.0, seed)
        later = other or pyjobshop(hurt, start, args.long, seed)
        gone_others += [moved(hurt, later)] if later and not faults(hurt, later) else []
        others.append(value(hurt, other) if other and not faults(hurt, other) else None)
        gone.append(moved(hurt, soon.rows))
        gone_anew.append(moved(hurt, ours(replace(hurt, aims=Aims()), None, 0.9, seed)[0].rows))
        note = f"seed {seed}: before {before.value}, at once {start.value}, 1 s {soon.value}, long {long[-1]}"
        note += (
            f", bound {soon.bound}, CP-SAT {theirs[-1]}, PyJobShop {others[-1]}, moved {gone[-1]} anew {gone_anew[-1]}"
            f" CP-SAT {gone_theirs[-1]} PyJobShop {gone_others[-1:]}"
        )
        sys.stderr.write(note + "\n")
    lines = _claims(args.seeds, first, second, long, theirs, others, gone, gone_anew)
    for peer, some in (
        ("CP-SAT hinted, 1 s", gone_theirs),
        ("PyJobShop warm-started, as long as it took", gone_others),
    ):
        lines.append(_touched(args.seeds, gone, peer, some))
    for line in lines:
        print(json.dumps(line, ensure_ascii=False), flush=True)
    return 0 if all(line["met"] for line in lines) else 1


def _touched(seeds: int, gone: list[tuple[int, int]], peer: str, some: list[tuple[int, int]]) -> dict[str, Any]:
    """Return how many firms were touched against a peer; how many operations moved is part of what is worth."""
    mine, theirs = (statistics.median([row[1] for row in rows] or [0]) for rows in (gone, some))
    return claim("firms touched anew after 1 s", mine, peer, theirs, 1, mine <= theirs, seeds)


def _claims(
    seeds: int, first: list[float], second: list[int], long: list[int], theirs: list[int | None],
    others: list[int | None], gone: list[tuple[int, int]], gone_anew: list[tuple[int, int]],
) -> list[dict[str, Any]]:  # fmt: skip
    quick, share = statistics.median(first), statistics.median(a / max(1, b) for a, b in zip(second, long, strict=True))
    mine, best = statistics.median(second), statistics.median(x if x is not None else 1 << 40 for x in theirs)
    lines = [
        claim(
            "processor seconds to a first checked schedule, 200 operations", quick, "bar", 0.05, 1, quick <= 0.05, seeds
        ),
        claim("worth after 1 s as a share of a long run's", share, "long run", 1, 1.03, share <= 1.03, seeds),
        claim("worth after 1 s (less is better)", mine, "CP-SAT hinted", best, 1, mine <= best, seeds),
    ]
    some = [x for x in others if x is not None]
    other = statistics.median(some) if some else None
    text = "worth after 1 s (less is better)"
    lines.append(claim(text, mine, "PyJobShop (lateness alone)", other, 1, other is None or mine <= other, seeds))
    ops, anew = (statistics.median(row[0] for row in rows) for rows in (gone, gone_anew))
    text = "operations moved after 1 s"
    lines.append(
        claim(text, ops, "the same search made anew, late work alone counting", anew, 2, 2 * ops <= anew, seeds)
    )
    return lines


if __name__ == "__main__":
    sys.exit(main())
