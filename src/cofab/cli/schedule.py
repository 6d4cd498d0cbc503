"""Schedule a flexible job shop, over one factory or several equal ones: soonest finished, with a bound."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import Any

from cofab.cli import answer
from cofab.cli._texts import text_of
from cofab.core.creation.schedule.shop.problem import Answer


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Read the file and the limits."""
    parser.add_argument("file", type=Path, metavar="FILE", help="a job shop in the .fjs text format")
    parser.add_argument("--seconds", type=_seconds, default=10.0, metavar="S", help="all but loading kernels (10)")
    parser.add_argument("--workers", type=_count, default=1, metavar="W", help="threads at work, never more (1)")
    parser.add_argument("--seed", type=_whole, default=0, metavar="N", help="the same rounds give the same schedule")
    parser.add_argument("--factories", type=_count, default=1, metavar="F", help="equal factories; a job stays in one")
    parser.add_argument(
        "--rounds", type=_whole, default=0, metavar="R", help="searches a worker, for repeatable answers"
    )
    parser.add_argument("--json", action="store_true", help="one JSON document on standard output")


def run(args: argparse.Namespace) -> int:
    """Print the schedule."""
    from cofab.core.creation.schedule.shop.text import shop_of
    from cofab.planner import jobshop

    shop = shop_of(text_of(args.file), args.factories)
    warm_s = jobshop.warm()
    found = jobshop.schedule(shop, args.seconds, args.workers, args.seed, args.rounds)
    if args.json:
        answer(_document(found, warm_s, args.seconds))
    else:
        _show(found)
    return 0


def _document(found: Answer, warm_s: float, seconds: float) -> dict[str, Any]:
    """Return the answer as interfaces say; `checked`, for what does not pass the check is never returned."""
    return {
        "makespan": found.makespan,
        "bound": found.bound,
        "proven": found.proven,
        "checked": True,
        "warm_s": round(warm_s, 3),
        "seconds": seconds,
        "rounds": found.rounds,
        "operations": [
            {"job": r.job, "op": r.op, "factory": r.factory, "machine": r.machine, "start": r.start, "end": r.end}
            for r in found.placed
        ],
        "trace": [list(row) for row in found.trace],
    }


def _show(found: Answer) -> None:
    known = "proven best" if found.proven else f"no schedule ends before {found.bound}"
    sys.stdout.write(f"makespan {found.makespan}, {known}\n\n")
    sys.stdout.write(f"{'factory':>7} {'machine':>7} {'start':>9} {'end':>9}  job.operation\n")
    for row in sorted(found.placed, key=lambda r: (r.factory, r.machine, r.start, r.end)):
        sys.stdout.write(f"{row.factory:>7} {row.machine:>7} {row.start:>9} {row.end:>9}  {row.job}.{row.op}\n")


def _seconds(text: str) -> float:
    try:
        seconds = float(text)
    except ValueError:
        seconds = 0.0
    if not 0 < seconds <= 86_400:
        raise argparse.ArgumentTypeError("seconds, more than 0 and at most 86400")
    return seconds


def _count(text: str) -> int:
    number = _whole(text)
    if not 1 <= number <= 1000:
        raise argparse.ArgumentTypeError("a whole number from 1 to 1000")
    return number


def _whole(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) <= 9):
        raise argparse.ArgumentTypeError("a whole number")
    return int(text)
