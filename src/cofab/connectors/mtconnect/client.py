"""Reads an MTConnect agent over HTTP: probe, current, sample; follows its sequence numbers and notices its restarts.

Promises: `read` never skips or repeats an observation while the agent keeps it; where the agent restarted or its
buffer ran over, the batch says so (`lost`) and holds a snapshot stamped with the agent's time, because nobody knows
since when its values held.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from urllib.parse import quote
from xml.etree.ElementTree import Element

import httpx

from cofab.connectors.mtconnect.document import LIMIT, Streams, devices, error_code, parse, streams
from cofab.connectors.mtconnect.parts import parts
from cofab.connectors.port import NOT_UNDERSTOOD, UNREACHABLE, Batch, Cursor, Device
from cofab.core.kernel.refusal import Refused

COUNT = 2000
"""Observations asked for at once."""


class MtconnectClient:
    """A connector to one agent at `url`, or to one `device` of it."""

    def __init__(self, url: str, device: str = "", timeout_s: float = 10.0) -> None:
        """Prepare the connection; nothing is sent yet."""
        self.url = url.rstrip("/") + (f"/{quote(device, safe='')}" if device else "")
        self.http = httpx.Client(timeout=timeout_s, headers={"Accept": "text/xml, application/xml"}, trust_env=False)

    def close(self) -> None:
        """Close the connection."""
        self.http.close()

    def devices(self) -> list[Device]:
        """Return the agent's devices with their data items."""
        return devices(self._ask("/probe"))

    def current(self) -> Streams:
        """Return the last value of every data item."""
        return streams(self._ask("/current"), self.url)

    def sample(self, following: int, count: int = COUNT) -> Streams:
        """Return up to `count` observations from number `following` on; refuses a number the agent has not got."""
        return streams(self._ask(f"/sample?from={following}&count={count}"), self.url)

    def read(self, cursor: Cursor | None) -> Batch:
        """Return what came after `cursor`; a snapshot at the first reading and after a restart or an overflow."""
        if cursor is None:
            return self._snapshot(lost=True)
        root = self._get(f"/sample?from={cursor.following}&count={COUNT}")
        if error_code(root) == "OUT_OF_RANGE":
            return self._snapshot(lost=True)
        found = streams(self._sound(root), self.url)
        if found.header.instance != cursor.instance:
            return self._snapshot(lost=True)
        return Batch(found.observations, Cursor(cursor.instance, found.header.following), found.header.at)

    def stream(self, following: int, interval_ms: int = 1000, heartbeat_ms: int = 10_000) -> Iterator[Streams]:
        """Yield documents as the agent sends them; one without observations is its heartbeat.

        Refuses when nothing, not even a heartbeat, came for twice the heartbeat.
        """
        query = f"/sample?from={following}&interval={interval_ms}&heartbeat={heartbeat_ms}&count={COUNT}"
        timeout = httpx.Timeout(10.0, read=2 * heartbeat_ms / 1000)
        try:
            with self.http.stream("GET", self.url + query, timeout=timeout) as answer:
                for body in parts(answer.headers.get("content-type", ""), answer.iter_bytes(), self.url):
                    yield streams(self._sound(parse(body, self.url)), self.url)
        except httpx.HTTPError as problem:
            raise Refused(UNREACHABLE, url=self.url, problem=type(problem).__name__) from None

    def _snapshot(self, lost: bool) -> Batch:
        found = self.current()
        at = found.header.at
        stamped = tuple(replace(observation, at=at) for observation in found.observations)
        return Batch(stamped, Cursor(found.header.instance, found.header.following), at, lost)

    def _ask(self, path: str) -> Element:
        return self._sound(self._get(path))

    def _sound(self, root: Element) -> Element:
        code = error_code(root)
        if code:
            raise Refused(NOT_UNDERSTOOD, url=self.url, protocol="MTConnect", problem=code)
        return root

    def _get(self, path: str) -> Element:
        """Return the root of the answer, an error document included."""
        body = bytearray()
        try:
            with self.http.stream("GET", self.url + path) as answer:
                for chunk in answer.iter_bytes():
                    body += chunk
                    if len(body) > LIMIT:
                        break
        except httpx.HTTPError as problem:
            raise Refused(UNREACHABLE, url=self.url, problem=type(problem).__name__) from None
        return parse(bytes(body), self.url)
