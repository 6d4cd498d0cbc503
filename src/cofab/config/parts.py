"""The four processes of a site and how each runs on its own: web, events, worker, planner.

Promises: on Linux a part ends when whoever started it dies, its own worker processes included.
"""

from __future__ import annotations

import os
import shutil
import signal
import socket
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cofab.config.cluster import die_with_parent
from cofab.config.site import data_dir

PARTS = ("web", "events", "worker", "planner")
JOBS = {"worker": 4, "planner": 1}
QUEUES = {"worker": "default", "planner": "planner"}
SERVERS = {"web": ("cofab.config.wsgi:application", "wsgi"), "events": ("cofab.config.asgi:application", "asginl")}
THREADS_PER_WORKER = 8


@dataclass(frozen=True)
class Address:
    """Where one site listens: pages and API on `port`, server-sent events on `events_port` of the same host."""

    host: str
    port: int
    events_port: int

    @property
    def url(self) -> str:
        """Return the address to open in a browser on this machine."""
        return f"http://{'localhost' if self.host in {'127.0.0.1', '0.0.0.0', '::'} else self.host}:{self.port}"


def command(part: str, address: Address, reload: bool = False) -> list[str]:
    """Return the command line that runs `part` alone, as `cofab serve` starts it."""
    words = [sys.executable, "-m", "cofab.cli", "serve", part]
    if part in SERVERS:
        port = address.port if part == "web" else address.events_port
        words += ["--host", address.host, "--port", str(port), *(["--reload"] if reload else [])]
    return words


def run(part: str, host: str, port: int, reload: Sequence[Path] = ()) -> int:
    """Run one part in this process until it is told to end; Django is set up already."""
    if part in SERVERS:
        return _listen(part, host, port, reload)
    return _work(part)


def _listen(part: str, host: str, port: int, reload: Sequence[Path]) -> int:
    from granian import Granian
    from granian.constants import Interfaces

    target, interface = SERVERS[part]
    web = part == "web"
    if web:
        _count_together(port)
    options: dict[str, Any] = {"blocking_threads": THREADS_PER_WORKER} if web else {}
    if reload:
        options |= {"reload": True, "reload_paths": list(reload)}
    workers = max(2, min(4, os.cpu_count() or 2)) if web and not reload else 1
    server = Granian(
        target, host, port, interface=Interfaces(interface), workers=workers, respawn_failed_workers=True,
        respawn_interval=0.5, workers_kill_timeout=5, websockets=False, **options,
    )  # fmt: skip
    server.serve(target_loader=load, wrap_loader=True)
    return 0


def _count_together(port: int) -> None:
    """Give the web processes to come one fresh folder to count requests in, before any of them starts to count."""
    folder = data_dir() / "metrics" / f"{socket.gethostname()}-{port}"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    os.environ["PROMETHEUS_MULTIPROC_DIR"] = str(folder)


def load(target: str) -> Callable[..., Any]:
    """Load "module:attribute" inside a server's worker process, which from then on ends with its parent."""
    import importlib

    die_with_parent(signal.SIGTERM)()
    module, _, attribute = target.partition(":")
    loaded: Callable[..., Any] = getattr(importlib.import_module(module), attribute)
    return loaded


def _work(part: str) -> int:
    from django.core.management import call_command

    call_command(
        "procrastinate", "worker", f"--queues={QUEUES[part]}", f"--concurrency={JOBS[part]}", f"--name={part}",
        "--shutdown-graceful-timeout=5",
    )  # fmt: skip
    return 0
