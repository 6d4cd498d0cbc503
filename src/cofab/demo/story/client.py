"""Somebody at the API: a person of one organisation who asks, and asks again when the line is cut.

Promises: every write carries an idempotency key made from the story's name and its count, so that a write that was
acknowledged is not repeated and one that was not is; a restarted server loses and doubles nothing.
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import httpx

PATIENCE_S = 90
CUT = (httpx.TransportError, httpx.RemoteProtocolError)
BUSY = frozenset({500, 502, 503, 504})


class Unexpected(RuntimeError):
    """The API refused something that the story needs; `code` is its refusal code, `body` the whole problem."""

    def __init__(self, call: str, status: int, body: Any) -> None:
        super().__init__(f"{call}: {status} {body}")
        self.status = status
        self.body = body
        self.code = body.get("code", "") if isinstance(body, dict) else ""


class Seat:
    """One person at the API of the site at `url`, with an API `token`, acting for `organisation` (its key)."""

    def __init__(self, url: str, name: str, token: str, organisation: str, story: str) -> None:
        self.name = name
        self.organisation = organisation
        self.story = story
        self.count = 0
        headers = {"Authorization": f"Bearer {token}", "X-Cofab-Organisation": organisation, "Accept-Language": "en"}
        self.http = httpx.Client(base_url=f"{url}/api/v1", headers=headers, timeout=60)

    def get(self, path: str, **query: Any) -> Any:
        """Return the JSON at `path`."""
        return self._call("GET", path, params=query)

    def raw(self, path: str) -> bytes:
        """Return the bytes at `path`."""
        return self._send("GET", path).content

    def post(self, path: str, **body: Any) -> Any:
        """Write `body` to `path` once, whatever happens to the line; return the answer."""
        return self._call("POST", path, json=body, headers=self._once())

    def upload(self, path: str, file: Path, content_type: str, **fields: str) -> Any:
        """Send a file to `path` as a form; return the answer."""
        files = {"file": (file.name, file.read_bytes(), content_type)}
        return self._call("POST", path, files=files, data=fields, headers=self._once())

    def wait(self, path: str, done: Callable[[Any], bool], what: str, seconds: float = PATIENCE_S) -> Any:
        """Ask `path` until `done(answer)`; raises Unexpected when it takes longer than `seconds`."""
        end = time.monotonic() + seconds
        while not done(answer := self.get(path)):
            if time.monotonic() > end:
                raise Unexpected(f"waiting for {what}", 408, answer)
            time.sleep(0.1)
        return answer

    def _once(self) -> Mapping[str, str]:
        self.count += 1
        text = f"{self.story}:{self.name}:{self.count}"
        return {"Idempotency-Key": hashlib.sha256(text.encode()).hexdigest()[:40]}

    def _call(self, method: str, path: str, **options: Any) -> Any:
        answer = self._send(method, path, **options)
        return answer.json() if answer.content else None

    def _send(self, method: str, path: str, **options: Any) -> httpx.Response:
        answer = patiently(lambda: self.http.request(method, path, **options))
        if answer.is_error:
            raise Unexpected(f"{self.name} {method} {path}", answer.status_code, _body(answer))
        return answer


def patiently(ask: Callable[[], httpx.Response]) -> httpx.Response:
    """Ask until the site answers, for PATIENCE_S; then return its error, or raise what cut the line."""
    end = time.monotonic() + PATIENCE_S
    while True:
        try:
            answer = ask()
            if answer.status_code not in BUSY or time.monotonic() > end:
                return answer
        except CUT:
            if time.monotonic() > end:
                raise
        time.sleep(0.2)


def _body(answer: httpx.Response) -> Any:
    try:
        return answer.json()
    except ValueError:
        return answer.text[:300]
