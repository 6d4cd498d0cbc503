"""Generate docs/reference: lives of things, refusals in both languages, the API's document."""

from __future__ import annotations

import argparse
from pathlib import Path


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add where to write."""
    parser.add_argument("--out", type=Path, default=Path("docs/reference"), help="folder (default docs/reference)")


def run(args: argparse.Namespace) -> int:
    """Write every page and name it."""
    from cofab.config import site

    site.without_database()
    from cofab.config import reference

    for name in reference.write_all(args.out):
        print(args.out / name)
    return 0
