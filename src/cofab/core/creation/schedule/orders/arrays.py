"""A portfolio as the compiled kernels see it, with each machine's time counted in working ticks.

A machine's windows are laid end to end on a line of working ticks, with one tick between two stretches that belongs to
nobody. Work that pauses overnight is one interval there, a booking is cut out of one gap, and gaps of two stretches
never join.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from cofab.core.creation.schedule.orders.problem import Machine, Portfolio

Ints = npt.NDArray[np.int64]


class Net(NamedTuple):
    """Operations of order n are rows `op[n]` to `op[n + 1]` of `way`; ways of operation o rows `way[o]` to `way[o + 1]`
    of `machine`, `ticks`, `cost`. Windows of machine m are rows `window[m]` to `window[m + 1]` of `opens`, `closes` and
    `line` (where its opening lies on the line of working ticks). Gaps of machine m have room from `room[m]` to
    `room[m + 1]`.
    """

    op: Ints
    way: Ints
    machine: Ints
    ticks: Ints
    cost: Ints
    release: Ints
    due: Ints
    destination: Ints
    leave: Ints
    load: Ints
    site: Ints
    window: Ints
    opens: Ints
    closes: Ints
    line: Ints
    room: Ints
    leg_ticks: Ints
    leg_cost: Ints


class Book(NamedTuple):
    """What is booked: `gaps[m]` of machine m are `low` and `high` from `room[m]` on, in order; for each operation the
    way `taken` (-1: none) and where it lies on its machine's line, `at`; what each order costs, `worth`.
    """

    gaps: Ints
    low: Ints
    high: Ints
    taken: Ints
    at: Ints
    worth: Ints


def net_of(portfolio: Portfolio) -> Net:
    """Return the arrays of a portfolio. Raises ValueError for work of less than a tick."""
    operations = [op for order in portfolio.orders for op in order.operations]
    ways = [way for op in operations for way in op]
    if any(way.ticks < 1 for way in ways):
        raise ValueError("work takes a tick or more")
    windows = [_windows(machine) for machine in portfolio.machines]
    machine, ticks = _column([way.machine for way in ways]), _column([way.ticks for way in ways])
    return Net(
        op=_firsts([len(order.operations) for order in portfolio.orders]),
        way=_firsts([len(op) for op in operations]),
        machine=machine,
        ticks=ticks,
        cost=_column([way.cost for way in ways]),
        release=_column([order.release for order in portfolio.orders]),
        due=_column([order.due for order in portfolio.orders]),
        destination=_column([order.destination for order in portfolio.orders]),
        leave=_column([order.leave for order in portfolio.orders]),
        load=_column([order.load for order in portfolio.orders]),
        site=_column([machine.site for machine in portfolio.machines]),
        window=_firsts([len(rows) for rows in windows]),
        opens=_column([row[0] for rows in windows for row in rows]),
        closes=_column([row[1] for rows in windows for row in rows]),
        line=_column([row[2] for rows in windows for row in rows]),
        room=_firsts(_room(portfolio, machine, ticks)),
        leg_ticks=np.array(portfolio.ticks, np.int64),
        leg_cost=np.array(portfolio.cost, np.int64),
    )


def empty_book(portfolio: Portfolio, net: Net) -> Book:
    """Return a book in which nothing is booked and every order left."""
    low, high = np.zeros(int(net.room[-1]), np.int64), np.zeros(int(net.room[-1]), np.int64)
    gaps = np.zeros(len(portfolio.machines), np.int64)
    for m, machine in enumerate(portfolio.machines):
        at, first = 0, int(net.room[m])
        for n, stretch in enumerate(machine.stretches):
            low[first + n], at = at, at + sum(b - a for a, b in stretch)
            high[first + n], at = at, at + 1
        gaps[m] = len(machine.stretches)
    count = int(net.op[-1])
    return Book(gaps, low, high, np.full(count, -1, np.int64), np.zeros(count, np.int64), net.leave.copy())


def _windows(machine: Machine) -> list[tuple[int, int, int]]:
    rows, at = [], 0
    for stretch in machine.stretches:
        for a, b in stretch:
            rows.append((a, b, at))
            at += b - a
        at += 1
    return rows


def _room(portfolio: Portfolio, machine: Ints, ticks: Ints) -> list[int]:
    """Return how many gaps each machine can ever have: its stretches, and one more for each booking that fits."""
    count = len(portfolio.machines)
    asked, least = np.bincount(machine, minlength=count), np.full(count, 1 << 40, np.int64)
    np.minimum.at(least, machine, ticks)
    free = [sum(b - a for stretch in m.stretches for a, b in stretch) for m in portfolio.machines]
    return [
        len(m.stretches) + min(int(asked[n]), free[n] // max(1, int(least[n]))) + 1
        for n, m in enumerate(portfolio.machines)
    ]


def _column(values: list[int]) -> Ints:
    return np.array(values, np.int64)


def _firsts(lengths: list[int]) -> Ints:
    return np.cumsum([0, *lengths]).astype(np.int64)
