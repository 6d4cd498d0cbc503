"""Run beside the machines: read them, buffer on disk, send signed batches to the platform."""

from __future__ import annotations

import argparse
import logging
import signal
import sys
import threading
from pathlib import Path
from typing import Any

from cofab.cli import answer
from cofab.core.kernel.refusal import INVALID, Refused
from cofab.gateway import keys, look
from cofab.gateway import run as running
from cofab.gateway.buffer import Buffer
from cofab.gateway.config import Config, load


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Read the configuration file and what to do with it."""
    parser.add_argument("--config", type=Path, metavar="FILE", help="TOML file, see docs/steps/monitor.md")
    what = parser.add_mutually_exclusive_group()
    what.add_argument("--init", action="store_true", help="make the key where there is none and print its public half")
    what.add_argument("--once", action="store_true", help="read everything once, send it, end")
    what.add_argument("--sent", action="store_true", help="show what has left the factory, by day, machine and item")
    what.add_argument(
        "--dry-run", action="store_true", help="read for --seconds and show what would be sent; nothing is sent"
    )
    what.add_argument(
        "--discover", nargs="+", metavar="PROTOCOL NAME=VALUE", help="show the machines of a source and how to begin"
    )
    parser.add_argument("--seconds", type=float, default=5.0, help="how long a dry run looks (5)")
    parser.add_argument("--json", action="store_true", help="one JSON document on standard output")


def run(args: argparse.Namespace) -> int:
    """Do what was asked; by default read and send until interrupted."""
    if args.discover:
        return _discover(args.discover, args.json)
    if args.config is None:
        raise Refused(INVALID, field="--config", problem="name the configuration file")
    config = load(args.config)
    if args.dry_run:
        return _say(args.json, look.dry_run(config, args.seconds))
    if args.init:
        return _say(args.json, {"public_key": keys.public(keys.make(config.key))})
    if args.sent:
        rows = Buffer(config.buffer).sent()
        return _say(
            args.json, {"sent": [dict(zip(("day", "machine", "item", "points"), r, strict=True)) for r in rows]}
        )
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s", stream=sys.stderr)
    logging.getLogger("httpx").setLevel(logging.WARNING)
    if args.once:
        read, sent = running.once(config)
        return _say(args.json, {"read": read, "acknowledged": sent})
    return _until_stopped(config)


def _until_stopped(config: Config) -> int:
    stop = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stop.set())
    running.forever(config, stop)
    return 0


def _discover(words: list[str], as_json: bool) -> int:
    """Show what a source has, as a list or as a configuration to begin with."""
    settings: dict[str, Any] = dict(word.split("=", 1) for word in words[1:] if "=" in word)
    devices = look.discover(words[0], **settings)
    if as_json:
        answer({"devices": [{"name": d.name, "description": d.description, "items": dict(d.items)} for d in devices]})
    else:
        sys.stdout.write(look.skeleton(words[0], settings, devices))
    return 0


def _say(as_json: bool, value: dict[str, object]) -> int:
    if as_json:
        answer(value)
    else:
        for name, text in value.items():
            sys.stdout.write(f"{name}: {text}\n")
    return 0
