"""MQTT 3.1.1 on one socket: subscribe and publish with QoS 0 and 1, many messages a read.

Promises: a message of QoS 1 is acknowledged to the broker only when whoever took it says so.
Why: docs/decisions/2026-11-30-mqtt-on-one-socket.md. Source of the packets: MQTT 3.1.1 (OASIS), chapter 3.
"""

from __future__ import annotations

import contextlib
import select
import socket
import ssl
import time
from collections.abc import Iterable, Sequence
from typing import NamedTuple
from urllib.parse import SplitResult, unquote, urlsplit

from cofab.connectors.port import NOT_UNDERSTOOD, UNREACHABLE
from cofab.core.kernel.refusal import Refused

CONNECT, CONNACK, PUBLISH, PUBACK, SUBSCRIBE, SUBACK, PING, PONG = 1, 2, 3, 4, 8, 9, 12, 13
RECEIVE = 1 << 18
LARGEST = 1 << 24


class Message(NamedTuple):
    """One message; `number` is 0 at QoS 0, else what `acknowledge` takes."""

    topic: str
    payload: bytes
    number: int
    retained: bool


class Link:
    """A connection to one broker, for one thread."""

    def __init__(
        self,
        url: str,
        client_id: str,
        clean: bool = True,
        keepalive_s: int = 30,
        will: tuple[str, bytes] | None = None,
        timeout_s: float = 10.0,
    ) -> None:
        """Connect and say hello; refuses a broker that is away or says no."""
        self.url, self.keepalive_s = _shown(url), keepalive_s
        self.buffer, self.number, self.waiting = bytearray(), 0, set[int]()
        self.arrived: list[Message] = []
        self.granted: list[int] = []
        try:
            self.socket = _open(urlsplit(url), timeout_s)
            self._send(_connect(urlsplit(url), client_id, clean, keepalive_s, will))
            answer = self._until(CONNACK, timeout_s)
        except OSError as problem:
            raise Refused(UNREACHABLE, url=self.url, problem=str(problem) or type(problem).__name__) from None
        if answer[1]:
            raise Refused(UNREACHABLE, url=self.url, problem=f"the broker says no ({answer[1]})")
        self.resumed = bool(answer[0])

    def close(self) -> None:
        """Say good-bye, wait for the broker to close, and close: what was acknowledged last must reach it."""
        with contextlib.suppress(OSError):
            self.socket.sendall(b"\xe0\x00")
            self.socket.settimeout(1.0)
            while self.socket.recv(RECEIVE):
                pass
        self.socket.close()

    def subscribe(self, topics: Iterable[str], qos: int, timeout_s: float = 10.0) -> None:
        """Ask for topics; refuses when the broker does not grant one."""
        wanted = b"".join(_text(topic) + bytes([qos]) for topic in topics)
        self._send(_packet(SUBSCRIBE << 4 | 2, self._next().to_bytes(2, "big") + wanted))
        answer = self._until(SUBACK, timeout_s)
        if 0x80 in answer[2:]:
            raise Refused(UNREACHABLE, url=self.url, problem="the broker does not grant a topic")

    def publish(self, topic: str, payload: bytes, qos: int = 0) -> int:
        """Send one message; return its number, which leaves `waiting` when the broker has it."""
        return self.publish_all([(topic, payload)], qos)[0]

    def publish_all(self, messages: Sequence[tuple[str, bytes]], qos: int = 0) -> list[int]:
        """Send messages in one write; return their numbers, zeros at QoS 0."""
        out, numbers = bytearray(), []
        for topic, payload in messages:
            number = self._next() if qos else 0
            numbers.append(number)
            mark = number.to_bytes(2, "big") if qos else b""
            out += _packet(PUBLISH << 4 | qos << 1, _text(topic) + mark + payload)
        self.waiting.update(filter(None, numbers))
        self._send(bytes(out))
        return numbers

    def acknowledge(self, numbers: Iterable[int]) -> None:
        """Tell the broker that messages of QoS 1 are safe."""
        out = b"".join(b"\x40\x02" + number.to_bytes(2, "big") for number in numbers if number)
        if out:
            self._send(out)

    def receive(self, timeout_s: float) -> list[Message]:
        """Return the messages that came, waiting at most `timeout_s` for the first; keeps the line alive.

        Refuses a line that broke or was silent for one and a half times the keep-alive.
        """
        self._read(timeout_s)
        found, self.arrived = self.arrived, []
        return found

    def _read(self, timeout_s: float) -> None:
        now = time.monotonic()
        if now - self.sent > self.keepalive_s / 2:
            self._send(b"\xc0\x00")
        if not self._ready(timeout_s):
            if time.monotonic() - self.heard > 1.5 * self.keepalive_s:
                raise Refused(UNREACHABLE, url=self.url, problem="silence")
            return
        try:
            data = self.socket.recv(RECEIVE)
        except (ssl.SSLWantReadError, TimeoutError):
            return
        except OSError as problem:
            raise Refused(UNREACHABLE, url=self.url, problem=str(problem)) from None
        if not data:
            raise Refused(UNREACHABLE, url=self.url, problem="the broker closed the line")
        self.heard = time.monotonic()
        self.buffer += data
        self._take()

    def _ready(self, timeout_s: float) -> bool:
        if isinstance(self.socket, ssl.SSLSocket) and self.socket.pending():
            return True
        return bool(select.select([self.socket], [], [], timeout_s)[0])

    def _take(self) -> None:
        """Split whole packets off the buffer."""
        buffer, at = bytes(self.buffer), 0
        while (found := _split(buffer, at)) is not None:
            begin, end = found
            if end - begin > LARGEST:
                raise Refused(NOT_UNDERSTOOD, url=self.url, protocol="MQTT", problem="a packet too large")
            if end > len(buffer):
                break
            self._packet(buffer[at], buffer[begin:end])
            at = end
        del self.buffer[:at]

    def _packet(self, first: int, body: bytes) -> None:
        kind = first >> 4
        if kind == PUBLISH:
            length = 2 + (body[0] << 8 | body[1])
            topic, mark = body[2:length].decode("utf-8", "replace"), 2 if first & 6 else 0
            number = int.from_bytes(body[length : length + mark], "big")
            self.arrived.append(Message(topic, body[length + mark :], number, bool(first & 1)))
        elif kind == PUBACK:
            self.waiting.discard(body[0] << 8 | body[1])
        elif kind in (CONNACK, SUBACK):
            self.answers[kind] = body

    def _until(self, kind: int, timeout_s: float) -> bytes:
        self.answers: dict[int, bytes] = {}
        end = time.monotonic() + timeout_s
        self.heard = time.monotonic()
        while kind not in self.answers:
            if time.monotonic() > end:
                raise TimeoutError("no answer")
            self._read(0.2)
        return self.answers[kind]

    def _next(self) -> int:
        """Return a number that no message under way has."""
        self.number = self.number % 0xFFFF + 1
        while self.number in self.waiting:
            self.number = self.number % 0xFFFF + 1
        return self.number

    def _send(self, data: bytes) -> None:
        try:
            self.socket.sendall(data)
        except OSError as problem:
            raise Refused(UNREACHABLE, url=self.url, problem=str(problem)) from None
        self.sent = time.monotonic()


def _open(where: SplitResult, timeout_s: float) -> socket.socket:
    secure = where.scheme in ("mqtts", "ssl")
    host, port = where.hostname or "127.0.0.1", where.port or (8883 if secure else 1883)
    plain = socket.create_connection((host, port), timeout_s)
    plain.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return ssl.create_default_context().wrap_socket(plain, server_hostname=host) if secure else plain


def _connect(
    where: SplitResult, client_id: str, clean: bool, keepalive_s: int, will: tuple[str, bytes] | None
) -> bytes:
    flags, tail = 2 if clean else 0, _text(client_id)
    if will:
        flags |= 0x04 | 0x08
        tail += _text(will[0]) + len(will[1]).to_bytes(2, "big") + will[1]
    if where.username:
        flags |= 0x80
        tail += _text(unquote(where.username))
    if where.password:
        flags |= 0x40
        tail += _text(unquote(where.password))
    return _packet(CONNECT << 4, _text("MQTT") + bytes([4, flags]) + keepalive_s.to_bytes(2, "big") + tail)


def _packet(first: int, body: bytes) -> bytes:
    head, size = bytearray([first]), len(body)
    while True:
        size, digit = size >> 7, size & 0x7F
        head.append(digit | (0x80 if size else 0))
        if not size:
            return bytes(head) + body


def _split(buffer: bytes, at: int) -> tuple[int, int] | None:
    """Return where the body of the packet at `at` begins and ends; None while its length is not there."""
    size = 0
    for n in range(4):
        if at + 1 + n >= len(buffer):
            return None
        digit = buffer[at + 1 + n]
        size |= (digit & 0x7F) << 7 * n
        if digit < 0x80:
            return at + 2 + n, at + 2 + n + size
    raise Refused(NOT_UNDERSTOOD, url="", protocol="MQTT", problem="a length of more than four bytes")


def _text(text: str) -> bytes:
    data = text.encode()
    return len(data).to_bytes(2, "big") + data


def _shown(url: str) -> str:
    """Return an address without its password."""
    where = urlsplit(url)
    return f"{where.scheme}://{where.hostname}:{where.port or ''}".rstrip(":")
