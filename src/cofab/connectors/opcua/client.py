"""Follows an OPC UA server: browses it, subscribes to what it found, and begins anew when the line breaks.

Promises: nothing is written, no method is called; what a broken line left out is marked, and every value is told
again after it.
"""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Mapping, Sequence
from typing import Any

from asyncua import Client, Node

from cofab.connectors.inbox import Inbox
from cofab.connectors.opcua.browse import machines
from cofab.connectors.opcua.translate import Meaning, meanings, observation_of
from cofab.connectors.port import UNREACHABLE, Batch, Cursor, Device
from cofab.core.kernel.refusal import Refused

CHUNK, SESSION_MS = 500, 60_000
SLOWEST_S = 60.0


class OpcuaClient:
    """A connector to one server; it reads in a thread of its own from the first use on."""

    def __init__(
        self,
        url: str,
        user: str = "",
        password: str = "",
        security: str = "",
        period_ms: float = 500.0,
        timeout_s: float = 10.0,
        watch: Mapping[str, Sequence[str]] | None = None,
    ) -> None:
        """Prepare; nothing is sent yet. `watch` names, by machine, variables that are signals for a mapping."""
        self.url, self.timeout_s, self.period_ms = url, timeout_s, period_ms
        self.user, self.password, self.security = user, password, security
        self.watch = watch or {}
        self.inbox = Inbox()
        self.problem = "not connected yet"
        self.meanings: dict[Any, tuple[str, Meaning]] = {}
        self._devices: list[Device] = []
        self._tried, self._stop = threading.Event(), threading.Event()
        self._thread: threading.Thread | None = None

    def devices(self) -> list[Device]:
        """Return the machines that browsing found; refuses a server that does not answer in time."""
        self._begin()
        self._tried.wait(3 * self.timeout_s)
        if not self._devices:
            raise Refused(UNREACHABLE, url=self.url, problem=self.problem)
        return self._devices

    def read(self, cursor: Cursor | None) -> Batch:
        """Return what the server told since `cursor`; refuses when it cannot be reached and nothing waits."""
        self._begin()
        if cursor is None:
            self._tried.wait(3 * self.timeout_s)
        batch = self.inbox.read(cursor)
        if self.problem and not batch.observations:
            raise Refused(UNREACHABLE, url=self.url, problem=self.problem)
        return batch

    def close(self) -> None:
        """End the subscription and the connection."""
        self._stop.set()
        if self._thread is not None:
            self._thread.join(timeout=2 * self.timeout_s)

    def _begin(self) -> None:
        if self._thread is None:
            self._thread = threading.Thread(target=lambda: asyncio.run(self._forever()), daemon=True)
            self._thread.start()

    async def _forever(self) -> None:
        pause = 1.0
        while not self._stop.is_set():
            try:
                await self._follow()
                pause = 1.0
            except Exception as problem:  # asyncua raises anything from OSError to its own hundred status errors
                self.problem = f"{type(problem).__name__} {problem}".strip()[:200]
                self.inbox.miss()
                self._tried.set()
                pause = min(SLOWEST_S, pause * 2)
            for _ in range(int(pause * 10)):
                if self._stop.is_set():
                    return
                await asyncio.sleep(0.1)

    async def _follow(self) -> None:
        """Connect, browse, subscribe, and stay until the line breaks or `close`."""
        async with await self._client() as client:
            nodes = await self._look(client)
            subscription = await client.create_subscription(self.period_ms, self, queue_maxsize=100_000)
            for n in range(0, len(nodes), CHUNK):
                await subscription.subscribe_data_change(nodes[n : n + CHUNK], queuesize=100, sampling_interval=-1)
            self.problem = ""
            self._tried.set()
            while not self._stop.is_set():
                await asyncio.sleep(0.2)
                await client.check_connection()

    async def _client(self) -> Client:
        client = Client(self.url, timeout=self.timeout_s)
        client.session_timeout = SESSION_MS
        if self.user:
            client.set_user(self.user)
            client.set_password(self.password)
        if self.security:
            await client.set_security_string(self.security)
        return client

    async def _look(self, client: Client) -> list[Node]:
        """Note what every variable stands for; return the variables."""
        self.meanings, devices = {}, []
        for found in await machines(client):
            stands = meanings(found.variables, self.watch.get(found.name, ()))
            self.meanings |= {node.nodeid: (found.name, stands[path]) for path, node in found.variables.items()}
            devices.append(Device(found.name, found.name, "", {path: m.item for path, m in stands.items()}))
        self._devices = devices
        return [client.get_node(nodeid) for nodeid in self.meanings]

    def status_change_notification(self, status: Any) -> None:
        """Note that the server ends the subscription, or lost some of it; the library calls it."""
        self.inbox.miss()

    def datachange_notification(self, node: Node, _value: Any, data: Any) -> None:
        """Take one change in; the library calls it."""
        name, meaning = self.meanings[node.nodeid]
        self.inbox.put([observation_of(name, meaning, data.monitored_item.Value)])
