"""Run the site: all parts on this machine, or one of web, events, worker, planner alone."""

from __future__ import annotations

import argparse
from pathlib import Path

from cofab.config import parts


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the part to run and where it listens."""
    parser.add_argument("part", nargs="?", choices=parts.PARTS, help="run this part alone (default: all)")
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on (default 127.0.0.1)")
    parser.add_argument("--port", type=int, help="port of pages and API (default: the next free one from 8000)")
    parser.add_argument("--events-port", type=int, help="port of server-sent events (default: the next free one)")
    parser.add_argument("--reload", action="store_true", help="start pages again when a source file changes")


def run(args: argparse.Namespace) -> int:
    """Serve until SIGTERM or Ctrl-C."""
    return serve_all(args) if args.part is None else serve_part(args)


def serve_part(args: argparse.Namespace) -> int:
    """Run one part in this process; the database must be migrated already."""
    from cofab.config import site

    site.enter()
    reload = [Path(__file__).resolve().parents[1]] if args.reload else []
    return parts.run(args.part, args.host, args.port or (8000 if args.part == "web" else 8001), reload)


def serve_all(args: argparse.Namespace) -> int:
    """Prepare the data folder, start every part, print the address, and wait."""
    from cofab.config import site
    from cofab.config.prepare import prepare
    from cofab.config.progress import say, step
    from cofab.config.supervisor import Supervisor, choose_address

    supervisor = Supervisor(site.data_dir(), choose_address(args.host, args.port, args.events_port), say)
    supervisor.reload = args.reload
    try:
        supervisor.claim()
        with step("database"):
            site.enter(owner=True)
        prepare(step)
        supervisor.on_signals()
        with step("pages, events, jobs, planner"):
            supervisor.start()
        say(f"Cofab is at {supervisor.address.url}   (Ctrl-C ends it)")
        supervisor.watch()
    finally:
        supervisor.stop()
    return 0
