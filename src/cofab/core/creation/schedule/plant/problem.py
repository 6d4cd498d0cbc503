"""Jobs over machines with calendars, and a schedule of them. Times are whole ticks from 0, intervals half-open.

- A machine's **stretches** are runs of windows in which it may work. Work may pause between the windows of one stretch
  (nights, lunch), never from one stretch to the next (somebody else's work lies between).
- **Changeover** from the family last worked to the next is part of the work: it takes working time on the machine
  after the goods are there.
- **Carriage** takes ticks from a machine's site to the next one's.
- **Fixed** work (started, or promised) keeps its machine, start and end whatever happens, and its interval is not
  available to others, whether stretches say so or not.
- An operation that **was** on a machine is moved when it goes to another; a firm is touched when work that was on none
  of its machines comes to one.
"""

from __future__ import annotations

from dataclasses import dataclass

Interval = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Machine:
    """A machine of `firm` at `site`; `changeover[f][g]` from family f to g (() for none), `family` it stands at."""

    stretches: tuple[tuple[Interval, ...], ...]
    site: int = 0
    firm: int = 0
    changeover: tuple[tuple[int, ...], ...] = ()
    family: int = 0


@dataclass(frozen=True, slots=True)
class Way:
    """One machine that can do an operation, and the working ticks that it takes there."""

    machine: int
    ticks: int


@dataclass(frozen=True, slots=True)
class Operation:
    """An operation: its ways, family, the machine it was on (-1: none), and where it is fixed, `fixed` its interval.

    Fixed work has exactly one way.
    """

    ways: tuple[Way, ...]
    family: int = 0
    was: int = -1
    fixed: Interval | None = None


@dataclass(frozen=True, slots=True)
class Job:
    """A chain of operations that may begin at `release`; each tick after `due` counts `weight` times."""

    operations: tuple[Operation, ...]
    release: int = 0
    due: int = 1 << 40
    weight: int = 1


@dataclass(frozen=True, slots=True)
class Aims:
    """What an operation moved, a firm touched, and a tick of the last end are worth, in ticks late of weight 1."""

    moved: int = 0
    touched: int = 0
    last: int = 0


@dataclass(frozen=True, slots=True)
class Plant:
    """Machines, jobs and `carriage[i][j]` ticks from site i to j."""

    machines: tuple[Machine, ...]
    jobs: tuple[Job, ...]
    carriage: tuple[tuple[int, ...], ...] = ((0,),)
    aims: Aims = Aims(last=1)


@dataclass(frozen=True, slots=True)
class Row:
    """Operation `op` of job `job` on a machine in [start, end), changeover and pauses included."""

    job: int
    op: int
    machine: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Schedule:
    """The rows found, what they are worth, and the bound: no schedule is worth less."""

    rows: tuple[Row, ...]
    value: int
    bound: int
    rounds: int = 0
