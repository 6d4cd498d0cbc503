"""The independent check of a schedule: every job done in a way it has, no machine taken twice."""

from __future__ import annotations

from itertools import combinations

from cofab.core.creation.schedule.problem import Problem, Schedule


def faults(problem: Problem, schedule: Schedule) -> list[str]:
    """Return what is wrong; nothing means that the schedule holds."""
    found = [job.id for job in problem.jobs if schedule.chosen.get(job.id) not in job.ways]
    wrong = [f"{job} is not done in a way it has" for job in found]
    taken = sorted((b.machine, b.start, b.end, job) for job, way in schedule.chosen.items() for b in way.bookings)
    for first, second in combinations(taken, 2):
        if first[0] == second[0] and second[1] < first[2]:
            wrong.append(f"{first[0]} is taken by {first[3]} and {second[3]}")
    return wrong
