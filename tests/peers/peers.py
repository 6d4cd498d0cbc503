"""Programs of others that tests talk to, as they are: mosquitto, nats-server, and node's OPC UA, Sparkplug and Modbus.

Each starts on a port of its own in a process of its own; where one is not installed its tests skip with a sentence.
docs/steps/monitor.md says how each is brought and started.
"""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest

HERE = Path(__file__).parent
START_S = 30


def free_port() -> int:
    """Return a port that was free a moment ago."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        return int(server.getsockname()[1])


def until(condition: Callable[[], object], seconds: float = 60, what: str = "it took too long") -> None:
    """Wait until a condition holds; fails after `seconds`."""
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, what
        time.sleep(0.02)


def listens(port: int) -> bool:
    """Tell whether somebody answers on a port."""
    with socket.socket() as line:
        return line.connect_ex(("127.0.0.1", port)) == 0


class Server:
    """A program that serves a port; it may be killed and started again with what it kept on disk."""

    def __init__(self, words: Sequence[str], port: int, log: Path) -> None:
        self.words, self.port, self.log = list(words), port, log
        self.start()

    def start(self) -> None:
        with self.log.open("ab") as out:
            self.process = subprocess.Popen(self.words, stdout=out, stderr=out)
        until(lambda: listens(self.port) or self.process.poll() is not None, START_S)
        assert self.process.poll() is None, self.log.read_text()[-2000:]

    def kill(self) -> None:
        """End it as a power cut does."""
        os.kill(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def stop(self) -> None:
        self.process.terminate()
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            self.kill()


class Mosquitto(Server):
    """The broker mosquitto; it writes sessions and their messages to disk every second."""

    def __init__(self, folder: Path) -> None:
        found = shutil.which("mosquitto", path=f"{os.environ.get('PATH', '')}:/usr/sbin")
        if not found:
            pytest.skip("mosquitto is not installed (apt install mosquitto)")
        port = free_port()
        self.url = f"mqtt://127.0.0.1:{port}"
        folder.mkdir(parents=True, exist_ok=True)
        config = folder / "mosquitto.conf"
        config.write_text(
            f"listener {port} 127.0.0.1\nallow_anonymous true\npersistence true\npersistence_location {folder}/\n"
            "autosave_interval 1\nmax_queued_messages 0\nmax_inflight_messages 1000\n"
            + (f"user {os.environ.get('USER', 'root')}\n" if os.geteuid() == 0 else "")
        )
        super().__init__([found, "-c", str(config)], port, folder / "mosquitto.log")


class Nats(Server):
    """nats-server with JetStream in a folder."""

    def __init__(self, folder: Path) -> None:
        found = shutil.which("nats-server", path=f"{os.environ.get('PATH', '')}:/usr/sbin")
        if not found:
            pytest.skip("nats-server is not installed (apt install nats-server)")
        port = free_port()
        self.url = f"nats://127.0.0.1:{port}"
        folder.mkdir(parents=True, exist_ok=True)
        words = [found, "-a", "127.0.0.1", "-p", str(port), "-js", "-sd", str(folder / "jetstream")]
        super().__init__(words, port, folder / "nats.log")


class Node:
    """One of the node programs beside this file; lines go to its standard input."""

    def __init__(self, script: str, *words: str) -> None:
        node = shutil.which("node")
        if not node or not (HERE / "node_modules").is_dir():
            pytest.skip(f"the node peers are not installed (npm ci in {HERE.relative_to(HERE.parent.parent)})")
        self.process = subprocess.Popen(
            [node, str(HERE / script), *words], stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )
        assert self.process.stdout is not None
        os.set_blocking(self.process.stdout.fileno(), False)
        self.said = ""
        until(lambda: "ready" in self.heard() or self.process.poll() is not None, START_S, f"{script} does not start")
        assert self.process.poll() is None, f"{script} ended"

    def say(self, line: str) -> None:
        assert self.process.stdin is not None
        self.process.stdin.write(f"{line}\n".encode())
        self.process.stdin.flush()

    def heard(self) -> str:
        """Return all that it said so far."""
        assert self.process.stdout is not None
        self.said += (self.process.stdout.read() or b"").decode()
        return self.said

    def kill(self) -> None:
        self.process.kill()
        self.process.wait()


@pytest.fixture
def mosquitto(tmp_path: Path) -> Iterator[Mosquitto]:
    """A broker of this test alone."""
    server = Mosquitto(tmp_path / "mosquitto")
    yield server
    server.stop()


@pytest.fixture
def nats(tmp_path: Path) -> Iterator[Nats]:
    """A JetStream server of this test alone."""
    server = Nats(tmp_path / "nats")
    yield server
    server.stop()


@pytest.fixture
def node_peer() -> Iterator[Callable[..., Node]]:
    """Start node programs: `node_peer("opcua.js", port)`; they end with the test."""
    started: list[Node] = []

    def start(script: str, *words: str) -> Node:
        started.append(Node(script, *words))
        return started[-1]

    yield start
    for one in started:
        one.kill()
