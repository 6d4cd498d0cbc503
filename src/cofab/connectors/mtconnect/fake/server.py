"""The agent on HTTP: /probe, /current, /sample, for all machines or /<machine>/..., with errors as the standard has.

Besides, on a port of its own on this computer only, commands that a script gives to the world behind the machines.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Mapping
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from cofab.connectors.mtconnect.fake import answers
from cofab.connectors.mtconnect.fake.agent import Agent

_BOUNDARY = "cofab-part"
_MOST = 100_000
Commands = Mapping[str, Callable[[dict[str, Any]], Any]]


def serve(agent: Agent, port: int = 0, host: str = "127.0.0.1") -> ThreadingHTTPServer:
    """Serve the agent from a thread; `server_address[1]` of the result is the port, `shutdown()` ends it."""
    handler = type("AgentHandler", (_AgentHandler,), {"agent": agent})
    return _begin(ThreadingHTTPServer((host, port), handler))


def serve_commands(commands: Commands, port: int = 0) -> ThreadingHTTPServer:
    """Serve POST /<command> with a JSON body, answered in JSON, on this computer only."""
    handler = type("CommandHandler", (_CommandHandler,), {"commands": commands})
    return _begin(ThreadingHTTPServer(("127.0.0.1", port), handler))


def _begin(server: ThreadingHTTPServer) -> ThreadingHTTPServer:
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.1}, daemon=True).start()
    return server


class _Quiet(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing: a poll a second is no news."""

    def _answer(self, status: int, body: bytes, kind: str) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


class _AgentHandler(_Quiet):
    agent: Agent

    def do_GET(self) -> None:
        """Answer one request of the MTConnect REST protocol."""
        address = urlsplit(self.path)
        query = {name: values[-1] for name, values in parse_qs(address.query).items()}
        machine, verb = self._split([unquote(word) for word in address.path.split("/") if word])
        if machine and machine not in self.agent.machines:
            return self._refuse("NO_DEVICE", f"no device {machine}")
        if verb == "probe":
            return self._xml(answers.probe(self.agent, machine))
        if verb == "current":
            return self._xml(answers.streams(self.agent, self.agent.current(machine), self.agent.following))
        if verb == "sample":
            return self._sample(machine, query)
        return self._refuse("UNSUPPORTED", f"no request {verb}")

    def _split(self, words: list[str]) -> tuple[str, str]:
        if not words:
            return "", "probe"
        if len(words) == 1:
            return ("", words[0]) if words[0] in ("probe", "current", "sample") else (words[0], "probe")
        return words[0], words[1]

    def _sample(self, machine: str, query: dict[str, str]) -> None:
        try:
            start = int(query.get("from", self.agent.first))
            count = int(query.get("count", "100"))
            interval = int(query["interval"]) if "interval" in query else None
            heartbeat = int(query.get("heartbeat", "10000"))
        except ValueError:
            return self._refuse("INVALID_REQUEST", "from, count, interval and heartbeat are numbers")
        if not self.agent.first <= start <= self.agent.following or not 0 < count <= _MOST:
            return self._refuse("OUT_OF_RANGE", f"from must be {self.agent.first} to {self.agent.following}")
        if interval is not None:
            return self._stream(machine, start, count, interval / 1000, heartbeat / 1000)
        return self._xml(answers.streams(self.agent, *self.agent.since(start, count, machine)))

    def _stream(self, machine: str, start: int, count: int, interval: float, heartbeat: float) -> None:
        """Send a part whenever something is new, at most one an interval, and an empty one as heartbeat."""
        self.send_response(200)
        self.send_header("Content-Type", f"multipart/x-mixed-replace;boundary={_BOUNDARY}")
        self.send_header("Connection", "close")
        self.end_headers()
        self.close_connection = True
        instance = self.agent.instance
        pause = threading.Event()
        try:
            while self.agent.instance == instance:
                self.agent.wait(start, heartbeat)
                entries, start = self.agent.since(start, count, machine)
                body = answers.streams(self.agent, entries, start)
                head = f"--{_BOUNDARY}\r\nContent-type: text/xml\r\nContent-length: {len(body)}\r\n\r\n"
                self.wfile.write(head.encode() + body + b"\r\n")
                self.wfile.flush()
                pause.wait(interval)
        except OSError:
            return

    def _xml(self, body: bytes, status: int = 200) -> None:
        self._answer(status, body, "text/xml; charset=utf-8")

    def _refuse(self, code: str, text: str) -> None:
        self._xml(answers.error(self.agent, code, text), 404 if code in ("NO_DEVICE", "OUT_OF_RANGE") else 400)


class _CommandHandler(_Quiet):
    commands: Commands

    def do_POST(self) -> None:
        """Run one command; a mistake in it is answered with 400 and a sentence."""
        command = self.commands.get(self.path.strip("/"))
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        if command is None:
            return self._json(404, {"error": f"no command {self.path}"})
        try:
            return self._json(200, command(json.loads(body or b"{}")))
        except (KeyError, ValueError, TypeError) as problem:
            return self._json(400, {"error": f"{type(problem).__name__}: {problem}"})

    def _json(self, status: int, value: Any) -> None:
        self._answer(status, json.dumps(value).encode(), "application/json")
