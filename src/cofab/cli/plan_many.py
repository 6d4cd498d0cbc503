"""Plan several demands together, none in the way of another: one plan each, with a bound on what all must cost."""

from __future__ import annotations

import argparse
import sys
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from cofab.cli import answer
from cofab.cli import plan as one
from cofab.cli._texts import document_of
from cofab.core.creation.plan.many import Together, Wanted, World
from cofab.core.kernel.refusal import INVALID, Refused
from cofab.core.kernel.window import Window
from cofab.demo.region import build, offers

FORMAT = "cofab.plan-many/1"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Read the demands, where the machines are, and who computes."""
    text = 'JSON: {"demands":[{"id","file","quantity","material","due","town","blank"}]}, files beside it'
    parser.add_argument("file", type=Path, metavar="FILE", help=text)
    parser.add_argument("--region", choices=["demo"], default="demo", help="whose machines")
    parser.add_argument("--seed", type=int, default=1, help="which demo region")
    parser.add_argument("--start", type=one._date, default=None, metavar="DATE", help="the first day (default: today)")
    parser.add_argument("--seconds", type=float, default=60.0, metavar="S", help="how long to try better turns (60)")
    parser.add_argument("--ray", default="", metavar="ADDRESS", help='a Ray cluster, or "local" for one here')
    parser.add_argument("--json", action="store_true", help="one JSON document on standard output")


def run(args: argparse.Namespace) -> int:
    """Print a plan for each demand."""
    from cofab.planner.batch import plan_many

    start = args.start or datetime.now(UTC).replace(minute=0, second=0, microsecond=0)
    wanted = [_wanted(row, args.file.parent, start) for row in _rows(args.file)]
    region = build(args.seed, start)
    on_offer = offers(region, Window(start, start + timedelta(days=one.HORIZON_DAYS)))
    found = plan_many(wanted, World(on_offer, region.map, start), args.seconds, args.ray)
    if args.json:
        answer(_document(found))
    else:
        _show(found, wanted)
    return 0


def _rows(path: Path) -> list[dict[str, Any]]:
    rows = document_of(path).get("demands")
    if not (isinstance(rows, list) and rows and all(isinstance(row, dict) for row in rows)):
        raise Refused(INVALID, field=path.name, problem="demands: a list of one or more")
    names = [row.get("id") for row in rows]
    if len(set(names)) < len(names) or not all(isinstance(name, str) and name for name in names):
        raise Refused(INVALID, field=path.name, problem="each demand has an id of its own")
    return rows


def _wanted(row: dict[str, Any], folder: Path, start: datetime) -> Wanted:
    """Return a demand, read as `cofab plan` reads its words; refuses what that would not take."""
    parser = _Parser(prog=str(row["id"]))
    one.add_arguments(parser)
    words = [str(folder / str(row.get("file", "")))]
    for name in ("quantity", "material", "due", "town", "blank"):
        words += [f"--{name}", str(row[name])] if name in row else []
    asked = parser.parse_args(words)
    routing, goods = one._read(asked)
    due = asked.due if isinstance(asked.due, datetime) else start + asked.due
    return Wanted(str(row["id"]), replace(routing, questions=()), asked.quantity, due, asked.town, goods)


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> Any:
        """Refuse a demand, naming it."""
        raise Refused(INVALID, field=self.prog, problem=message)


def _document(found: Together) -> dict[str, Any]:
    return {
        "format": FORMAT,
        "price_minor": found.price_minor,
        "bound_minor": found.bound_minor,
        "gap": found.gap_ppm / 1_000_000,
        "late": list(found.late),
        "plans": {name: plan and one._plan(plan) for name, plan in found.chosen.items()},
    }


def _show(found: Together, wanted: list[Wanted]) -> None:
    for demand in wanted:
        plan = found.chosen[demand.id]
        told = f"{plan.price_minor / 100:12,.2f} CNY  arrives {plan.finish:%Y-%m-%d %H:%M}Z" if plan else "no plan"
        firms = ", ".join(dict.fromkeys(op.firm for op in plan.operations)) if plan else ""
        sys.stdout.write(f"{demand.id:<16} {told}{'  LATE' if demand.id in found.late else ''}\n   {firms}\n")
    sys.stdout.write(
        f"Together {found.price_minor / 100:,.2f} CNY; no plans for all cost less than {found.bound_minor / 100:,.2f} "
        f"CNY, what each would pay alone (gap {found.gap_ppm / 10_000:.2f} %).\n"
    )
