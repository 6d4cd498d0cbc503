"""Random composition documents, and what trying every choice finds."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from itertools import product
from random import Random
from typing import Any

from cofab.core.creation.plan.composition.check import worth

SHAPES = ("path", "in-tree", "out-tree", "diamond", "any")


def document(seed: int, operations: int = 4, candidates: int = 3, jobs: int = 1, shape: str = "any") -> dict[str, Any]:
    random = Random(seed)
    sites = random.randint(1, 4)

    def amount(most: int) -> int | Decimal:
        return Decimal(random.randint(0, 100 * most)) / 100 if random.random() < 0.3 else random.randint(0, most)

    def square(most: int) -> list[list[int | Decimal]]:
        return [[amount(most) for _ in range(sites)] for _ in range(sites)]

    def operation(n: int, after: list[str]) -> dict[str, Any]:
        rows = [
            {"id": f"c{c}", "site": random.randrange(sites), "cost": amount(9), "time": amount(9)}
            for c in range(random.randint(1, candidates))
        ]
        return {"id": f"o{n}", "after": after, "candidates": rows}

    def job(n: int) -> dict[str, Any]:
        count = random.randint(1, operations)
        order = [operation(o, [f"o{p}" for p in _before(random, shape, o, count)]) for o in range(count)]
        random.shuffle(order)
        return {"id": f"j{n}", "quantity": random.randint(1, 9), "operations": order}

    transport: dict[str, Any] = {"cost": square(6), "time": square(6)}
    if random.random() < 0.3:
        transport = {"distance": square(6), "cost_per_unit": Decimal("0.3"), "time_per_unit": random.randint(0, 2)}
    mode = random.choice(["sum", "critical_path"])
    return {"format": "cofab.compose/1", "transport": transport, "time": mode, "jobs": [job(n) for n in range(jobs)]}


def _before(random: Random, shape: str, n: int, count: int) -> list[int]:
    if shape == "path":
        return [n - 1] if n else []
    if shape == "in-tree":
        return list(range(n)) if n == count - 1 else []
    if shape == "out-tree":
        return [random.randrange(n)] if n else []
    if shape == "diamond":
        return [] if n == 0 else (list(range(1, n)) if n == count - 1 and n > 1 else [0])
    return [p for p in range(n) if random.random() < 0.5]


def every(given: dict[str, Any]) -> list[tuple[Fraction, Fraction]]:
    """Return cost and time of every choice."""
    rows = [
        [(str(job["id"]), str(op["id"]), str(row["id"])) for row in op["candidates"]]
        for job in given["jobs"]
        for op in job["operations"]
    ]
    found = []
    for chosen in product(*rows):
        choice: dict[str, dict[str, str]] = {}
        for job, op, row in chosen:
            choice.setdefault(job, {})[op] = row
        found.append(worth(given, choice))
    return found


def unbeaten(points: list[tuple[Fraction, Fraction]]) -> list[tuple[Fraction, Fraction]]:
    kept: list[tuple[Fraction, Fraction]] = []
    for point in sorted(set(points)):
        if not kept or point[1] < kept[-1][1]:
            kept.append(point)
    return kept
