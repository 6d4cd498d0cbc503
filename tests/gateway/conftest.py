"""A receiver on a real socket that keeps points once, as the platform does, and can cut the line."""

import base64
import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey


class Receiver:
    """Keeps points by (run, sequence), checks every signature; `fail` is "", "before" or "after" keeping."""

    def __init__(self) -> None:
        self.points: dict[tuple[str, int], list] = {}
        self.acknowledged: set[tuple[str, int]] = set()
        self.bodies: list[bytes] = []
        self.fail = ""
        self.public = b""
        receiver = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self):
                body = self.rfile.read(int(self.headers["Content-Length"]))
                status, reply = receiver.take(body, self.headers["X-Cofab-Signature"])
                self.send_response(status)
                self.end_headers()
                self.wfile.write(json.dumps(reply).encode())

            def log_message(self, *args):
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=self.server.serve_forever, args=(0.05,), daemon=True).start()
        self.url = f"http://127.0.0.1:{self.server.server_address[1]}"

    def take(self, body: bytes, signature: str) -> tuple[int, dict]:
        if self.fail == "before":
            return 503, {}
        Ed25519PublicKey.from_public_bytes(self.public).verify(base64.b64decode(signature), body)
        self.bodies.append(body)
        batch = json.loads(body)
        for point in batch["points"]:
            self.points.setdefault((batch["run"], point[0]), point)
        if self.fail == "after":
            return 503, {}
        self.acknowledged |= {(batch["run"], point[0]) for point in batch["points"]}
        return 200, {"acknowledged": batch["points"][-1][0]}

    def items(self) -> list[tuple[str, str]]:
        return [(point[3], point[4]) for _, point in sorted(self.points.items())]

    def close(self) -> None:
        self.server.shutdown()
        self.server.server_close()


@pytest.fixture
def receiver():
    found = Receiver()
    yield found
    found.close()


@pytest.fixture
def write():
    """Write a configuration with one machine: `write(folder, platform, agent, 'open = ["state"]')`."""

    def make(folder: Path, platform: str, address: str, opened: str = "") -> Path:
        path = folder / "gateway.toml"
        path.write_text(
            f'platform = "{platform}"\ngateway = "gtw_1"\nheartbeat_s = 600\ninterval_s = 0.05\n'
            f'[[source]]\nprotocol = "mtconnect"\nurl = "{address}"\n'
            f'[[source.machine]]\ndevice = "VMC-3"\nmachine = "mac_3"\n{opened}\n'
        )
        return path

    return make
