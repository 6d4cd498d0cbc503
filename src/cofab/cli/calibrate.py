"""Fit the parameters of the time model to one's own records of minutes, and say how good the fit is."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from cofab.cli import answer
from cofab.cli._records import records_in
from cofab.cli._rules import rules_from, rules_json
from cofab.core.kernel.rules import RuleSet
from cofab.core.proposition.demand.time.calibration import Calibration, calibrated
from cofab.core.proposition.demand.time_rules import DEFAULT_TIMES

FORMAT = "cofab.calibrate/1"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Read where the records are, which rules to start from and where the new version goes."""
    parser.add_argument("records", type=_there, metavar="FOLDER_OR_CSV",
                        help="folders with a STEP file, plan.csv and plan_metadata.csv; or a table with the columns"
                        " file, process, minutes and, where known, material, quantity, blank")  # fmt: skip
    parser.add_argument("--rules", type=_there, metavar="FILE", help="start from these rules and not the shipped ones")
    parser.add_argument("--out", type=Path, metavar="FILE", help="write the new version of the rules here")
    parser.add_argument("--put-in-force", action="store_true", help="from now on the site's estimates use it; kept in"
                        " the history as an amendment")  # fmt: skip
    parser.add_argument("--json", action="store_true", help="one JSON document on standard output")


def run(args: argparse.Namespace) -> int:
    """Fit, write the new version where asked to, print each process's error beside the best constant's."""
    before = _in_force() if args.put_in_force else rules_from([args.rules] if args.rules else []).times
    found = calibrated(records_in(args.records, before), before)
    if args.out:
        args.out.write_text(json.dumps(rules_json(found.rules), indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    if args.put_in_force:
        _put_in_force(found)
    if args.json:
        answer({
            "format": FORMAT, "rules": rules_json(found.rules),
            "processes": [
                {"process": q.process, "records": q.records, "parts": q.parts, "fitted_ppm": list(q.fitted),
                 "left_out_ppm": list(q.left_out), "constant_ppm": list(q.constant), "before_ppm": list(q.before)}
                for q in found.qualities
            ],
        })  # fmt: skip
    else:
        _show(found)
    return 0


def _in_force() -> RuleSet:
    """Reach the site and return the rules of the minutes that hold there now."""
    from cofab.config import site

    site.enter()
    from cofab.apps.stewardship.governance.selectors import current

    return current(DEFAULT_TIMES.name)


def _put_in_force(found: Calibration) -> None:
    """Amend the site's rules by the processes that were fitted; what is in force for others stays."""
    from cofab.apps.base.viewer import platform
    from cofab.apps.stewardship.governance.actions import amend

    with platform() as viewer:
        amend(viewer, found.rules.name, {q.process: found.rules[q.process] for q in found.qualities})


def _show(found: Calibration) -> None:
    sys.stdout.write("relative error of minutes, median and 90th percentile\n")
    sys.stdout.write(f"{'':12}{'parts':>6}{'fitted':>16}{'part left out':>16}{'best constant':>16}{'before':>16}\n")
    for q in found.qualities:
        pairs = "".join(f"{_percent(pair):>16}" for pair in (q.fitted, q.left_out, q.constant, q.before))
        sys.stdout.write(f"{q.process:12}{q.parts:6}{pairs}\n")
    sys.stdout.write(f"{found.rules.name} version {found.rules.version} {found.rules.hash}\n")


def _percent(pair: tuple[int, int]) -> str:
    return " / ".join(f"{ppm / 10_000:.1f} %" for ppm in pair)


def _there(text: str) -> Path:
    path = Path(text)
    if not path.exists():
        raise argparse.ArgumentTypeError(f"there is no {text}")
    return path
