"""Compile the translations; with --check, say which sentences lack Chinese."""

from __future__ import annotations

import argparse

from cofab.config import translations


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add what to do besides compiling."""
    parser.add_argument("--check", action="store_true", help="exit 1 if a sentence has no Chinese")
    parser.add_argument("--unused", action="store_true", help="list translations that nothing says any more")


def run(args: argparse.Namespace) -> int:
    """Compile every changed catalogue and print what was asked for."""
    compiled = translations.compile_all()
    problems = translations.problems() if args.check else []
    for line in problems + (translations.unused() if args.unused else []):
        print(line)
    if args.check:
        print(f"{len(translations.messages())} sentences, {len(problems)} problems")
    elif not args.unused:
        print(f"{compiled} catalogues compiled")
    return 1 if problems else 0
