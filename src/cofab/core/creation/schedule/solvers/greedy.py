"""The answer that always exists at once: each job in turn takes its best way that clashes with none before."""

from __future__ import annotations

from cofab.core.creation.schedule.objective import score
from cofab.core.creation.schedule.problem import Problem, Schedule, Way


def greedy(problem: Problem) -> Schedule | None:
    """Return a schedule, jobs with the fewest ways first, or None where the rule finds none."""
    chosen: dict[str, Way] = {}
    for job in sorted(problem.jobs, key=lambda j: (len(j.ways), j.id)):
        fits = [way for way in job.ways if not any(way.clashes(other) for other in chosen.values())]
        if not fits:
            return None
        chosen[job.id] = min(fits, key=lambda way: (score([*chosen.values(), way]), way.id))
    return Schedule({job.id: chosen[job.id] for job in problem.jobs}, proven=len(problem.jobs) == 1)
