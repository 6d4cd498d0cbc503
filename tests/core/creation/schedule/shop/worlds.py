"""Small random job shops, and the best schedule of one by trying everything."""

from __future__ import annotations

from itertools import product
from random import Random

from cofab.core.creation.schedule.shop.problem import Shop, Way


def shop(seed: int, jobs: int = 4, operations: int = 4, machines: int = 3, factories: int = 1) -> Shop:
    random = Random(seed)

    def operation() -> tuple[Way, ...]:
        some = random.sample(range(machines), random.randint(1, machines))
        return tuple(Way(machine, random.randint(0 if random.random() < 0.1 else 1, 9)) for machine in some)

    rows = tuple(
        tuple(operation() for _ in range(random.randint(1, operations))) for _ in range(random.randint(1, jobs))
    )
    return Shop(machines, rows, factories)


def best(shop: Shop) -> int:
    """Return the least makespan: every choice of ways and factories, every order of starting (depth first)."""
    operations = [(j, o) for j, job in enumerate(shop.jobs) for o in range(len(job))]
    least = 1 << 40
    for homes in product(range(shop.factories), repeat=len(shop.jobs)):
        if homes[0]:
            continue
        for ways in product(*(shop.jobs[j][o] for j, o in operations)):
            least = min(least, _least(shop, homes, dict(zip(operations, ways, strict=True)), least))
    return least


def _least(shop: Shop, homes: tuple[int, ...], ways: dict[tuple[int, int], Way], cut: int) -> int:
    def go(done: tuple[int, ...], free: tuple[int, ...], came: tuple[int, ...], cut: int) -> int:
        if max(came) >= cut:
            return cut
        if all(done[j] == len(shop.jobs[j]) for j in range(len(done))):
            return max(came)
        for j in range(len(done)):
            if done[j] < len(shop.jobs[j]):
                way = ways[j, done[j]]
                place = homes[j] * shop.machines + way.machine
                end = max(free[place], came[j]) + way.ticks
                cut = go(_with(done, j, done[j] + 1), _with(free, place, end), _with(came, j, end), cut)
        return cut

    jobs = len(shop.jobs)
    return go((0,) * jobs, (0,) * (shop.machines * shop.factories), (0,) * jobs, cut)


def _with(row: tuple[int, ...], at: int, value: int) -> tuple[int, ...]:
    return (*row[:at], value, *row[at + 1 :])
