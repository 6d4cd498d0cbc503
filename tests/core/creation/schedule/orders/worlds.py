"""Small random portfolios, and the least cost of one over every turn and every choice of ways."""

from __future__ import annotations

from itertools import permutations, product
from random import Random

from cofab.core.creation.schedule.orders.check import value
from cofab.core.creation.schedule.orders.problem import Machine, Order, Portfolio, Row, Way
from cofab.core.creation.schedule.orders.reference import placed


def portfolio(seed: int, orders: int = 3, operations: int = 2, machines: int = 3) -> Portfolio:
    random = Random(seed)
    sites, count = random.randint(1, 3), random.randint(1, machines)

    def machine() -> Machine:
        at, stretches = random.randint(0, 3), []
        for _ in range(random.randint(1, 3)):
            stretch = []
            for _ in range(random.randint(1, 3)):
                end = at + random.randint(1, 7)
                stretch.append((at, end))
                at = end + random.randint(0, 4)
            stretches.append(tuple(stretch))
            at += random.randint(0, 2)
        return Machine(tuple(stretches), random.randrange(sites))

    def operation() -> tuple[Way, ...]:
        some = random.sample(range(count), random.randint(1, count))
        return tuple(Way(m, random.randint(1, 5), random.randint(1, 30)) for m in some)

    park = tuple(machine() for _ in range(count))
    rows = []
    for _ in range(random.randint(1, orders)):
        chain = tuple(operation() for _ in range(random.randint(1, operations)))
        due, leave = random.randint(8, 40), random.randint(20, 150)
        rows.append(Order(chain, random.randint(0, 4), due, random.randrange(sites), leave, random.randint(1, 3)))
    ticks = tuple(tuple(0 if s == t else random.randint(1, 4) for t in range(sites)) for s in range(sites))
    cost = tuple(tuple(0 if s == t else random.randint(1, 9) for t in range(sites)) for s in range(sites))
    return Portfolio(park, tuple(rows), ticks, cost)


def best(world: Portfolio) -> int:
    """Return the least cost where orders book in any turn, any ways, some left."""
    return min(_least(world, turn) for turn in permutations(range(len(world.orders))))


def _least(world: Portfolio, turn: tuple[int, ...]) -> int:
    found = [(0, list[Row]())]
    for n in turn:
        grown = []
        for _, rows in found:
            grown.append((0, rows))
            for ways in product(*world.orders[n].operations):
                more = placed(world, rows, n, ways)
                if more is not None:
                    grown.append((0, [*rows, *more]))
        found = grown
    return min(value(world, rows) for _, rows in found)
