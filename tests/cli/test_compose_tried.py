"""`cofab compose` against trying every choice, with an arithmetic of its own, through the command line."""

from __future__ import annotations

import json
from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from itertools import product
from pathlib import Path
from random import Random
from typing import Any

import pytest

from cofab.cli import main

SHAPES = ("chain", "assembly", "diamond", "bridge", "tangle", "alone")
Point = tuple[Fraction, Fraction]


def _after(shape: str, n: int, count: int, random: Random) -> list[int]:
    """Return what operation n comes after; a bridge is the smallest order that is not series-parallel."""
    if shape == "bridge":
        return [[], [0], [0], [1, 2], [1], [3, 4]][n]
    if shape == "assembly":
        return list(range(n)) if n == count - 1 else []
    if shape == "diamond":
        return [] if n == 0 else [0] if n < count - 1 else list(range(1, n))
    if shape == "tangle":
        return [p for p in range(n) if random.random() < 0.6]
    return [n - 1] if n and shape == "chain" else []


def document(seed: int) -> dict[str, Any]:
    random, shape = Random(seed), SHAPES[seed % len(SHAPES)]
    sites = random.choice((1, 2, 3, 130)) if seed % 7 else 130
    jobs = random.choice((1, 1, 2))

    def number() -> Any:
        return random.choice((random.randint(0, 40), round(random.uniform(0, 40), random.randint(1, 4)), 0))

    def square() -> list[list[Any]]:
        return [[number() for _ in range(sites)] for _ in range(sites)]

    def job(n: int) -> dict[str, Any]:
        count = 6 if shape == "bridge" else random.randint(1, 4) if jobs == 1 else random.randint(1, 3)
        rows = [
            {"id": f"o{k}", "after": [f"o{p}" for p in _after(shape, k, count, random)],
             "candidates": [{"id": f"c{c}", "site": random.randrange(sites), "cost": number(), "time": number()}
                            for c in range(1 if seed % 5 == 0 else random.randint(1, 3))]}
            for k in range(count)
        ]  # fmt: skip
        random.shuffle(rows)
        return {"id": f"j{n}", "quantity": random.randint(1, 900), "operations": rows}

    transport = {"cost": square(), "time": square()}
    if seed % 3 == 0:
        transport = {"distance": square(), "cost_per_unit": number(), "time_per_unit": number()}
    mode = ("sum", "critical_path")[seed // len(SHAPES) % 2]
    return {"format": "cofab.compose/1", "transport": transport, "time": mode, "jobs": [job(n) for n in range(jobs)]}


def exact(value: Any) -> Fraction:
    return Fraction(Decimal(str(value))) if not isinstance(value, str) else Fraction(value)


def worth(given: dict[str, Any], chosen: dict[tuple[str, str], dict[str, Any]]) -> Point:
    """Return cost and time of a choice, written from the format's words alone."""
    way, cost, time = given["transport"], Fraction(0), Fraction(0)

    def leg(kind: str, a: int, b: int) -> Fraction:
        if "distance" in way:
            return exact(way["distance"][a][b]) * exact(way[f"{kind}_per_unit"])
        return exact(way[kind][a][b])

    for job in given["jobs"]:
        ends: dict[str, Fraction] = {}
        todo = {op["id"]: op for op in job["operations"]}
        spent = Fraction(0)
        while todo:
            name = next(n for n, op in todo.items() if not set(op["after"]) & todo.keys())
            op, mine, begin = todo.pop(name), chosen[job["id"], name], Fraction(0)
            for before in op["after"]:
                there = chosen[job["id"], before]["site"]
                cost += leg("cost", there, mine["site"])
                spent += leg("time", there, mine["site"])
                begin = max(begin, ends[before] + leg("time", there, mine["site"]))
            cost += exact(mine["cost"])
            spent += exact(mine["time"])
            ends[name] = begin + exact(mine["time"])
        time += spent if given["time"] == "sum" else max(ends.values())
    return cost, time


def every(given: dict[str, Any]) -> Iterator[Point]:
    keys = [((job["id"], op["id"]), op["candidates"]) for job in given["jobs"] for op in job["operations"]]
    for rows in product(*(rows for _, rows in keys)):
        yield worth(given, dict(zip((key for key, _ in keys), rows, strict=True)))


def _told(given: dict[str, Any], choice: dict[str, dict[str, str]]) -> Point:
    """Return what a choice that the command printed is worth."""
    rows = {
        (job["id"], op["id"]): next(row for row in op["candidates"] if row["id"] == choice[job["id"]][op["id"]])
        for job in given["jobs"]
        for op in job["operations"]
    }
    return worth(given, rows)


def prove(seed: int, path: Path, capsys: pytest.CaptureFixture[str]) -> int:
    given = document(seed)
    path.write_text(json.dumps(given))
    points = sorted(set(every(given)))
    front = [p for n, p in enumerate(points) if all(p[1] < q[1] for q in points[:n])]
    assert main(["compose", str(path), "--front", "cost,time", "--json", "--seconds", "30"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["proven"] and found["epsilon"] == 0, seed
    assert [(exact(row["cost"]), exact(row["time"])) for row in found["front"]] == front, seed
    assert [_told(given, row["choice"]) for row in found["front"]] == front, seed
    a, b = ("1,0", "0,1", "0.3,1/7", "2,5")[seed % 4].split(",")
    assert main(["compose", str(path), "--weights", f"{a},{b}", "--json", "--seconds", "30"]) == 0
    best = json.loads(capsys.readouterr().out)
    least = min(Fraction(a) * cost + Fraction(b) * time for cost, time in points)
    told = _told(given, best["choice"])
    assert best["proven"] and exact(best["optimum"]) == exact(best["bound"]) == least, seed
    assert Fraction(a) * told[0] + Fraction(b) * told[1] == least, seed
    return len(front)


def test_every_answer_is_that_of_trying_all(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert sum(prove(seed, tmp_path / "p.json", capsys) for seed in range(24)) > 40


@pytest.mark.prove
def test_it_holds_on_hundreds_of_documents(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert sum(prove(seed, tmp_path / "p.json", capsys) for seed in range(1_000, 1_600)) > 1_200
