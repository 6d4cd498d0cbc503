"""The parent of a site's processes: starts them, starts the crashed ones again, ends them all.

Promises: one supervisor a data folder; SIGTERM and Ctrl-C end every process and the PostgreSQL that was started;
after `kill -9` of the supervisor its children end by themselves (Linux).
Tells: `say`, one short English line for each thing that a person at the terminal should know.
"""

from __future__ import annotations

import fcntl
import json
import os
import signal
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from cofab.config import cluster
from cofab.config.database import stop_server
from cofab.config.parts import PARTS, Address, command
from cofab.core.kernel.refusal import Refused, declare

FIRST_PORT = 8000
READY_S = 60
END_S = 10
STEADY_S = 30
LOG_BYTES = 20_000_000

PORT_TAKEN = declare(
    "config.port_taken",
    "Port {port} is in use. Give another with --port, or leave --port out to take the next free one.",
)
RUNNING = declare(
    "config.running", "Cofab already runs on the data folder {data}, at {url} (process {pid}). Stop it first."
)
NOT_READY = declare("config.not_ready", "{part} did not start within {seconds} s. Its log is {log}.")


@dataclass
class Child:
    """One process under supervision."""

    name: str
    words: list[str]
    environment: Mapping[str, str]
    log: Path
    process: subprocess.Popen[bytes] | None = None
    born: float = 0.0
    pause: float = 0.2
    again_at: float = 0.0

    def start(self) -> None:
        """Start it in a session of its own, its output going to its log."""
        if self.log.exists() and self.log.stat().st_size > LOG_BYTES:
            self.log.replace(self.log.with_suffix(".old.log"))
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                self.words, env={**os.environ, **self.environment}, stdin=subprocess.DEVNULL, stdout=log, stderr=log,
                start_new_session=True, preexec_fn=cluster.die_with_parent(signal.SIGTERM),  # noqa: PLW1509 (no threads)
            )  # fmt: skip
        self.born = time.monotonic()

    def send(self, sign: int) -> None:
        """Send a signal to it and whatever it started in its session."""
        if self.process is not None and self.process.poll() is None:
            if sign == signal.SIGKILL:
                os.killpg(self.process.pid, sign)
            else:
                self.process.send_signal(sign)


@dataclass
class Supervisor:
    """A site's processes. `extra` adds commands of one's own by name; `environment` is given to every child."""

    data: Path
    address: Address
    say: Callable[[str], None]
    extra: Mapping[str, Sequence[str]] = field(default_factory=dict)
    environment: Mapping[str, str] = field(default_factory=dict)
    reload: bool = False
    children: list[Child] = field(default_factory=list)
    stopping: bool = False
    _lock: int | None = None

    def start(self) -> None:
        """Start every part and return when pages and events answer."""
        if self._lock is None:
            self.claim()
        logs = self.data / "logs"
        logs.mkdir(parents=True, exist_ok=True)
        environment = {"COFAB_EVENTS_PORT": str(self.address.events_port), **self.environment}
        environment.setdefault("COFAB_SITE_URL", os.environ.get("COFAB_SITE_URL", self.address.url))
        words = {part: command(part, self.address, self.reload) for part in PARTS}
        words |= {name: list(extra) for name, extra in self.extra.items()}
        self.children = [Child(name, line, environment, logs / f"{name}.log") for name, line in words.items()]
        for child in self.children:
            child.start()
        for name, port in (("web", self.address.port), ("events", self.address.events_port)):
            self._await(name, port)

    def watch(self, seconds: float | None = None) -> None:
        """Start crashed children again until told to stop, or for `seconds`."""
        until = None if seconds is None else time.monotonic() + seconds
        while not self.stopping and (until is None or time.monotonic() < until):
            self.tend()
            time.sleep(0.2)

    def tend(self) -> None:
        """Look once at every child and start again who died, after a pause that grows with each early death."""
        now = time.monotonic()
        for child in self.children:
            if child.process is not None and child.process.poll() is not None:
                child.pause = 0.2 if now - child.born > STEADY_S else min(child.pause * 2, 10.0)
                child.again_at = now + child.pause
                self.say(f"{child.name} ended ({child.process.returncode}); it starts again, see {child.log}")
                child.process = None
            elif child.process is None and now >= child.again_at:
                child.start()

    def on_signals(self) -> None:
        """Make SIGTERM and SIGINT end `watch`."""
        for sign in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            signal.signal(sign, self._stop_soon)

    def stop(self) -> None:
        """End every child, politely and then not, and the PostgreSQL that nobody else holds."""
        self.stopping = True
        for child in self.children:
            child.send(signal.SIGTERM)
        deadline = time.monotonic() + END_S
        for child in self.children:
            if child.process is not None:
                try:
                    child.process.wait(max(0.1, deadline - time.monotonic()))
                except subprocess.TimeoutExpired:
                    child.send(signal.SIGKILL)
                    child.process.wait()
        stop_server(self.data)
        if self._lock is not None:
            release(self.data, self._lock)
            self._lock = None

    def _stop_soon(self, _number: int, _frame: object) -> None:
        self.stopping = True

    def claim(self) -> None:
        """Take the data folder; refuses where a site runs on it already."""
        self._lock = claim(self.data, self.address.url)

    def _await(self, name: str, port: int) -> None:
        """Wait until the part answers, tending crashes meanwhile."""
        deadline = time.monotonic() + READY_S
        host = "127.0.0.1" if self.address.host == "0.0.0.0" else self.address.host
        while time.monotonic() < deadline and not self.stopping:
            try:
                urllib.request.urlopen(f"http://{host}:{port}/livez", timeout=2).close()
                return
            except urllib.error.HTTPError:
                return
            except OSError:
                self.tend()
                time.sleep(0.1)
        if not self.stopping:
            log = self.data / "logs" / f"{name}.log"
            raise Refused(NOT_READY, part=name, seconds=READY_S, log=str(log))


def claim(data: Path, url: str) -> int:
    """Take a data folder for this process alone and note who has it; refuses where somebody has."""
    data.mkdir(parents=True, exist_ok=True)
    note = data / "site.json"
    claimed = cluster.lock(data / "site.lock", fcntl.LOCK_EX | fcntl.LOCK_NB)
    if claimed is None:
        facts = json.loads(note.read_text()) if note.exists() else {"pid": 0, "url": "?"}
        raise Refused(RUNNING, data=str(data), **facts)
    note.write_text(json.dumps({"pid": os.getpid(), "url": url}))
    return claimed


def release(data: Path, claimed: int) -> None:
    """Give the data folder back."""
    (data / "site.json").unlink(missing_ok=True)
    os.close(claimed)


def choose_address(host: str, port: int | None, events_port: int | None = None) -> Address:
    """Return where to listen: the port asked for, or the next free one from 8000; refuses a port that is taken."""
    chosen = _choose(host, port, FIRST_PORT)
    return Address(host, chosen, _choose(host, events_port, chosen + 1))


def _choose(host: str, wanted: int | None, first: int) -> int:
    if wanted is not None:
        if not cluster.is_free(host, wanted):
            raise Refused(PORT_TAKEN, port=wanted)
        return wanted
    return next(port for port in range(first, 65536) if cluster.is_free(host, port))
