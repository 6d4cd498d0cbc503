"""Many orders booked together at any limit: prices for a bound, orders in several turns, then search; checked."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from cofab.core.creation.schedule.orders import bound, kernels, search
from cofab.core.creation.schedule.orders.arrays import Book, Ints, Net, empty_book, net_of
from cofab.core.creation.schedule.orders.check import faults, value
from cofab.core.creation.schedule.orders.problem import Booked, Portfolio, Row

TRIES, SHARES = 50, (0, 1, 2, 4)
"""Tries in a slice of search, and the quarters of the bound's prices that steer."""


def solve(portfolio: Portfolio, over: Callable[[int], bool], seed: int = 0) -> Booked:
    """Return the best bookings found until `over(rounds of search done)`, with a bound on all bookings there are.

    Raises AssertionError where the independent check disagrees: bookings that do not hold are never returned.
    """
    net = net_of(portfolio)
    none = np.zeros(len(net.site), np.int64)
    alone = np.array([min(int(net.leave[n]), _alone(net, n, none)) for n in range(len(net.due))], np.int64)
    book, cost = _in_turn(portfolio, net, _turns(net, alone)[0], none)
    least, price = bound.prices(net, cost, lambda: over(0))
    least = max(int(alone.sum()), -(-least // bound.SCALE))
    steered = np.stack([price * share // (4 * bound.SCALE) for share in SHARES])
    for turn in _turns(net, alone):
        for steer in steered[1:]:
            if over(0):
                break
            other, found = _in_turn(portfolio, net, turn, steer)
            book, cost = (other, found) if found < cost else (book, cost)
    kept, rounds = _searched(net, book, cost, least, alone, steered, over, seed)
    return _booked(portfolio, net, kept, least, rounds)


def one_by_one(portfolio: Portfolio) -> Booked:
    """Return the bookings of orders that book in the turn they came, each the cheapest for itself; the bound is theirs
    alone.
    """
    net = net_of(portfolio)
    none = np.zeros(len(net.site), np.int64)
    book, _ = _in_turn(portfolio, net, np.arange(len(net.due)), none)
    least = sum(min(int(net.leave[n]), _alone(net, n, none)) for n in range(len(net.due)))
    return _booked(portfolio, net, np.stack([book.taken, book.at]), least, 0)


def _in_turn(portfolio: Portfolio, net: Net, turn: Ints, price: Ints) -> tuple[Book, int]:
    """Return the bookings, and their cost, of orders that book in turn, time at a price; at 0 each thinks of itself."""
    book = empty_book(portfolio, net)
    return book, int(kernels.enter_all(net, book, turn, price))


def _alone(net: Net, n: int, none: Ints) -> int:
    room = np.empty((2, len(net.machine)), np.int64)
    return int(kernels.least(net, n, none, room[0], room[1]))


def _turns(net: Net, alone: Ints) -> list[Ints]:
    """Return orders in the turns tried first: as they came; least time to spare first; most to lose first."""
    quickest = np.minimum.reduceat(net.ticks, net.way[:-1])
    work = np.add.reduceat(quickest, net.op[:-1])
    spare, loss = net.due - net.release - work, alone - net.leave
    return [np.arange(len(alone)), np.argsort(spare, kind="stable"), np.argsort(loss, kind="stable")]


def _searched(
    net: Net, book: Book, cost: int, least: int, alone: Ints, steered: Ints, over: Callable[[int], bool], seed: int
) -> tuple[Ints, int]:
    """Return (ways, places) of the best bookings found, and the rounds."""
    kept, state = np.stack([book.taken, book.at]), np.array([cost, cost], np.int64)
    of = np.repeat(np.arange(len(net.due)), np.diff(net.op))
    dice, rounds = np.array([seed * 7919 + 1], np.int64), 0
    while state[search.BEST] > least and not over(rounds):
        heat = 0.02 * cost / len(net.due) / (1 + rounds / 100) + 1e-9
        search.improve(net, book, alone, steered, of, kept, state, dice, TRIES, heat)
        rounds += 1
    return kept, rounds


def _booked(portfolio: Portfolio, net: Net, kept: Ints, least: int, rounds: int) -> Booked:
    rows, left = [], []
    for n in range(len(net.due)):
        first = int(net.op[n])
        if kept[0, first] < 0:
            left.append(n)
            continue
        for o in range(first, int(net.op[n + 1])):
            way, at = int(kept[0, o]), int(kept[1, o])
            m, ticks = int(net.machine[way]), int(net.ticks[way])
            start, end = kernels.clock(net, m, at, False), kernels.clock(net, m, at + ticks, True)
            rows.append(Row(n, o - first, m, int(start), int(end)))
    wrong, worth = faults(portfolio, rows), value(portfolio, rows)
    assert not wrong, wrong
    return Booked(tuple(rows), tuple(left), worth, min(least, worth), rounds)
