"""Reading a composition problem from its JSON document; decimals are kept exactly, scaled to whole numbers.

Carriage: a leg goes from the site of an operation to the site of each that comes after it, one leg for each such pair,
once a job whatever the quantity. With a distance matrix, a leg's figures are the distance times the figure per unit of
distance. A site to itself has the figures that the matrix gives.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from decimal import Context, Decimal
from typing import Any

import numpy as np

from cofab.core.creation.plan.composition.problem import Job, Operation, Problem
from cofab.core.kernel.refusal import Refused, declare

NOT_UNDERSTOOD = declare("compose.not_understood", "{where}: {problem}.")
TOO_LARGE = declare("compose.too_large", "The figures are too large or too fine to be added exactly.")

FORMAT, LARGEST = "cofab.compose/1", 1 << 60
Figure = int | Decimal
WIDE = Context(prec=120)


def document(text: str) -> dict[str, Any]:
    """Return the JSON document in a text, decimals kept exactly."""
    try:
        found = json.loads(text, parse_float=Decimal, parse_constant=_no)
    except (ValueError, RecursionError, ArithmeticError) as problem:
        raise Refused(NOT_UNDERSTOOD, where="document", problem=str(problem)) from None
    if not isinstance(found, dict) or found.get("format", FORMAT) != FORMAT:
        raise Refused(NOT_UNDERSTOOD, where="format", problem=f"{FORMAT} is understood")
    return found


def problem_of(given: Mapping[str, Any]) -> Problem:
    """Return the problem that a document tells; refuses what is missing or contradicts itself, naming the place."""
    cost, time = _legs(_is(given.get("transport"), dict, "transport"))
    rows = [(n, _is(job, dict, f"jobs {n}")) for n, job in enumerate(_some(given.get("jobs"), "jobs"))]
    mode = given.get("time", "sum")
    if mode not in ("sum", "critical_path"):
        raise Refused(NOT_UNDERSTOOD, where="time", problem="sum or critical_path")
    places = _places([*cost, *_candidates(rows, "cost")]), _places([*time, *_candidates(rows, "time")])
    jobs = tuple(_job(job, f"jobs {n}", len(cost), places) for n, job in rows)
    _unique([job.id for job in jobs], "jobs")
    leg_cost, leg_time = (
        np.array([_scaled(row, n) for row in leg], np.int64) for leg, n in zip((cost, time), places, strict=True)
    )
    found = Problem(jobs, leg_cost, leg_time, mode == "critical_path", 10 ** places[0], 10 ** places[1])
    _refuse_large(found)
    return found


def figures(values: list[Any], where: str) -> list[Figure]:
    """Return numbers of a document that are at least 0, exactly; refuses anything else."""
    if not set(map(type, values)) <= {int, Decimal}:
        odd = next(value for value in values if type(value) not in (int, Decimal))
        raise Refused(NOT_UNDERSTOOD, where=where, problem=f"{str(odd)[:40]!r} is no number from 0")
    if not min(values, default=0) >= 0:
        raise Refused(NOT_UNDERSTOOD, where=where, problem=f"{str(min(values))[:40]!r} is no number from 0")
    if max(values, default=0) >= LARGEST:
        raise Refused(TOO_LARGE)
    return values


def _no(name: str) -> None:
    raise ValueError(f"{name} is no number")


def _is(value: Any, kind: type, where: str) -> Any:
    if not isinstance(value, kind):
        raise Refused(NOT_UNDERSTOOD, where=where, problem=f"a JSON {kind.__name__} is needed")
    return value


def _some(value: Any, where: str) -> list[Any]:
    if not _is(value, list, where):
        raise Refused(NOT_UNDERSTOOD, where=where, problem="at least one is needed")
    return list(value)


def _unique(ids: list[str], where: str) -> None:
    if len(set(ids)) < len(ids):
        raise Refused(NOT_UNDERSTOOD, where=where, problem="an id stands twice")


def _legs(transport: Mapping[str, Any]) -> tuple[list[list[Figure]], list[list[Figure]]]:
    if "distance" in transport:
        rows = _square(transport["distance"], "transport.distance", 0)
        units = [figures([transport.get(f"{name}_per_unit", 0)], f"{name}_per_unit")[0] for name in ("cost", "time")]
        cost, time = ([[_product(x, unit) for x in row] for row in rows] for unit in units)
        return cost, time
    cost = _square(transport.get("cost"), "transport.cost", 0)
    time = _square(transport.get("time", [[0] * len(cost)] * len(cost)), "transport.time", len(cost))
    return cost, time


def _product(one: Figure, two: Figure) -> Figure:
    return one * two if type(one) is type(two) is int else WIDE.multiply(Decimal(one), Decimal(two))


def _square(value: Any, where: str, size: int) -> list[list[Figure]]:
    rows = _some(value, where)
    if any(not isinstance(row, list) or len(row) != len(rows) for row in rows) or (size and len(rows) != size):
        raise Refused(NOT_UNDERSTOOD, where=where, problem="a square matrix of all sites is needed")
    return [figures(row, where) for row in rows]


def _candidates(jobs: list[tuple[int, Mapping[str, Any]]], name: str) -> Iterable[list[Figure]]:
    for n, job in jobs:
        for op in _some(job.get("operations"), f"jobs {n} operations"):
            rows = _some(_is(op, dict, f"jobs {n} operations").get("candidates"), f"jobs {n} candidates")
            yield figures([_is(row, dict, f"jobs {n} candidates").get(name) for row in rows], f"jobs {n} {name}")


def _places(rows: Iterable[list[Figure]]) -> int:
    """Return how many decimal places make all numbers whole."""
    places = {
        -int(x.as_tuple().exponent) for row in rows if Decimal in map(type, row) for x in row if type(x) is Decimal
    }
    finest = max(places, default=0)
    if 10**finest >= LARGEST if finest < 40 else True:
        raise Refused(TOO_LARGE)
    return max(0, finest)


def _scaled(values: list[Figure], places: int) -> list[int]:
    scale = 10**places
    found = [x * scale if type(x) is int else int(x.scaleb(places, WIDE)) for x in values]  # type: ignore[union-attr]
    if max(found) >= LARGEST:
        raise Refused(TOO_LARGE)
    return found


def _job(job: Mapping[str, Any], where: str, sites: int, places: tuple[int, int]) -> Job:
    rows = {_id(op, where): op for op in job["operations"]}
    _unique([_id(op, where) for op in job["operations"]], where)
    order = _sorted(rows, where)
    number = {name: n for n, name in enumerate(order)}
    if figures([job.get("quantity", 1)], f"{where} quantity") == [0]:
        raise Refused(NOT_UNDERSTOOD, where=f"{where} quantity", problem="a number above 0 is needed")
    before = {name: tuple(sorted({number[str(x)] for x in row.get("after", ())})) for name, row in rows.items()}
    operations = tuple(_operation(rows[name], before[name], f"{where} {name}", sites, places) for name in order)
    return Job(_id(job, where), operations)


def _id(row: Mapping[str, Any], where: str) -> str:
    if not isinstance(row.get("id"), str | int):
        raise Refused(NOT_UNDERSTOOD, where=where, problem="an id is needed")
    return str(row["id"])


def _sorted(rows: Mapping[str, Mapping[str, Any]], where: str) -> list[str]:
    """Return the ids so that each stands behind those it comes after; refuses circles and unknown ids."""
    left = {name: {str(x) for x in _is(row.get("after", []), list, where)} for name, row in rows.items()}
    for name, before in left.items():
        if unknown := before - left.keys():
            problem = f"{name} comes after {sorted(unknown)[0]}, which is not there"
            raise Refused(NOT_UNDERSTOOD, where=where, problem=problem)
    order: list[str] = []
    done: set[str] = set()
    while len(order) < len(left):
        ready = [name for name, before in left.items() if name not in done and before <= done]
        if not ready:
            raise Refused(NOT_UNDERSTOOD, where=where, problem="the operations go in a circle")
        order += ready
        done.update(ready)
    return order


def _operation(
    op: Mapping[str, Any], after: tuple[int, ...], where: str, sites: int, places: tuple[int, int]
) -> Operation:
    rows = op["candidates"]
    ids = [_id(row, where) for row in rows]
    _unique(ids, where)
    at = [row.get("site") for row in rows]
    if set(map(type, at)) != {int} or not 0 <= min(at) <= max(at) < sites:
        raise Refused(NOT_UNDERSTOOD, where=where, problem=f"sites are numbered from 0 to {sites - 1}")
    cost, time = (_scaled([row[name] for row in rows], n) for name, n in zip(("cost", "time"), places, strict=True))
    columns = (np.array(column, np.int64) for column in (at, cost, time))
    return Operation(_id(op, where), after, tuple(ids), *columns)


def _refuse_large(problem: Problem) -> None:
    for name in ("cost", "time"):
        leg = int(getattr(problem, f"leg_{name}").max())
        most = sum(int(getattr(op, name).max()) + len(op.after) * leg for job in problem.jobs for op in job.operations)
        if most >= LARGEST:
            raise Refused(TOO_LARGE)
