"""One machine that is switched on for its shift, is set up, makes pieces, and may break."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from cofab.core.creation.monitor.observation import (
    AVAILABILITY,
    CONDITION,
    ESTOP,
    EXECUTION,
    MODE,
    PART_COUNT,
    POWER,
    PROGRAM,
    SIGNAL,
    UNAVAILABLE,
    Observation,
    condition,
)
from cofab.core.kernel.window import Window

SAMPLE_EVERY = timedelta(minutes=5)
FOREVER = timedelta(days=36_500)


@dataclass(frozen=True, slots=True)
class Job:
    """Work for one machine: `quantity` pieces of `name`, planned seconds, and when the machine may work on it.

    Without `windows` the machine works around the clock from `begin` on.
    """

    name: str
    quantity: int
    setup_s: int
    piece_s: int
    begin: datetime
    windows: tuple[Window, ...] = ()


@dataclass(frozen=True, slots=True)
class Failure:
    """The machine breaks when `at_ppm` of the pieces of job `name` are made; `repair_s` None: until somebody says."""

    name: str
    at_ppm: int
    code: str = "1042"
    text: str = "SPINDLE BEARING OVERHEATED"
    repair_s: int | None = None


class Machine:
    """The life of one machine from `clock` on; `rng` is its own stream of chance.

    `task` is "", "setup" or "run"; `left` is what remains of the set-up, of the piece, or of the repair.
    """

    def __init__(self, name: str, clock: datetime, rng: Random) -> None:
        """Start switched off and without work."""
        self.name, self.clock, self.rng = name, clock, rng
        self.jobs: list[Job] = []
        self.failures: list[Failure] = []
        self.made = 0
        self.on = self.spoken = self.broken = False
        self.task = ""
        self.left = FOREVER
        self.sample_at = clock
        self.heat = 0.0

    def advance(self, to: datetime) -> Iterator[Observation]:
        """Live until `to` and yield what the machine says on the way, in order of time."""
        if not self.spoken:
            self.spoken = True
            yield from self._say((AVAILABILITY, "AVAILABLE"), (POWER, "OFF"), (EXECUTION, UNAVAILABLE))
        while self.clock < to:
            window = self._window()
            if window is None or window.start > self.clock:
                yield from self._switch(False)
                self.clock = min(to, window.start) if window else to
            else:
                yield from self._switch(True)
                yield from self._live(min(to, window.end))

    def _window(self) -> Window | None:
        """Return the window that holds now or comes next; a broken machine stays on, waiting for its repair."""
        if self.broken:
            return Window(self.clock, self.clock + FOREVER)
        if not self.jobs:
            return None
        job = self.jobs[0]
        windows = job.windows or (Window(job.begin, job.begin + FOREVER),)
        return next((w for w in sorted(windows) if w.end > self.clock), None)

    def _switch(self, on: bool) -> Iterator[Observation]:
        if on == self.on:
            return
        self.on = on
        if not on:
            yield from self._say((EXECUTION, UNAVAILABLE), (POWER, "OFF"))
            return
        yield from self._say((POWER, "ON"), (ESTOP, "ARMED"), (f"{CONDITION}spindle", condition("NORMAL")))
        yield from self._say_task()

    def _say_task(self) -> Iterator[Observation]:
        if self.task == "setup":
            yield from self._say((MODE, "MANUAL"), (EXECUTION, "READY"))
        elif self.task == "run":
            yield from self._say((MODE, "AUTOMATIC"), (EXECUTION, "ACTIVE"))

    def _live(self, until: datetime) -> Iterator[Observation]:
        """Live one stretch: to the end of the task, the next sample or `until`, whichever comes first."""
        if self.sample_at <= self.clock:
            yield from self._sample()
        if not self.task and not self.broken:
            yield from self._set_up()
        end = min(self.clock + self.left, until, self.sample_at)
        self.left -= end - self.clock
        self.clock = end
        if self.left <= timedelta(0):
            yield from self._finish()

    def _set_up(self) -> Iterator[Observation]:
        job = self.jobs[0]
        self.task, self.left = "setup", timedelta(seconds=max(1, job.setup_s))
        yield from self._say((PROGRAM, job.name), (PART_COUNT, str(self.made)))
        yield from self._say_task()

    def _finish(self) -> Iterator[Observation]:
        if self.broken:
            yield from self.repair()
        elif self.task == "setup":
            self.task, self.left = "run", self._piece()
            yield from self._say_task()
        else:
            self.made += 1
            yield from self._say((PART_COUNT, str(self.made)))
            failure = next((f for f in self.failures if self._due(f)), None)
            yield from self._break(failure) if failure else self._go_on()

    def _due(self, failure: Failure) -> bool:
        job = self.jobs[0]
        return failure.name == job.name and self.made * 1_000_000 >= failure.at_ppm * job.quantity

    def _go_on(self) -> Iterator[Observation]:
        """Take the next piece, or leave the job where that was the last."""
        if self.made < self.jobs[0].quantity:
            self.left = self._piece()
            return
        self.jobs.pop(0)
        yield from self._leave("READY")

    def _leave(self, execution: str) -> Iterator[Observation]:
        self.made, self.task, self.left = 0, "", FOREVER
        if self.on and not self.broken:
            yield from self._say((EXECUTION, execution))

    def _piece(self) -> timedelta:
        """Return the seconds of the next piece: as planned, give or take three per cent."""
        return timedelta(seconds=max(1, round(self.jobs[0].piece_s * self.rng.uniform(0.97, 1.03))))

    def _break(self, failure: Failure) -> Iterator[Observation]:
        self.failures.remove(failure)
        self.broken = True
        self.left = FOREVER if failure.repair_s is None else timedelta(seconds=failure.repair_s)
        yield from self._say(
            (f"{SIGNAL}spindle_temperature", "71.4"),
            (f"{CONDITION}spindle", condition("FAULT", failure.code, failure.text)),
            (EXECUTION, "INTERRUPTED"),
        )

    def repair(self) -> Iterator[Observation]:
        """Be repaired now: clear the fault, and go on with the work that is left, if any."""
        if not self.broken:
            return
        self.broken = False
        yield from self._say((f"{CONDITION}spindle", condition("NORMAL")), (EXECUTION, "READY"))
        if self.jobs and self.task:
            yield from self._go_on()
            yield from self._say_task()

    def withdraw(self, name: str) -> Iterator[Observation]:
        """Take job `name` away, as when its rest moves to another machine; a broken machine stays broken."""
        current = bool(self.jobs) and self.jobs[0].name == name
        self.jobs = [job for job in self.jobs if job.name != name]
        if current:
            yield from self._leave("STOPPED")

    def _sample(self) -> Iterator[Observation]:
        """Say spindle load and temperature; heat rises towards a coming failure."""
        self.sample_at = self.clock + SAMPLE_EVERY
        running = self.task == "run" and not self.broken
        load = self.rng.randint(38, 62) if running else 0
        self.heat += ((30.0 if running else 8.0) + self._wear() - self.heat) * 0.2
        temperature = f"{22 + self.heat + self.rng.uniform(-0.4, 0.4):.1f}"
        yield from self._say((f"{SIGNAL}spindle_load", str(load)), (f"{SIGNAL}spindle_temperature", temperature))

    def _wear(self) -> float:
        job = self.jobs[0] if self.jobs else None
        failure = next((f for f in self.failures if job and f.name == job.name), None)
        if job is None or failure is None:
            return 0.0
        return 18.0 * min(1.0, self.made * 1_000_000 / max(1, failure.at_ppm * job.quantity)) ** 3

    def _say(self, *facts: tuple[str, str]) -> Iterator[Observation]:
        for item, value in facts:
            yield Observation(self.name, self.clock, item, value)
