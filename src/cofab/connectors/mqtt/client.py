"""Follows a broker: Sparkplug nodes and plain topics; acknowledges a message when the gateway has kept it.

Promises: nothing is published, but a request for rebirth, and that only where the owner allowed it.
"""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from hashlib import sha256

from cofab.connectors.inbox import Inbox
from cofab.connectors.mqtt.sparkplug import BOOLEAN, Metric, encode
from cofab.connectors.mqtt.translate import NAMESPACE, Sparkplug, plain
from cofab.connectors.mqtt.wire import Link, Message
from cofab.connectors.port import UNREACHABLE, Batch, Cursor, Device
from cofab.core.creation.monitor.observation import Observation
from cofab.core.kernel.refusal import Refused

SLOWEST_S, AGAIN_S = 60.0, 10.0


class MqttClient:
    """A connector to one broker; it listens in a thread of its own from the first use on."""

    def __init__(
        self,
        url: str,
        groups: Sequence[str] = ("+",),
        topics: Sequence[str] = (),
        rebirth: bool = False,
        qos: int = 1,
        name: str = "",
        look_s: float = 3.0,
    ) -> None:
        """Prepare; nothing is sent yet. `name` is the session at the broker; by default it follows from the address."""
        self.url, self.rebirth, self.qos, self.look_s = url, rebirth, qos, look_s
        self.topics = tuple(topics)
        self.filters = [f"{NAMESPACE}/{group}/#" for group in groups] + list(topics)
        self.name = name or f"cofab-{sha256(f'{url} {self.filters}'.encode()).hexdigest()[:16]}"
        self.inbox, self.sparkplug = Inbox(), Sparkplug()
        self.problem, self.unreadable = "not connected yet", 0
        self.seen: dict[str, dict[str, str]] = {}
        self.owed: deque[tuple[int, int]] = deque()
        self.asked: dict[tuple[str, str], float] = {}
        self._stop, self._tried = threading.Event(), threading.Event()
        self._thread: threading.Thread | None = None

    def devices(self) -> list[Device]:
        """Return the machines heard of, after listening for a moment; refuses a broker that does not answer."""
        self._begin()
        self._tried.wait(10)
        if self.problem:
            raise Refused(UNREACHABLE, url=self.url, problem=self.problem)
        self._stop.wait(self.look_s)
        return [Device(name, name, "", dict(items)) for name, items in sorted(self.seen.items())]

    def read(self, cursor: Cursor | None) -> Batch:
        """Return what came since `cursor`; refuses when the broker is away and nothing waits."""
        self._begin()
        if cursor is None:
            self._tried.wait(10)
        batch = self.inbox.read(cursor)
        if self.problem and not batch.observations:
            raise Refused(UNREACHABLE, url=self.url, problem=self.problem)
        return replace(batch, alive=frozenset() if self.problem else self.sparkplug.alive())

    def close(self) -> None:
        """Stop listening; the broker keeps what comes until the next time."""
        self._stop.set()
        if self._thread is not None:
            self._thread.join(timeout=10)

    def _begin(self) -> None:
        if self._thread is None:
            self._thread = threading.Thread(target=self._forever, daemon=True)
            self._thread.start()

    def _forever(self) -> None:
        pause = 1.0
        while not self._stop.is_set():
            try:
                self._follow()
                pause = 1.0
            except Refused as refused:
                self.problem = str(refused.facts.get("problem", refused.code))
                self.owed.clear()
                self._tried.set()
                pause = min(SLOWEST_S, pause * 2)
            self._stop.wait(pause)

    def _follow(self) -> None:
        """Connect, subscribe, and listen until the line breaks or `close`."""
        link = Link(self.url, self.name, clean=False)
        try:
            link.subscribe(self.filters, self.qos)
            if not link.resumed:
                self.inbox.miss()
            self.problem = ""
            self._tried.set()
            while not self._stop.is_set():
                self._settle(link)
                if self.inbox.full:
                    self._stop.wait(0.05)
                    continue
                for message in link.receive(0.1):
                    self._take(message)
                self._ask(link)
        finally:
            link.close()

    def _take(self, message: Message) -> None:
        try:
            found = self._observations(message)
        except ValueError:
            self.unreadable += 1
            found = []
        for observation in found:
            self.seen.setdefault(observation.machine, {})[observation.item] = observation.item
        self.inbox.put(found)
        if message.number:
            self.owed.append((message.number, self.inbox.last))

    def _observations(self, message: Message) -> list[Observation]:
        if message.topic.startswith(f"{NAMESPACE}/"):
            return self.sparkplug.take(message.topic, message.payload)
        return plain(message.topic, message.payload, self.topics, datetime.now(UTC))

    def _settle(self, link: Link) -> None:
        """Acknowledge the messages whose observations the reader has kept."""
        kept, numbers = self.inbox.kept, []
        while self.owed and self.owed[0][1] <= kept:
            numbers.append(self.owed.popleft()[0])
        link.acknowledge(numbers)

    def _ask(self, link: Link) -> None:
        """Ask nodes that must be born again for it, each at most every ten seconds, where the owner allowed it."""
        now = time.monotonic()
        for group, node in self.sparkplug.stale if self.rebirth else ():
            if now - self.asked.get((group, node), -AGAIN_S) >= AGAIN_S:
                self.asked[group, node] = now
                wanted = [Metric("Node Control/Rebirth", True, BOOLEAN)]
                link.publish(f"{NAMESPACE}/{group}/NCMD/{node}", encode(wanted, int(time.time() * 1000)))
