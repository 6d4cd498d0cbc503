"""Serve one Modbus unit on a port: `python -m cofab.connectors.modbus.fake.unit PORT FILE`.

FILE holds JSON: {"holding": {"0": 17}, "input": {...}}; it is read again whenever it changed.
"""

from __future__ import annotations

import json
import socketserver
import struct
import sys
from pathlib import Path

_TABLES = {1: "coil", 2: "discrete", 3: "holding", 4: "input"}


class Unit(socketserver.BaseRequestHandler):
    """Answers the four reading functions from the file; refuses every other (01, illegal function)."""

    file: Path

    def handle(self) -> None:
        """Answer one connection's questions until it ends."""
        while len(head := self._exactly(7)) == 7:
            number, _, length, unit = struct.unpack(">HHHB", head)
            answer = self._answer(self._exactly(length - 1))
            self.request.sendall(struct.pack(">HHHB", number, 0, len(answer) + 1, unit) + answer)

    def _exactly(self, size: int) -> bytes:
        data = b""
        while len(data) < size and (more := self.request.recv(size - len(data))):
            data += more
        return data

    def _answer(self, asked: bytes) -> bytes:
        function, address, count = struct.unpack(">BHH", asked[:5])
        if function not in _TABLES:
            return bytes([function | 0x80, 1])
        table = json.loads(self.file.read_text()).get(_TABLES[function], {})
        found = [table.get(str(address + n)) for n in range(count)]
        if None in found:
            return bytes([function | 0x80, 2])
        if function in (1, 2):
            bits = sum(bool(value) << n for n, value in enumerate(found))
            return bytes([function, (count + 7) // 8]) + bits.to_bytes((count + 7) // 8, "little")
        return bytes([function, 2 * count]) + struct.pack(f">{count}H", *found)


def main(port: int, file: Path) -> None:
    """Serve until killed."""
    Unit.file = file
    socketserver.ThreadingTCPServer.allow_reuse_address = True
    with socketserver.ThreadingTCPServer(("127.0.0.1", port), Unit) as server:
        server.daemon_threads = True
        server.serve_forever()


if __name__ == "__main__":
    main(int(sys.argv[1]), Path(sys.argv[2]))
