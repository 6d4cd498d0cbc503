"""Check an evidence bundle offline: right (exit 0), tampered (1), or not enough to tell (4)."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from cofab.cli import answer
from cofab.core.kernel.refusal import Refused, declare
from cofab.core.stewardship.provenance.verify import EXIT, verify

UNREADABLE = declare("verify.unreadable", "{file} cannot be read: {problem}.")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Read the bundle and, where the reader knows it, the operator's key."""
    parser.add_argument("bundle", type=Path, metavar="BUNDLE", help="the file that `cofab evidence` or a page gave out")
    parser.add_argument("--key", default="", metavar="HEX", help="the operator's public key, as known from elsewhere")
    parser.add_argument("--json", action="store_true", help="one JSON document on standard output")


def run(args: argparse.Namespace) -> int:
    """Print every check and what they add up to."""
    try:
        bundle = args.bundle.read_bytes()
    except OSError as problem:
        raise Refused(UNREADABLE, file=str(args.bundle), problem=problem.strerror or str(problem)) from None
    report = verify(bundle, args.key)
    if args.json:
        answer(report)
    else:
        lines = [f"{check['result']:<12}{check['name']}" for check in report["checks"]]
        about = f"order {report.get('order', '?')}, made for {report.get('reader', '?')} at {report.get('at', '?')}"
        key = f"operator's key {report.get('log_key', '?')}{'' if args.key else ' (not compared: give --key)'}"
        sys.stdout.write("\n".join([*lines, about, key, f"result: {report['result']}"]) + "\n")
    return EXIT[report["result"]]
