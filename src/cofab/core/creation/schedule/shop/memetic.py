"""One searcher: a small population of schedules, improved by tabu search and crossed job by job.

Each round takes a new schedule (dispatched with a blurred rule, or crossed from two of the population), searches until
nothing is gained for a while, and lets it into the population in place of the worst. Where there are several factories,
a crossed schedule often has a job moved to, or exchanged with, another factory.
Promises: the same seed and the same rounds give the same schedules, however the work is cut into slices of time.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from cofab.core.creation.schedule.shop import kernels
from cofab.core.creation.schedule.shop.arrays import Ints, Line, Longs, Net, line_of
from cofab.core.creation.schedule.shop.dispatch import RULES, start
from cofab.core.creation.schedule.shop.problem import Shop

POPULATION, SLICE = 8, 20_000
TENURES = ((2, 5), (5, 15), (10, 30), (20, 60), (40, 80))


@dataclass(frozen=True, slots=True)
class Member:
    """A schedule kept: makespan, ways taken, left neighbours, factory by job, the middle of each operation's slack, and
    the jobs that are critical somewhere.
    """

    span: int
    taken: Ints
    left: Ints
    factory: Ints
    middle: Longs
    tight: Longs


class Searcher:
    """A population and its dice; `rounds()` goes on for ever, a slice at a time, the first from `begin` if given."""

    def __init__(
        self, shop: Shop, net: Net, seed: int, target: int = 0, population: int = POPULATION, begin: Line | None = None
    ) -> None:
        self.begin = begin
        self.shop, self.net, self.target, self.size = shop, net, target, population
        self.random = np.random.default_rng(seed)
        self.dice = self.random.integers(1, 1 << 62, 1)
        self.until = np.zeros(len(net.machine), np.int64)
        self.members: list[Member] = []
        self.best: Member | None = None
        self.line: Line | None = None
        self.done = 0
        count = len(net.job)
        self.steps = max(20, min(2000, SLICE * 10 // count))
        self.patience = (2000 + 4 * count) // (1 if shop.factories == 1 else 3)
        self._scratch = (np.empty(count, np.int32), np.empty(count, np.int32))

    def rounds(self) -> Iterator[Member]:
        """Yield the best member after each slice of search, for ever."""
        while True:
            line = self._cross() if len(self.members) >= self.size else self._dispatch()
            kept = np.stack([line.taken, line.left])
            state = np.array([0, 0, kernels.FAR, 0], np.int64)
            short, spread = TENURES[self.random.integers(len(TENURES))]
            self.until[:] = 0
            while state[kernels.BEST] > self.target and state[kernels.NOW] - state[kernels.SINCE] < self.patience:
                kernels.search(
                    self.net, line, kept, self.until, state, self.dice, self.steps, self.patience, short, spread,
                    self.target,
                )  # fmt: skip
                if self.best is None or state[kernels.BEST] < self.best.span:
                    self.best = self._member(line, kept)
                yield self.best
            self._admit(self._member(line, kept))
            self.done += 1

    def take_in(self, line: Line) -> None:
        """Let in a schedule found elsewhere, in place of the worst."""
        if len(self.members) >= self.size:
            self._admit(self._member(line, np.stack([line.taken, line.left])))

    def rebuilt(self, member: Member) -> Line:
        """Return a member as a measured solution."""
        return self._measured(member.taken, member.left, member.factory)[0]

    def _measured(self, taken: Ints, left: Ints, factory: Ints) -> tuple[Line, int]:
        line = line_of(self.shop, self.net, taken, factory)
        line.left[:] = left
        behind = np.flatnonzero(line.left >= 0)
        line.right[line.left[behind]] = behind
        line.first[line.place[line.left < 0]] = np.flatnonzero(line.left < 0)
        return line, int(kernels.measure(self.net, line, *self._scratch))

    def _dispatch(self) -> Line:
        fresh = len(self.members)
        if fresh == 0 and self.begin is not None:
            return Line(*(column.copy() for column in self.begin))
        line, key = start(self.shop, self.net, fresh % len(RULES), 0 if fresh == 0 else 100, self.dice)
        kernels.sequence(self.net, line, key)
        return line

    def _member(self, line: Line, kept: Ints) -> Member:
        """Return the kept solution as a member; `line` tells the factories."""
        factory = (line.base // self.shop.machines)[self.net.before < 0]
        best, span = self._measured(kept[0], kept[1], factory)
        middle = best.head.astype(np.int64) + (span - best.tail - best.ticks)
        tight = np.unique(self.net.job[best.head + best.ticks + best.tail == span]).astype(np.int64)
        return Member(span, best.taken, best.left, factory, middle, tight)

    def _admit(self, new: Member) -> None:
        if self.best is None or new.span < self.best.span:
            self.best = new
        if len(self.members) < self.size:
            self.members.append(new)
            return
        alike = [n for n, other in enumerate(self.members) if other.span == new.span and _alike(other, new)]
        worst = max(range(self.size), key=lambda n: (self.members[n].span, self.random.random()))
        if alike:
            self.members[alike[0]] = new
        elif new.span <= self.members[worst].span:
            self.members[worst] = new

    def _cross(self) -> Line:
        """Return a child of two members: each job's ways, factory and times from one of them."""
        one, two = (self.members[n] for n in self.random.choice(self.size, 2, replace=False))
        jobs = self.random.random(len(self.shop.jobs)) < 0.25 + 0.5 * self.random.random()
        if self.shop.factories > 1 and self.random.random() < 0.8:
            two, jobs = one, jobs | True
        mine = jobs[self.net.job]
        taken, middle = np.where(mine, one.taken, two.taken), np.where(mine, one.middle, two.middle)
        factory = np.where(jobs, one.factory, two.factory)
        if self.shop.factories > 1:
            self._exchange(factory, one.tight)
        if self.random.random() < 0.3:
            for o in self.random.choice(len(taken), max(1, len(taken) // 30), replace=False):
                taken[o] = self.random.integers(self.net.way[o], self.net.way[o + 1])
        line = line_of(self.shop, self.net, taken, factory)
        blur = self.random.integers(0, 2 + int(middle.max()) // 100, len(middle))
        kernels.sequence(self.net, line, _keys(middle + blur))
        return line

    def _exchange(self, factory: Ints, tight: Longs) -> None:
        """Move a job, mostly a critical one, to another factory, or exchange it with one there; once or more."""
        for _ in range(1 + int(self.random.random() < 0.3)):
            one, two = self.random.choice(len(factory), 2)
            if self.random.random() < 0.7:
                one = self.random.choice(tight)
            if self.random.random() < 0.6:
                factory[one], factory[two] = factory[two], factory[one]
            else:
                factory[one] = self.random.integers(self.shop.factories)


def _keys(values: Longs) -> Ints:
    return np.argsort(np.argsort(values, kind="stable"), kind="stable").astype(np.int32)


def _alike(one: Member, two: Member) -> bool:
    """Tell whether two members of one makespan hardly differ."""
    return bool((one.taken != two.taken).mean() < 0.02 and np.abs(one.middle - two.middle).mean() < 2)
