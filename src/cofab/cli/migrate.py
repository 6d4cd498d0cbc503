"""Bring an installation up to this version: schema, translations, kernels."""

from __future__ import annotations

import argparse

NEEDS_SITE = "owner"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Take no arguments."""


def run(args: argparse.Namespace) -> int:
    """Run every step of preparation and show its seconds."""
    from cofab.config.prepare import prepare
    from cofab.config.progress import step

    prepare(step)
    return 0
