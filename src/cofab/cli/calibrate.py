"""Fit the parameters of the time model to one's own records of minutes, and say how good the fit is."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from cofab.cli import answer
from cofab.cli._records import records_in
from cofab.cli._rules import rules_from, rules_json
from cofab.core.proposition.demand.time.calibration import Calibration, calibrated

FORMAT = "cofab.calibrate/1"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Read where the records are, which rules to start from and where the new version goes."""
    parser.add_argument("records", type=_there, metavar="FOLDER_OR_CSV",
                        help="folders with a STEP file, plan.csv and plan_metadata.csv; or a table with the columns"
                        " file, process, minutes and, where known, material, quantity, blank")  # fmt: skip
    parser.add_argument("--rules", type=_there, metavar="FILE", help="start from these rules and not the shipped ones")
    parser.add_argument("--out", type=Path, metavar="FILE", help="write the new version of the rules here")
    parser.add_argument("--json", action="store_true", help="one JSON document on standard output")


def run(args: argparse.Namespace) -> int:
    """Fit, write the new version where asked to, print each process's error beside the best constant's."""
    before = rules_from([args.rules] if args.rules else []).times
    found = calibrated(records_in(args.records, before), before)
    if args.out:
        args.out.write_text(json.dumps(rules_json(found.rules), indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
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
