"""Check the whole ledger: every entry balances, balances equal postings, holds and orders add up."""

from __future__ import annotations

import argparse
import sys

from cofab.cli import answer

NEEDS_SITE = True
VIOLATED = 1


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Read what to do with the ledger."""
    parser.add_argument("what", choices=["check"], help="check: every invariant, exit 1 where one is violated")
    parser.add_argument("--json", action="store_true", help="one JSON document on standard output")


def run(args: argparse.Namespace) -> int:
    """Print every invariant and whether it holds."""
    from cofab.apps.realisation.ledger.invariants import check

    report = check()
    if args.json:
        checks = [{"name": c.name, "result": c.result, "broken": list(c.broken)} for c in report.checks]
        answer({"entries": report.entries, "orders": report.orders, "checks": checks})
    else:
        lines = [f"{c.result:<10}{c.name}{': ' + ', '.join(c.broken) if c.broken else ''}" for c in report.checks]
        sys.stdout.write("\n".join([*lines, f"{report.entries} entries, {report.orders} orders"]) + "\n")
    return 0 if report.holds else VIOLATED
