"""The schedule to use, at any limit: dispatched at once, improved by tabu search, proven by CP-SAT where it can be.

The clock and the way to run things side by side come in as arguments: the core starts no threads.
Promises: never more than `workers` at work at once. With `rounds` the same seed gives the same schedule; a limit in
seconds cuts the same work wherever the clock says.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import numpy as np

from cofab.core.creation.schedule.shop import bounds, kernels
from cofab.core.creation.schedule.shop.arrays import Ints, Line, Net, net_of, placed_of
from cofab.core.creation.schedule.shop.check import faults
from cofab.core.creation.schedule.shop.cpsat import Exact
from cofab.core.creation.schedule.shop.dispatch import RULES, narrow_start, start
from cofab.core.creation.schedule.shop.memetic import Searcher
from cofab.core.creation.schedule.shop.prices import prices
from cofab.core.creation.schedule.shop.problem import Answer, Shop

Task = Callable[[], None]
SMALL, EXACT, LINEAR = 700, 6000, 2000
SLACKS = (0.4, 0.7, 0.2, 0.1)
CLOSING, CLOSING_AN_OPERATION = 0.03, 3e-5


@dataclass(frozen=True, slots=True)
class Limits:
    """How long and how wide: seconds on `clock` (which stands at 0 now), workers, and rounds of each (0: no limit)."""

    seconds: float
    workers: int
    clock: Callable[[], float]
    together: Callable[[Sequence[Task]], None]
    rounds: int = 0


@dataclass
class Board:
    """What all workers know: the best schedule, the bound, and when each gain came."""

    limits: Limits
    bound: int
    line: Line | None = None
    span: int = kernels.FAR
    trace: list[tuple[float, int]] = field(default_factory=list)
    stops: list[Callable[[], None]] = field(default_factory=list)
    rounds: int = 0
    closing: float = CLOSING

    def found(self, line: Line, span: int) -> None:
        """Keep a schedule if none is better."""
        if span < self.span:
            self.span, self.line = span, Line(*(column.copy() for column in line))
            self.trace.append((round(self.limits.clock(), 3), span))
            self._stop_if_proven()

    def proves(self, bound: int) -> None:
        """Raise the bound."""
        self.bound = max(self.bound, bound)
        self._stop_if_proven()

    def over(self) -> bool:
        """Tell whether nothing is left to gain, or no time."""
        return self.span <= self.bound or self.limits.clock() >= self.limits.seconds - self.closing

    def _stop_if_proven(self) -> None:
        if self.span <= self.bound:
            for stop in self.stops:
                stop()


def solve(shop: Shop, limits: Limits, seed: int = 0) -> Answer:
    """Return the best schedule found within the limits; its bound holds for every schedule.

    Raises AssertionError where the independent check disagrees: a schedule that does not hold is never returned.
    """
    net = net_of(shop)
    closing = CLOSING + CLOSING_AN_OPERATION * len(net.job)
    board = Board(limits, bounds.longest_job(net), closing=min(closing, limits.seconds / 2))
    dispatched(shop, net, board)
    if limits.rounds and not board.over():
        _bound(shop, net, board)
    if not board.over():
        limits.together(_tasks(shop, net, board, seed))
    return _answer(shop, net, board)


def dispatched(shop: Shop, net: Net, board: Board) -> None:
    """Try rules of dispatch: the first whatever the clock says, then over ways that cost little, then the others."""
    dice = np.ones(1, np.int64)
    _try(net, board, *start(shop, net, 0, 0, dice))
    bound, cost = prices(shop, net)
    board.proves(bound)
    for slack in SLACKS:
        if not board.over():
            _try(net, board, *narrow_start(shop, net, cost, slack))
    for rule in range(1, len(RULES)):
        if not board.over():
            _try(net, board, *start(shop, net, rule, 0, dice))


def _try(net: Net, board: Board, line: Line, key: Ints) -> None:
    kernels.sequence(net, line, key)
    order, wait = np.empty(len(key), np.int32), np.empty(len(key), np.int32)
    board.found(line, int(kernels.measure(net, line, order, wait)))


def _bound(shop: Shop, net: Net, board: Board) -> None:
    """Raise the bound by linear programmes; stop adding cuts after a tenth of the time."""
    limits = board.limits
    if len(net.machine) <= LINEAR:
        board.proves(bounds.bound(shop, net, lambda: not limits.rounds and limits.clock() > 0.1 * limits.seconds))


def _tasks(shop: Shop, net: Net, board: Board, seed: int) -> list[Task]:
    """Return what the workers do: all search; the last sees to the bound first and, where it can help, to CP-SAT."""
    workers, ways = board.limits.workers, len(net.machine) * shop.factories
    exact = ways <= SMALL or (workers >= 4 and ways <= EXACT)
    share = (0.6 if workers == 1 else 0.15) if exact else 1.0
    tasks: list[Task] = [lambda n=n: _search(shop, net, board, seed, n, 1.0) for n in range(workers - 1)]  # type: ignore[misc]
    tasks.append(lambda: _search_then_prove(shop, net, board, seed, share))
    return tasks


def _search(shop: Shop, net: Net, board: Board, seed: int, number: int, share: float) -> None:
    """Search until the share of the time, or of the rounds, is over."""
    limits = board.limits
    searcher = Searcher(shop, net, seed * 1009 + number, board.bound, begin=board.line)
    until, rounds, seen = limits.seconds * share, max(1, int(limits.rounds * share)), board.span
    for member in searcher.rounds():
        if member.span < board.span:
            board.found(searcher.rebuilt(member), member.span)
        if board.over() or limits.clock() > until or (limits.rounds and searcher.done >= rounds):
            break
        searcher.target = board.bound
        if not limits.rounds and board.span < min(seen, member.span) and board.line is not None:
            searcher.take_in(board.line)
        seen = board.span
    board.rounds += searcher.done


def _search_then_prove(shop: Shop, net: Net, board: Board, seed: int, share: float) -> None:
    limits = board.limits
    if not limits.rounds:
        _bound(shop, net, board)
    _search(shop, net, board, seed, limits.workers - 1, share)
    if share == 1.0 or board.over() or board.line is None:
        return
    exact = Exact(shop, net, board.bound, board.line, board.span)
    board.stops.append(exact.stop)
    work = 0.05 * limits.rounds
    exact.solve(
        limits.seconds - limits.clock() - 2 * board.closing,
        max(1, limits.workers // 4),
        seed,
        work,
        board.found,
        board.proves,
    )


def _answer(shop: Shop, net: Net, board: Board) -> Answer:
    assert board.line is not None
    placed = placed_of(shop, net, board.line)
    wrong = faults(shop, placed, board.span)
    assert not wrong, wrong
    return Answer(board.span, min(board.bound, board.span), placed, tuple(board.trace), board.rounds)
