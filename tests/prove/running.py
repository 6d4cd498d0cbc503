"""A whole site on a data folder of its own, as processes that can be killed, looked into, stopped and started."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import psutil
import psycopg

from cofab.config import cluster
from cofab.config.database import stop_server

START_S, DATABASE_S = 400, 60
STALLED_S = 10
FIRMS = """
import json
from cofab.config import site
site.enter()
from cofab.cli.demo import load_region
print(json.dumps(dict(load_region())))
"""


class Site:
    """`cofab demo --no-story` on the folder `data`, with the same ports after every start."""

    def __init__(self, data: Path) -> None:
        self.data = data
        self.output = data.with_name("site.out")
        self.port, self.events_port = cluster.free_port(), cluster.free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        outside = {"COFAB_SECRET", "DATABASE_URL", "DATABASE_OWNER_URL", "COFAB_OWNER_URL", "COFAB_MESSAGES"}
        own = {"COFAB_DATA": str(data), "COFAB_DEMO": "true", "COFAB_STALLED_S": str(STALLED_S)}
        self.environment = {name: value for name, value in os.environ.items() if name not in outside} | own
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> float:
        """Start it and return the seconds until it served."""
        began = time.monotonic()
        words = ["demo", "--no-story", "--port", str(self.port), "--events-port", str(self.events_port)]
        with self.output.open("wb") as file:
            self.process = subprocess.Popen(
                self._words(*words), env=self.environment, stdout=file, stderr=file, start_new_session=True
            )
        while b"The demo runs on" not in self.output.read_bytes():
            assert self.process.poll() is None, self.output.read_text()
            assert time.monotonic() - began < START_S, self.output.read_text()
            time.sleep(0.2)
        return time.monotonic() - began

    def stop(self) -> None:
        """End it as Ctrl-C does."""
        if self.process is not None and self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            try:
                self.process.wait(60)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()
        stop_server(self.data)

    def cofab(self, *words: str) -> subprocess.CompletedProcess[str]:
        """Run a command of Cofab on this installation."""
        return subprocess.run(
            self._words(*words), env=self.environment, capture_output=True, text=True, check=False, timeout=600
        )

    def python(self, text: str) -> str:
        """Run a program that enters this installation; return what it prints."""
        words = [sys.executable, "-c", text]
        done = subprocess.run(words, env=self.environment, capture_output=True, text=True, check=False, timeout=600)
        assert done.returncode == 0, done.stderr
        return done.stdout

    def firms(self) -> dict[str, str]:
        """Return the region's key of every firm by its public name."""
        return json.loads(self.python(FIRMS).splitlines()[-1])

    def rows(self, query: str, values: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        """Ask the database as its superuser, whom no policy binds; again while it does not answer."""
        end = time.monotonic() + DATABASE_S
        while True:
            facts = json.loads((self.data / "postgres.json").read_text())
            login = {"user": "postgres", "password": facts["postgres_password"], "dbname": "cofab"}
            try:
                with psycopg.connect(host="127.0.0.1", port=facts["port"], **login, connect_timeout=5) as link:
                    return link.execute(query, values).fetchall()
            except psycopg.OperationalError:
                if time.monotonic() > end:
                    raise
            time.sleep(0.1)

    def one(self, query: str, values: Sequence[Any] = ()) -> Any:
        """Return the only value of the only row."""
        return self.rows(query, values)[0][0]

    def answers(self, port: int, path: str) -> int:
        """Return the HTTP status of a path on one of the ports, 0 where nobody answers."""
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=10) as answer:
                return int(answer.status)
        except urllib.error.HTTPError as error:
            return error.code
        except OSError:
            return 0

    def processes(self, name: str) -> list[psutil.Process]:
        """Return the living processes called so: a part, "web workers", or "postgres"."""
        if name == "postgres":
            return self._postmaster()
        part = "web" if name == "web workers" else name
        found = [child for child in self._children() if part in _words(child)]
        return [worker for master in found for worker in _below(master)] if name == "web workers" else found

    def _children(self) -> list[psutil.Process]:
        assert self.process is not None
        return _below(psutil.Process(self.process.pid))

    def _postmaster(self) -> list[psutil.Process]:
        with contextlib.suppress(OSError, ValueError, IndexError, psutil.NoSuchProcess):
            first = int((self.data / "postgres" / "postmaster.pid").read_text().split()[0])
            return [psutil.Process(first)]
        return []

    def _words(self, *words: str) -> list[str]:
        return [sys.executable, "-m", "cofab.cli", *words]


def _words(process: psutil.Process) -> list[str]:
    try:
        return process.cmdline()
    except psutil.Error:
        return []


def _below(process: psutil.Process) -> list[psutil.Process]:
    try:
        return process.children()
    except psutil.Error:
        return []
