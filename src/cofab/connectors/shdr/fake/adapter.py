"""An SHDR adapter on a port: tells every value to whoever connects, then what changes; answers PING by PONG."""

from __future__ import annotations

import contextlib
import socket
import threading
from datetime import UTC, datetime


class FakeAdapter:
    """Serves on `port` (0: any free); `heartbeat_ms` 0 answers no ping."""

    def __init__(self, port: int = 0, heartbeat_ms: int = 10_000) -> None:
        """Begin to listen."""
        self.values: dict[str, tuple[str, str]] = {}
        self.heartbeat_ms, self.received = heartbeat_ms, bytearray()
        self.lines: list[socket.socket] = []
        self.server = socket.create_server(("127.0.0.1", port))
        self.url = f"shdr://127.0.0.1:{self.server.getsockname()[1]}"
        threading.Thread(target=self._accept, daemon=True).start()

    def tell(self, item: str, value: str, at: datetime | None = None) -> None:
        """Tell one value; `value` may hold the further fields of a condition."""
        stamp = (at or datetime.now(UTC)).isoformat()
        self.values[item] = stamp, value
        self.say(f"{stamp}|{item}|{value}\n".encode())

    def say(self, data: bytes) -> None:
        """Send bytes as they are to everybody who listens."""
        for line in self.lines:
            with contextlib.suppress(OSError):
                line.sendall(data)

    def cut(self) -> None:
        """Break every line."""
        lines, self.lines = self.lines, []
        for line in lines:
            line.close()

    def stop(self) -> None:
        """End it."""
        self.server.close()
        self.cut()

    def _accept(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                line, _ = self.server.accept()
                for item, (stamp, value) in self.values.items():
                    line.sendall(f"{stamp}|{item}|{value}\n".encode())
                self.lines.append(line)
                threading.Thread(target=self._answer, args=(line,), daemon=True).start()

    def _answer(self, line: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while data := line.recv(4096):
                self.received += data
                if self.heartbeat_ms and b"PING" in data:
                    line.sendall(f"* PONG {self.heartbeat_ms}\n".encode())
