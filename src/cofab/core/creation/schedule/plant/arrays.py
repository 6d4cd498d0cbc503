"""A plant as the compiled kernels see it: flat int64 arrays, operations numbered through all jobs."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from cofab.core.creation.schedule.plant.problem import Plant, Row

Ints = npt.NDArray[np.int64]


class Net(NamedTuple):
    """Operations of job j are rows `job[j]` to `job[j + 1]`; ways of operation o rows `way[o]` to `way[o + 1]`; windows
    of machine m rows `window[m]` to `window[m + 1]` of `opens`, `closes`, `stretch`; fixed work on it rows `held[m]` to
    `held[m + 1]` of `held_from`, `held_to`, `held_family`. `fixed_from[o]` is -1 where nothing is fixed. `known[f]`
    tells that firm f had work before. `worth` holds (moved, touched, last).
    """

    job: Ints
    release: Ints
    due: Ints
    weight: Ints
    way: Ints
    machine: Ints
    ticks: Ints
    family: Ints
    was: Ints
    fixed_from: Ints
    fixed_to: Ints
    site: Ints
    firm: Ints
    stands: Ints
    changeover: Ints
    carriage: Ints
    window: Ints
    opens: Ints
    closes: Ints
    stretch: Ints
    held: Ints
    held_from: Ints
    held_to: Ints
    held_family: Ints
    known: Ints
    worth: Ints


def net_of(plant: Plant) -> Net:
    """Return the arrays of a plant. Raises ValueError where fixed work does not lead its job or has not one way."""
    operations = [op for job in plant.jobs for op in job.operations]
    for job in plant.jobs:
        fixed = [op.fixed is not None for op in job.operations]
        if fixed != sorted(fixed, reverse=True) or any(op.fixed and len(op.ways) != 1 for op in job.operations):
            raise ValueError("fixed work leads its job and has one way")
    windows = [
        [(a, b, n) for n, stretch in enumerate(machine.stretches) for a, b in stretch] for machine in plant.machines
    ]
    held = _held(plant)
    had = {plant.machines[op.was].firm for op in operations if op.was >= 0}
    firms = max(machine.firm for machine in plant.machines) + 1
    return Net(
        job=_firsts([len(job.operations) for job in plant.jobs]),
        release=_column([job.release for job in plant.jobs]),
        due=_column([job.due for job in plant.jobs]),
        weight=_column([job.weight for job in plant.jobs]),
        way=_firsts([len(op.ways) for op in operations]),
        machine=_column([way.machine for op in operations for way in op.ways]),
        ticks=_column([way.ticks for op in operations for way in op.ways]),
        family=_column([op.family for op in operations]),
        was=_column([op.was for op in operations]),
        fixed_from=_column([op.fixed[0] if op.fixed else -1 for op in operations]),
        fixed_to=_column([op.fixed[1] if op.fixed else -1 for op in operations]),
        site=_column([machine.site for machine in plant.machines]),
        firm=_column([machine.firm for machine in plant.machines]),
        stands=_column([machine.family for machine in plant.machines]),
        changeover=_changeover(plant),
        carriage=np.array(plant.carriage, np.int64),
        window=_firsts([len(rows) for rows in windows]),
        opens=_column([row[0] for rows in windows for row in rows]),
        closes=_column([row[1] for rows in windows for row in rows]),
        stretch=_column([row[2] for rows in windows for row in rows]),
        held=_firsts([len(rows) for rows in held]),
        held_from=_column([row[0] for rows in held for row in rows]),
        held_to=_column([row[1] for rows in held for row in rows]),
        held_family=_column([row[2] for rows in held for row in rows]),
        known=_column([int(firm in had) for firm in range(firms)]),
        worth=_column([plant.aims.moved, plant.aims.touched, plant.aims.last]),
    )


def rows_of(plant: Plant, net: Net, taken: Ints, start: Ints, end: Ints) -> tuple[Row, ...]:
    """Return a placed schedule as rows."""
    rows, n = [], 0
    for j, job in enumerate(plant.jobs):
        for o in range(len(job.operations)):
            rows.append(Row(j, o, int(net.machine[taken[n]]), int(start[n]), int(end[n])))
            n += 1
    return tuple(rows)


def _held(plant: Plant) -> list[list[tuple[int, int, int]]]:
    found: list[list[tuple[int, int, int]]] = [[] for _ in plant.machines]
    for job in plant.jobs:
        for op in job.operations:
            if op.fixed is not None:
                found[op.ways[0].machine].append((*op.fixed, op.family))
    return [sorted(rows) for rows in found]


def _changeover(plant: Plant) -> Ints:
    families = 1 + max(
        [0, *(op.family for job in plant.jobs for op in job.operations), *(m.family for m in plant.machines)]
    )
    found = np.zeros((len(plant.machines), families, families), np.int64)
    for m, machine in enumerate(plant.machines):
        if machine.changeover:
            found[m] = np.array(machine.changeover, np.int64)[:families, :families]
    return found


def _column(values: list[int]) -> Ints:
    return np.array(values, np.int64)


def _firsts(lengths: list[int]) -> Ints:
    return np.cumsum([0, *lengths]).astype(np.int64)
