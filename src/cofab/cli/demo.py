"""Load the demo region, play its two stories through the public API, and leave the site running."""

from __future__ import annotations

import argparse
import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

SEED = 47


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add where to listen, and what to leave out."""
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on (default 127.0.0.1)")
    parser.add_argument("--port", type=int, help="port of pages and API (default: the next free one from 8000)")
    parser.add_argument("--events-port", type=int, help="port of server-sent events (default: the next free one)")
    parser.add_argument("--exit", action="store_true", help="end after the story instead of leaving the site running")
    parser.add_argument("--no-story", action="store_true", help="load the region only")


def run(args: argparse.Namespace) -> int:
    """Prepare, load, serve, play, and serve on; 0 when the story came to its end."""
    os.environ["COFAB_DEMO"] = "true"
    from cofab.config import site
    from cofab.config.prepare import prepare
    from cofab.config.progress import say, step
    from cofab.config.supervisor import Supervisor, choose_address

    supervisor = Supervisor(site.data_dir(), choose_address(args.host, args.port, args.events_port), say)
    try:
        supervisor.claim()
        with step("database"):
            site.enter(owner=True)
        prepare(step)
        with step("demo region"):
            firms = load_region()
        supervisor.on_signals()
        with step("pages, events, jobs, planner"):
            supervisor.start()
        say(f"Cofab is at {supervisor.address.url}   (Ctrl-C ends it)")
        if not args.no_story and not supervisor.stopping:
            play(supervisor, firms)
        if not args.exit and not supervisor.stopping:
            say(f"The demo runs on at {supervisor.address.url}; sign in as anybody at {supervisor.address.url}/demo")
            supervisor.watch()
    finally:
        supervisor.stop()
    return 0


def load_region() -> Mapping[str, str]:
    """Load the region where it is not there yet; returns the region's key of every firm by its public name."""
    from datetime import UTC

    from cofab.apps.base.clock import now
    from cofab.demo.load import load
    from cofab.demo.region import build

    loaded = load(build(seed=SEED, start=now().astimezone(UTC)))
    return {row.key: firm for firm, row in loaded.organisations.items()}


def play(supervisor: Any, firms: Mapping[str, str]) -> None:
    """Play the story once an installation; a second start tells where its orders are."""
    import threading
    from concurrent.futures import Future

    from cofab.config.progress import say

    told = supervisor.data / "demo" / "story.json"
    if told.exists():
        orders = json.loads(told.read_text(encoding="utf-8"))
        say(f"The story was played before; its orders: {supervisor.address.url}/orders/{orders['again']}")
        return
    told.parent.mkdir(parents=True, exist_ok=True)
    end: Future[dict[str, str]] = Future()
    threading.Thread(target=_perform, args=(end, supervisor, firms, told.parent), daemon=True).start()
    while not end.done() and not supervisor.stopping:
        supervisor.watch(0.2)
    if end.done():
        told.write_text(json.dumps(end.result()), encoding="utf-8")


def _perform(end: Any, supervisor: Any, firms: Mapping[str, str], folder: Path) -> None:
    """Play in a thread beside the supervisor, whose processes must be children of its own: Linux ends them with it."""
    try:
        end.set_result(_played(supervisor, firms, folder))
    except BaseException as error:
        end.set_exception(error)


def _played(supervisor: Any, firms: Mapping[str, str], folder: Path) -> dict[str, str]:
    from datetime import UTC

    from cofab.apps.base.clock import now
    from cofab.config.progress import say
    from cofab.demo.story import disputes, jackets
    from cofab.demo.story.play import play as tell
    from cofab.demo.story.stage import Agent, Cast, Stage

    agent = Agent.start(now().astimezone(UTC), SEED, folder / "agent.log")
    try:
        cast = Cast(supervisor.address.url, now().isoformat(), firms)
        stage = Stage(cast, agent, say, folder)
        orders = tell(stage, SEED) | {"jackets": jackets.play(stage, SEED)["bulk"]}
        disputes.play(stage, orders)
        return orders
    finally:
        agent.stop()
