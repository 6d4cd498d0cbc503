"""Save database and files into one archive, while the site may go on running."""

from __future__ import annotations

import argparse
from datetime import UTC, datetime
from pathlib import Path


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the archive to write, or to check."""
    parser.add_argument("archive", type=Path, metavar="OUT.tar", help="where to write the archive")
    parser.add_argument("--check", action="store_true", help="only read an archive and compare its checksums")
    parser.add_argument("--json", action="store_true", help="print one JSON document")


def run(args: argparse.Namespace) -> int:
    """Write or check the archive and print what it holds."""
    from dataclasses import asdict

    from cofab.cli import answer
    from cofab.config import backup, site
    from cofab.config.database import ensure_server
    from cofab.core.kernel.window import iso

    if args.check:
        summary = backup.check(args.archive)
    else:
        data = site.data_dir()
        now = iso(datetime.now(UTC).replace(microsecond=0))
        summary = backup.back_up(ensure_server(data), data, args.archive.resolve(), now)
    if args.json:
        answer(asdict(summary))
    else:
        size = f"{summary.size / 1e6:.1f} MB"
        print(f"{args.archive}: Cofab {summary.version}, {summary.made_at}, database and {summary.files} files, {size}")
    return 0
