"""What the kernels do, in plain Python: placing operations one after another in a given order."""

from __future__ import annotations

from collections.abc import Sequence

from cofab.core.creation.schedule.plant.problem import Interval, Operation, Plant, Row

NEVER = 1 << 50


def placed(plant: Plant, order: Sequence[int], taken: dict[tuple[int, int], int]) -> list[Row] | None:
    """Return the schedule that places, for each job number in `order`, its next operation in the way `taken`.

    Each is put behind all that its machine already does, as early as it can be. None where a stretch is nowhere long
    enough.
    """
    fixed = _fixed(plant)
    at = [[0, machine.family] for machine in plant.machines]
    done, rows = [0] * len(plant.jobs), []
    last: dict[int, Row] = {}
    for j in order:
        op = plant.jobs[j].operations[done[j]]
        row = _place(plant, j, done[j], op, op.ways[taken[j, done[j]]].machine, last.get(j), at, fixed)
        if row is None:
            return None
        rows.append(row)
        last[j] = row
        done[j] += 1
    return rows


def _fixed(plant: Plant) -> list[list[tuple[int, int, int]]]:
    """Return (start, end, family) of fixed work by machine."""
    found: list[list[tuple[int, int, int]]] = [[] for _ in plant.machines]
    for job in plant.jobs:
        for op in job.operations:
            if op.fixed:
                found[op.ways[0].machine].append((*op.fixed, op.family))
    return [sorted(rows) for rows in found]


def _place(
    plant: Plant, j: int, o: int, op: Operation, m: int, before: Row | None, at: list[list[int]],
    fixed: list[list[tuple[int, int, int]]],
) -> Row | None:  # fmt: skip
    if op.fixed:
        return Row(j, o, m, *op.fixed)
    machine, ready = plant.machines[m], plant.jobs[j].release
    if before:
        ready = max(ready, before.end + plant.carriage[plant.machines[before.machine].site][machine.site])
    ticks = next(way.ticks for way in op.ways if way.machine == m)
    free, family = at[m]
    gaps = [row for row in fixed[m] if row[1] > free]
    for start, end, other in [*gaps, (NEVER, NEVER, 0)]:
        work = ticks + (machine.changeover[family][op.family] if machine.changeover else 0)
        found = _fit(machine.stretches, max(ready, free), start, work)
        if found:
            at[m] = [found[1], op.family]
            return Row(j, o, m, *found)
        free, family = end, other
    return None


def _fit(stretches: Sequence[Sequence[Interval]], ready: int, limit: int, work: int) -> Interval | None:
    """Return the first interval with so much working time from `ready` in one stretch, ending by `limit`."""
    for stretch in stretches:
        left, begin = work, -1
        for a, b in stretch:
            start, stop = max(a, ready), min(b, limit)
            if stop <= start:
                continue
            begin = start if begin < 0 else begin
            if stop - start >= left:
                return begin, start + left
            left -= stop - start
            if b >= limit:
                break
    return None
