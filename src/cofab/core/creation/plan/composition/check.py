"""The independent check of a composition: adds up a choice from the document itself, in fractions."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from functools import cache
from typing import Any


def worth(given: Mapping[str, Any], choice: Mapping[str, Mapping[str, str]]) -> tuple[Fraction, Fraction]:
    """Return cost and time of a choice (candidate by operation by job), summed over jobs.

    Raises KeyError or StopIteration where it names what the document does not hold.
    """
    both = [_job(given, job, choice[str(job["id"])]) for job in given["jobs"]]
    return sum((cost for cost, _ in both), Fraction(0)), sum((time for _, time in both), Fraction(0))


def _job(given: Mapping[str, Any], job: Mapping[str, Any], choice: Mapping[str, str]) -> tuple[Fraction, Fraction]:
    operations = {str(op["id"]): op for op in job["operations"]}
    taken = {
        name: next(row for row in op["candidates"] if str(row["id"]) == choice[name]) for name, op in operations.items()
    }
    legs = [(str(before), name) for name, op in operations.items() for before in dict.fromkeys(op.get("after", ()))]

    def leg(kind: str, pair: tuple[str, str]) -> Fraction:
        return _leg(given["transport"], kind, taken[pair[0]]["site"], taken[pair[1]]["site"])

    @cache
    def end(name: str) -> Fraction:
        arrivals = [end(pair[0]) + leg("time", pair) for pair in legs if pair[1] == name]
        return max(arrivals, default=Fraction(0)) + Fraction(taken[name]["time"])

    cost, time = (
        sum((Fraction(row[kind]) for row in taken.values()), Fraction(0))
        + sum((leg(kind, pair) for pair in legs), Fraction(0))
        for kind in ("cost", "time")
    )
    return cost, max(map(end, operations)) if given.get("time", "sum") == "critical_path" else time


def _leg(transport: Mapping[str, Any], kind: str, origin: int, target: int) -> Fraction:
    if "distance" in transport:
        return Fraction(transport["distance"][origin][target]) * Fraction(transport.get(f"{kind}_per_unit", 0))
    return Fraction(transport[kind][origin][target]) if kind in transport else Fraction(0)
