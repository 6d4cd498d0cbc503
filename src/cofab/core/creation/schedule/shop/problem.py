"""A flexible job shop, and a schedule of it.

Jobs are chains of operations; each operation has ways, one machine each with its time. With several factories, all
have the same machines, and a job is done whole in one of them. Times are whole ticks.
"""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Way:
    """One machine that can do an operation, and the ticks that it takes there."""

    machine: int
    ticks: int


Operation = tuple[Way, ...]


@dataclass(frozen=True, slots=True)
class Shop:
    """`jobs[j][o]` are the ways of operation o of job j; every factory has machines 0 to `machines` - 1."""

    machines: int
    jobs: tuple[tuple[Operation, ...], ...]
    factories: int = 1

    @property
    def operations(self) -> int:
        """Return how many operations there are in all jobs."""
        return sum(len(job) for job in self.jobs)


@dataclass(frozen=True, slots=True)
class Placed:
    """Operation `op` of job `job` on a machine of a factory, in ticks [start, end)."""

    job: int
    op: int
    factory: int
    machine: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Answer:
    """The schedule found and what is known about it.

    `bound`: no schedule ends sooner. `proven`: this one is the best there is. `trace`: (seconds, makespan) of each
    improvement. `rounds`: local searches finished.
    """

    makespan: int
    bound: int
    placed: tuple[Placed, ...]
    trace: tuple[tuple[float, int], ...] = field(default=())
    rounds: int = 0

    @property
    def proven(self) -> bool:
        """Tell whether the bound is reached."""
        return self.makespan == self.bound
