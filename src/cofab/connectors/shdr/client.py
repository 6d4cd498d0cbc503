"""Listens to an SHDR adapter over TCP: asks for a sign of life by PING, takes its PONG for one, begins anew after it.

Promises: nothing but "* PING" is sent. An adapter tells every value after each connection; what it told before a
line that broke is marked as missed.
"""

from __future__ import annotations

import contextlib
import socket
import threading
import time
from collections.abc import Mapping
from urllib.parse import urlsplit

from cofab.connectors.inbox import Inbox
from cofab.connectors.mtconnect.translate import from_shdr, heartbeat_of
from cofab.connectors.port import UNREACHABLE, Batch, Cursor, Device
from cofab.core.kernel.refusal import Refused

SLOWEST_S, LONGEST_LINE = 60.0, 1 << 20
BELIEVED_S = 600.0
"""Silence that is believed of an adapter that does not answer a ping: the reference agent's LegacyTimeout."""


class ShdrClient:
    """A connector to one adapter; it listens in a thread of its own from the first use on."""

    def __init__(
        self, url: str, device: str = "", types: Mapping[str, str] | None = None, timeout_s: float = 10.0
    ) -> None:
        """Prepare; nothing is sent yet."""
        where = urlsplit(url if "//" in url else f"shdr://{url}")
        self.url, self.address = url, (where.hostname or "127.0.0.1", where.port or 7878)
        self.device, self.types, self.timeout_s = device or url, types, timeout_s
        self.inbox, self.problem = Inbox(), "not connected yet"
        self.seen: dict[str, dict[str, str]] = {}
        self._stop, self._tried = threading.Event(), threading.Event()
        self._thread: threading.Thread | None = None

    def devices(self) -> list[Device]:
        """Return the machines whose lines came in the first moment; refuses an adapter that is away."""
        self._begin()
        self._tried.wait(2 * self.timeout_s)
        if self.problem:
            raise Refused(UNREACHABLE, url=self.url, problem=self.problem)
        self._stop.wait(1.0)
        return [Device(name, name, "", dict(items)) for name, items in sorted(self.seen.items())]

    def read(self, cursor: Cursor | None) -> Batch:
        """Return what came since `cursor`; refuses when the adapter is away and nothing waits."""
        self._begin()
        if cursor is None:
            self._tried.wait(2 * self.timeout_s)
        batch = self.inbox.read(cursor)
        if self.problem and not batch.observations:
            raise Refused(UNREACHABLE, url=self.url, problem=self.problem)
        return batch

    def close(self) -> None:
        """Stop listening."""
        self._stop.set()
        if self._thread is not None:
            self._thread.join(timeout=self.timeout_s)

    def _begin(self) -> None:
        if self._thread is None:
            self._thread = threading.Thread(target=self._forever, daemon=True)
            self._thread.start()

    def _forever(self) -> None:
        pause = 1.0
        while not self._stop.is_set():
            try:
                with socket.create_connection(self.address, self.timeout_s) as line:
                    pause = 1.0
                    self._listen(line)
            except OSError as problem:
                self.problem = str(problem) or type(problem).__name__
                self.inbox.miss()
                self._tried.set()
                pause = min(SLOWEST_S, pause * 2)
            self._stop.wait(pause)

    def _listen(self, line: socket.socket) -> None:
        """Take lines until the adapter is silent for too long or closes; raises OSError then."""
        line.settimeout(0.2)
        line.sendall(b"* PING\n")
        heartbeat, held = 0.0, b""
        heard = asked = time.monotonic()
        self.problem = ""
        while not self._stop.is_set():
            now = time.monotonic()
            if heartbeat and now - asked >= heartbeat:
                line.sendall(b"* PING\n")
                asked = now
            if now - heard > (2 * heartbeat or BELIEVED_S):
                raise TimeoutError("the adapter is silent")
            with contextlib.suppress(TimeoutError):
                data = line.recv(1 << 16)
                if not data:
                    raise ConnectionError("the adapter closed the line")
                heard = time.monotonic()
                *whole, held = (held + data).split(b"\n")
                held = held[:LONGEST_LINE]
                texts = [one.decode("utf-8", "replace") for one in whole]
                heartbeat = float(heartbeat_of(texts) or heartbeat)
                self._take(texts)

    def _take(self, texts: list[str]) -> None:
        found = list(from_shdr((text for text in texts if not text.startswith("*")), self.device, self.types))
        for observation in found:
            self.seen.setdefault(observation.machine, {})[observation.item] = observation.item
        self.inbox.put(found)
        if found:
            self._tried.set()
