"""The independent check of a schedule over calendars: sets of working ticks, none of the solver's arrays."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from cofab.core.creation.schedule.plant.problem import Machine, Operation, Plant, Row


def faults(plant: Plant, rows: Sequence[Row]) -> list[str]:
    """Return what is wrong with a schedule; nothing means that it holds."""
    asked = Counter((j, o) for j, job in enumerate(plant.jobs) for o in range(len(job.operations)))
    found = Counter((row.job, row.op) for row in rows)
    if asked != found:
        return [f"operation {op} is there {found[op]} times" for op in asked | found if asked[op] != found[op]]
    by_op = {(row.job, row.op): row for row in rows}
    wrong = [problem for row in rows for problem in _order(plant, row, by_op)]
    for number, machine in enumerate(plant.machines):
        wrong += _machine(
            plant, machine, sorted((r for r in rows if r.machine == number), key=lambda r: (r.start, r.end))
        )
    return wrong


def value(plant: Plant, rows: Sequence[Row]) -> int:
    """Return what a schedule is worth: lateness by weight, operations moved, firms touched, the last end."""
    end = {row.job: max(r.end for r in rows if r.job == row.job) for row in rows}
    late = sum(job.weight * max(0, end[j] - job.due) for j, job in enumerate(plant.jobs) if j in end)
    was = {(j, o): op.was for j, job in enumerate(plant.jobs) for o, op in enumerate(job.operations)}
    moved = [row for row in rows if was[row.job, row.op] not in (-1, row.machine)]
    before = {plant.machines[machine].firm for machine in was.values() if machine >= 0}
    touched = {plant.machines[row.machine].firm for row in moved} - before
    aims = plant.aims
    return late + aims.moved * len(moved) + aims.touched * len(touched) + aims.last * max(end.values(), default=0)


def _order(plant: Plant, row: Row, by_op: dict[tuple[int, int], Row]) -> list[str]:
    job, name = plant.jobs[row.job], f"operation {row.job, row.op}"
    op, wrong = job.operations[row.op], []
    if op.fixed is not None:
        return [] if (row.machine, row.start, row.end) == (op.ways[0].machine, *op.fixed) else [f"{name} is fixed"]
    if row.machine not in {way.machine for way in op.ways}:
        return [f"machine {row.machine} cannot do {name}"]
    ready = job.release
    if row.op:
        before = by_op[row.job, row.op - 1]
        ready = max(
            ready, before.end + plant.carriage[plant.machines[before.machine].site][plant.machines[row.machine].site]
        )
    if row.start < ready:
        wrong.append(f"{name} starts at {row.start}, before {ready}")
    return wrong


def _machine(plant: Plant, machine: Machine, rows: list[Row]) -> list[str]:
    """Walk through the day of one machine."""
    wrong, family, until = [], machine.family, 0
    for row in rows:
        op = plant.jobs[row.job].operations[row.op]
        if row.start < until and row.end > row.start:
            wrong.append(f"machine {row.machine} is taken twice at {row.start}")
        if op.fixed is None and not _worked(machine, op, row, family):
            wrong.append(f"operation {row.job, row.op} does not fit where it is")
        family, until = op.family, max(until, row.end)
    return wrong


def _worked(machine: Machine, op: Operation, row: Row, family: int) -> bool:
    """Tell whether a row holds exactly the working ticks it needs, within one stretch, and neither waits nor idles."""
    needed = next((way.ticks for way in op.ways if way.machine == row.machine), -1)
    if needed < 0:
        return False
    needed += machine.changeover[family][op.family] if machine.changeover else 0
    for stretch in machine.stretches:
        worked = sum(max(0, min(b, row.end) - max(a, row.start)) for a, b in stretch)
        begins = any(a <= row.start <= b for a, b in stretch) and any(a <= row.end <= b for a, b in stretch)
        if begins and worked == needed:
            return True
    return False
