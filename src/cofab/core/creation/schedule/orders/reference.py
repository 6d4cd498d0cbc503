"""What booking one order means, in plain Python: every choice of ways, each in the first gap that holds it."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise, product

from cofab.core.creation.schedule.orders.problem import Interval, Machine, Portfolio, Row, Way


def cheapest(portfolio: Portfolio, rows: Sequence[Row], n: int, price: Sequence[int] = ()) -> int:
    """Return the least cost of order n beside the bookings in `rows`, or what leaving it costs where that is less.

    `price` is what a tick of each machine counts besides.
    """
    order = portfolio.orders[n]
    return min([order.leave, *(_cost(portfolio, n, ways, price) for ways in product(*order.operations)
                               if placed(portfolio, rows, n, ways) is not None)])  # fmt: skip


def placed(portfolio: Portfolio, rows: Sequence[Row], n: int, ways: Sequence[Way]) -> list[Row] | None:
    """Return the bookings of order n these ways, each as early as it can be, or None where it arrives too late."""
    order, ready, site, found = portfolio.orders[n], portfolio.orders[n].release, -1, list[Row]()
    for o, way in enumerate(ways):
        machine = portfolio.machines[way.machine]
        ready += portfolio.ticks[site][machine.site] if site >= 0 else 0
        taken = [(row.start, row.end) for row in [*rows, *found] if row.machine == way.machine]
        fits = _fit(machine, taken, ready, way.ticks)
        if fits is None:
            return None
        found.append(Row(n, o, way.machine, *fits))
        ready, site = fits[1], machine.site
    return found if ready + portfolio.ticks[site][order.destination] <= order.due else None


def _fit(machine: Machine, taken: Sequence[Interval], ready: int, ticks: int) -> Interval | None:
    """Return the first interval with so many working ticks of one stretch from `ready`, none of them taken."""
    for stretch in machine.stretches:
        hours = [t for a, b in stretch for t in range(a, b)]
        for first in range(len(hours) - ticks + 1):
            start, end = hours[first], hours[first + ticks - 1] + 1
            if start >= ready and all(end <= a or b <= start for a, b in taken):
                return start, end
    return None


def _cost(portfolio: Portfolio, n: int, ways: Sequence[Way], price: Sequence[int]) -> int:
    order = portfolio.orders[n]
    sites = [*(portfolio.machines[way.machine].site for way in ways), order.destination]
    legs = sum(portfolio.cost[a][b] for a, b in pairwise(sites))
    time = sum(way.ticks * price[way.machine] for way in ways) if price else 0
    return sum(way.cost for way in ways) + order.load * legs + time
