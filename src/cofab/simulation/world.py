"""Many machines under one seed and one clock."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from random import Random

from cofab.core.creation.monitor.observation import Observation
from cofab.simulation.machine import Failure, Job, Machine


class World:
    """The machines of a region; `clock` is how far their story has been told.

    Promises: the same seed, machines, jobs and failures tell the same story, in whatever steps it is advanced.
    """

    def __init__(self, seed: int, clock: datetime, machines: Iterable[str] = ()) -> None:
        """Start at `clock` (aware, UTC) with machines switched off."""
        self.seed, self.clock = seed, clock
        self.machines: dict[str, Machine] = {}
        for name in machines:
            self.join(name)

    def join(self, name: str) -> None:
        """Add a machine, switched off, living from now on; one that is there stays as it is."""
        if name not in self.machines:
            self.machines[name] = Machine(name, self.clock, Random(f"{self.seed}:{name}"))

    def assign(self, machine: str, job: Job) -> None:
        """Give a machine a job; it works in order of begin, what it has begun first. Raises KeyError, ValueError."""
        if job.quantity < 1:
            raise ValueError("a job has at least one piece")
        queue = self.machines[machine].jobs
        if any(known.name == job.name for known in queue):
            raise ValueError(f"{machine} has a job {job.name} already")
        begun, waiting = queue[: self._begun(machine)], queue[self._begun(machine) :]
        queue[:] = begun + sorted([*waiting, job], key=lambda j: (j.begin, j.name))

    def _begun(self, machine: str) -> int:
        return 1 if self.machines[machine].task else 0

    def fail(self, machine: str, failure: Failure) -> None:
        """Let a machine break during a job. Raises KeyError for an unknown machine."""
        self.machines[machine].failures.append(failure)

    def repair(self, machine: str) -> list[Observation]:
        """Repair a machine now; return what it says."""
        return list(self.machines[machine].repair())

    def withdraw(self, machine: str, name: str) -> list[Observation]:
        """Take a job away from a machine now; return what it says."""
        return list(self.machines[machine].withdraw(name))

    def advance(self, to: datetime) -> list[Observation]:
        """Let the time pass until `to` and return what all machines said, by time; a step back brings nothing."""
        if to <= self.clock:
            return []
        said = [o for machine in self.machines.values() for o in machine.advance(to)]
        self.clock = to
        return sorted(said, key=lambda o: o.at)
