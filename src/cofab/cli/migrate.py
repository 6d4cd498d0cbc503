"""Bring an installation up to this version: schema, translations, kernels."""

from __future__ import annotations

import argparse


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the check that needs no database."""
    parser.add_argument("--check", action="store_true", help="exit 1 if a model has changed without a migration")


def run(args: argparse.Namespace) -> int:
    """Run every step of preparation and show its seconds."""
    if args.check:
        return check()
    from cofab.config import site
    from cofab.config.prepare import prepare
    from cofab.config.progress import step

    with step("database"):
        site.enter(owner=True)
    prepare(step)
    return 0


def check() -> int:
    """Compare models with migrations, without a database; print what is missing."""
    import warnings

    from cofab.config import site

    site.without_database()
    from django.core.management import call_command

    warnings.filterwarnings("ignore", "Got an error checking a consistent migration history")
    try:
        call_command("makemigrations", check=True, dry_run=True, verbosity=1)
    except SystemExit:
        return 1
    return 0
