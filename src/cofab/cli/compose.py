"""Choose a candidate for each operation: the least weighed cost and time, or the whole front, exactly."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Mapping
from fractions import Fraction
from pathlib import Path
from time import monotonic
from typing import Any

from cofab.cli import answer
from cofab.cli._texts import text_of
from cofab.core.creation.plan.composition.problem import Found, Point, Problem

AXES = ("cost", "time")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Read the file and what is sought."""
    parser.add_argument("file", type=Path, metavar="FILE", help="a problem in the format cofab.compose/1")
    sought = parser.add_mutually_exclusive_group(required=True)
    sought.add_argument("--weights", type=_weights, metavar="C,T", help="weights of cost and time, such as 1,0")
    sought.add_argument("--front", type=_front, metavar="cost,time", help="every choice that no other beats in both")
    parser.add_argument("--seconds", type=_seconds, default=60.0, metavar="S", help="where CP-SAT has to help (60)")
    parser.add_argument("--seed", type=int, default=0, metavar="N", help="of CP-SAT")
    parser.add_argument("--json", action="store_true", help="one JSON document on standard output")


def run(args: argparse.Namespace) -> int:
    """Print the best choice or the front."""
    from cofab.core.creation.plan.composition.answer import Limits, cheapest, whole_front
    from cofab.core.creation.plan.composition.read import document, problem_of
    from cofab.planner.composition import warm

    given = document(text_of(args.file))
    problem = problem_of(given)
    warm_s = warm()
    began = monotonic()
    limits = Limits(args.seconds, lambda: monotonic() - began, args.seed)
    found = cheapest(problem, args.weights, limits) if args.weights else whole_front(problem, limits)
    made = {**_document(problem, given, found, args.weights), "warm_s": round(warm_s, 3)}
    if args.json:
        answer(made)
    else:
        _show(made)
    return 0


def _document(
    problem: Problem, given: Mapping[str, Any], found: Found, weights: tuple[Fraction, Fraction] | None
) -> dict[str, Any]:
    """Return the answer as interfaces say, every choice added up again by the check."""
    rows = [_row(problem, given, point) for point in found.points]
    made: dict[str, Any] = {
        "optimum": None, "bound": None, "proven": found.proven, "choice": {}, "front": [], "epsilon": found.epsilon,
        "method": found.method,
    }  # fmt: skip
    if found.epsilon == float("inf"):
        made["epsilon"] = None
    if weights is None:
        return {**made, "front": rows}
    point = found.points[0]
    optimum = weights[0] * Fraction(point.cost, problem.cost_scale) + weights[1] * Fraction(
        point.time, problem.time_scale
    )
    bound = optimum if found.proven else found.bound
    return {**made, "optimum": _number(optimum), "bound": _number(bound or Fraction(0)), **rows[0]}


def _row(problem: Problem, given: Mapping[str, Any], point: Point) -> dict[str, Any]:
    from cofab.core.creation.plan.composition.check import worth

    choice = {
        job.id: {op.id: op.candidates[c] for op, c in zip(job.operations, chosen, strict=True)}
        for job, chosen in zip(problem.jobs, point.choice, strict=True)
    }
    cost, time = Fraction(point.cost, problem.cost_scale), Fraction(point.time, problem.time_scale)
    if worth(given, choice) != (cost, time):
        raise AssertionError(f"the check finds {worth(given, choice)}, not {cost, time}")
    return {"cost": _number(cost), "time": _number(time), "choice": choice}


def _number(value: Fraction) -> int | float | str:
    """Return an exact amount: whole, as a decimal where that is exact, else as a string such as "17/3"."""
    if value.denominator == 1:
        return value.numerator
    near = float(value)
    return near if Fraction(repr(near)) == value else str(value)


def _show(made: Mapping[str, Any]) -> None:
    out = sys.stdout
    for row in made["front"] or [made]:
        out.write(f"cost {row['cost']}  time {row['time']}\n")
        for job, chosen in row["choice"].items():
            out.write(f"   {job}: " + " ".join(f"{op}={candidate}" for op, candidate in chosen.items()) + "\n")
    if made["front"]:
        out.write("the whole front\n" if made["proven"] else f"complete to a factor of 1 + {made['epsilon']}\n")
    else:
        known = "proven" if made["proven"] else f"bound {made['bound']}"
        out.write(f"optimum {made['optimum']}, {known}\n")


def _weights(text: str) -> tuple[Fraction, Fraction]:
    try:
        cost, time = (Fraction(word) for word in text.split(","))
    except (ValueError, ZeroDivisionError):
        raise argparse.ArgumentTypeError("two numbers C,T such as 1,0") from None
    if min(cost, time) < 0 or cost == time == 0:
        raise argparse.ArgumentTypeError("weights from 0, one of them above")
    return cost, time


def _front(text: str) -> tuple[str, ...]:
    if sorted(text.split(",")) != sorted(AXES):
        raise argparse.ArgumentTypeError("cost,time")
    return tuple(text.split(","))


def _seconds(text: str) -> float:
    try:
        seconds = float(text)
    except ValueError:
        seconds = 0.0
    if not 0 < seconds <= 86_400:
        raise argparse.ArgumentTypeError("seconds, more than 0 and at most 86400")
    return seconds
