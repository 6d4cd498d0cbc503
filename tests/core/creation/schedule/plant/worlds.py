"""Small random plants, and the best of all orders and ways."""

from __future__ import annotations

from itertools import product
from random import Random

from cofab.core.creation.schedule.plant.check import value
from cofab.core.creation.schedule.plant.problem import Aims, Job, Machine, Operation, Plant, Way
from cofab.core.creation.schedule.plant.reference import placed


def plant(seed: int, jobs: int = 3, operations: int = 2, machines: int = 3) -> Plant:
    random = Random(seed)
    sites = random.randint(1, 2)
    count = random.randint(1, machines)

    def machine() -> Machine:
        at, stretches = random.randint(0, 3), []
        for _ in range(random.randint(1, 3)):
            stretch = []
            for _ in range(random.randint(1, 3)):
                end = at + random.randint(2, 9)
                stretch.append((at, end))
                at = end + random.randint(1, 4)
            stretches.append(tuple(stretch))
        stretches.append(((at, at + 300),))
        changeover = tuple(tuple(0 if f == g else random.randint(0, 3) for g in range(2)) for f in range(2))
        return Machine(tuple(stretches), random.randrange(sites), random.randrange(3), changeover, random.randrange(2))

    park = tuple(machine() for _ in range(count))

    def operation() -> Operation:
        some = random.sample(range(count), random.randint(1, count))
        ways = tuple(Way(m, random.randint(1, 7)) for m in some)
        return Operation(ways, random.randrange(2), random.choice([-1, random.randrange(count)]))

    rows = []
    for j in range(random.randint(1, jobs)):
        ops = [operation() for _ in range(random.randint(1, operations))]
        if j == 0 and random.random() < 0.5:
            begin = random.randint(0, 5)
            ops[0] = Operation(ops[0].ways[:1], ops[0].family, ops[0].ways[0].machine, (begin, begin + 4))
        rows.append(Job(tuple(ops), random.randint(0, 6), random.randint(5, 25), random.randint(1, 3)))
    carriage = tuple(tuple(0 if s == t else random.randint(1, 5) for t in range(sites)) for s in range(sites))
    return Plant(park, tuple(rows), carriage, Aims(random.randint(0, 3), random.randint(0, 9), random.randint(0, 1)))


def orders(plant: Plant) -> set[tuple[int, ...]]:
    found: set[tuple[int, ...]] = {()}
    for _ in range(sum(len(job.operations) for job in plant.jobs)):
        found = {
            (*order, j) for order in found for j, job in enumerate(plant.jobs) if order.count(j) < len(job.operations)
        }
    return found


def best(plant: Plant) -> int:
    """Return the least worth over every order and way."""
    operations = [(j, o) for j, job in enumerate(plant.jobs) for o in range(len(job.operations))]
    sizes = [range(len(plant.jobs[j].operations[o].ways)) for j, o in operations]
    return min(
        value(plant, rows)
        for order in orders(plant)
        for chosen in product(*sizes)
        if (rows := placed(plant, order, dict(zip(operations, chosen, strict=True)))) is not None
    )
