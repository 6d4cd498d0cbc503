"""The independent check of bookings for many orders: its own clock, none of the solver's coordinates."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from itertools import pairwise

from cofab.core.creation.schedule.orders.problem import Machine, Order, Portfolio, Row


def faults(portfolio: Portfolio, rows: Sequence[Row]) -> list[str]:
    """Return what is wrong with bookings; nothing means that they hold. An order is booked whole or not at all."""
    by_order: dict[int, list[Row]] = defaultdict(list)
    by_machine: dict[int, list[Row]] = defaultdict(list)
    for row in rows:
        by_order[row.order].append(row)
        by_machine[row.machine].append(row)
    wrong = [problem for n, mine in by_order.items() for problem in _order(portfolio, n, mine)]
    for machine, mine in by_machine.items():
        for a, b in pairwise(sorted(mine, key=lambda row: (row.start, row.end))):
            if b.start < a.end:
                wrong.append(f"machine {machine} is taken twice at {b.start}")
    return wrong


def value(portfolio: Portfolio, rows: Sequence[Row]) -> int:
    """Return what bookings cost: ways, legs, and the orders left."""
    by_order: dict[int, list[Row]] = defaultdict(list)
    for row in rows:
        by_order[row.order].append(row)
    left = sum(order.leave for n, order in enumerate(portfolio.orders) if n not in by_order)
    return left + sum(_cost(portfolio, portfolio.orders[n], mine) for n, mine in by_order.items())


def _cost(portfolio: Portfolio, order: Order, rows: list[Row]) -> int:
    rows = sorted(rows, key=lambda row: row.op)
    sites = [*(portfolio.machines[row.machine].site for row in rows), order.destination]
    work = sum(next(w.cost for w in order.operations[row.op] if w.machine == row.machine) for row in rows)
    return work + order.load * sum(portfolio.cost[a][b] for a, b in pairwise(sites))


def _order(portfolio: Portfolio, n: int, rows: list[Row]) -> list[str]:
    if not 0 <= n < len(portfolio.orders):
        return [f"there is no order {n}"]
    order, rows = portfolio.orders[n], sorted(rows, key=lambda row: row.op)
    if [row.op for row in rows] != list(range(len(order.operations))):
        return [f"order {n} is not booked whole"]
    wrong, ready, site = [], order.release, -1
    for row in rows:
        machine, name = portfolio.machines[row.machine], f"operation {n, row.op}"
        ready += portfolio.ticks[site][machine.site] if site >= 0 else 0
        if row.start < ready:
            wrong.append(f"{name} starts at {row.start}, before {ready}")
        ticks = {way.machine: way.ticks for way in order.operations[row.op]}.get(row.machine)
        if ticks is None:
            wrong.append(f"machine {row.machine} cannot do {name}")
        elif not _worked(machine, row, ticks):
            wrong.append(f"{name} does not fit where it is")
        ready, site = row.end, machine.site
    arrives = ready + portfolio.ticks[site][order.destination]
    return wrong if arrives <= order.due else [*wrong, f"order {n} arrives at {arrives}, after {order.due}"]


def _worked(machine: Machine, row: Row, ticks: int) -> bool:
    """Tell whether one stretch gives the row exactly its working ticks, and it begins and ends while working."""
    for stretch in machine.stretches:
        worked = sum(max(0, min(b, row.end) - max(a, row.start)) for a, b in stretch)
        begins = any(a <= row.start < b for a, b in stretch) and any(a < row.end <= b for a, b in stretch)
        if begins and worked == ticks:
            return True
    return False
