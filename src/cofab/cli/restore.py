"""Bring database and files back from an archive, into an empty data folder."""

from __future__ import annotations

import argparse
from pathlib import Path


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the archive to read."""
    parser.add_argument("archive", type=Path, metavar="IN.tar", help="the archive to restore")
    parser.add_argument("--replace", action="store_true", help="overwrite the installation that is there")


def run(args: argparse.Namespace) -> int:
    """Restore, then bring the schema up to this version."""
    from cofab.config import backup, site
    from cofab.config.database import ensure_server
    from cofab.config.prepare import prepare
    from cofab.config.progress import say, step
    from cofab.config.supervisor import claim, release

    data = site.data_dir()
    claimed = claim(data, "cofab restore")
    try:
        with step("database and files"):
            summary = backup.restore(ensure_server(data), data, args.archive.resolve(), args.replace)
        site.enter(owner=True)
        prepare(step)
        say(f"Restored what was saved at {summary.made_at}: the database and {summary.files} files")
    finally:
        release(data, claimed)
    return 0
