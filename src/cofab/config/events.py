"""The ASGI program behind /events: one LISTEN for the process, one queue and one reader's rights for each stream."""

from __future__ import annotations

import asyncio
import contextlib
import json
import time
from collections.abc import Awaitable, Callable, MutableMapping
from http.cookies import SimpleCookie
from typing import Any
from urllib.parse import urlsplit

import structlog
from django.conf import settings

from cofab.config import listening
from cofab.config.listening import Hub, Reader

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
HEARTBEAT_S = 15.0
RETRY_MS = 2000
log = structlog.get_logger("events")


class Application:
    """Answers /events with a stream and the probe /livez; everything else is a 404."""

    def __init__(self) -> None:
        self.hub = Hub()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one connection."""
        if scope["type"] != "http":
            return
        if scope["path"] == "/livez":
            await _answer(send, 200, b'{"status": "ok"}')
        elif scope["path"] == "/events" and scope["method"] == "GET":
            await self._events(scope, receive, send)
        else:
            await _answer(send, 404, b'{"status": "not found"}')

    async def _events(self, scope: Scope, receive: Receive, send: Send) -> None:
        headers = {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in scope["headers"]}
        cross = _cross(headers)
        if cross is None:
            await _answer(send, 403, b'{"status": "forbidden"}')
            return
        reader = await listening.reader_of(_cookie(headers))
        if reader is None:
            await _answer(send, 401, b'{"status": "sign in first"}', cross)
            return
        await send({"type": "http.response.start", "status": 200, "headers": [*_stream_headers(), *cross]})
        gone = asyncio.create_task(_until_gone(receive))
        talk = asyncio.create_task(self._talk(reader, headers.get("last-event-id", ""), send))
        _done, left = await asyncio.wait({gone, talk}, return_when=asyncio.FIRST_COMPLETED)
        for task in left:
            task.cancel()
        with contextlib.suppress(asyncio.CancelledError, OSError):
            await asyncio.gather(*left)

    async def _talk(self, reader: Reader, last: str, send: Send) -> None:
        """Send what was missed, then what happens, until the reader is gone or, within a heartbeat, signs out."""
        with self.hub.subscribe() as queue:
            await self.hub.ready()
            await _write(send, f"retry: {RETRY_MS}\n\n")
            for event in await listening.missed(reader, last):
                await _write(send, _frame(event))
            checked = time.monotonic()
            while True:
                keys = await _next(queue)
                if keys is None:
                    return
                if time.monotonic() - checked >= HEARTBEAT_S:
                    if not await listening.still(reader):
                        return
                    checked = time.monotonic()
                for event in await listening.visible(reader, keys) if keys else []:
                    await _write(send, _frame(event))
                if not keys:
                    await _write(send, ": still here\n\n")


async def _next(queue: asyncio.Queue[str | None]) -> list[str] | None:
    """Return the keys that wait (a burst at once), [] after a silence, None when the hub lost its line."""
    try:
        first = await asyncio.wait_for(queue.get(), HEARTBEAT_S)
    except TimeoutError:
        return []
    keys = [first]
    while not queue.empty():
        keys.append(queue.get_nowait())
    return None if None in keys else [key for key in keys if key]


def _frame(event: dict[str, Any]) -> str:
    return f"id: {event['key']}\ndata: {json.dumps(event, ensure_ascii=False)}\n\n"


async def _write(send: Send, text: str) -> None:
    await send({"type": "http.response.body", "body": text.encode(), "more_body": True})


async def _answer(send: Send, status: int, body: bytes, headers: list[tuple[bytes, bytes]] | None = None) -> None:
    kind = [(b"content-type", b"application/json"), *(headers or [])]
    await send({"type": "http.response.start", "status": status, "headers": kind})
    await send({"type": "http.response.body", "body": body})


async def _until_gone(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


def _stream_headers() -> list[tuple[bytes, bytes]]:
    return [
        (b"content-type", b"text/event-stream; charset=utf-8"),
        (b"cache-control", b"no-store"),
        (b"x-accel-buffering", b"no"),
        (b"x-content-type-options", b"nosniff"),
    ]


def _cookie(headers: dict[str, str]) -> str:
    cookies = SimpleCookie(headers.get("cookie", ""))
    name = settings.SESSION_COOKIE_NAME
    return cookies[name].value if name in cookies else ""


def _cross(headers: dict[str, str]) -> list[tuple[bytes, bytes]] | None:
    """Return the headers that let a page of this same host, on its other port, read; None for a stranger's page."""
    origin = headers.get("origin", "")
    if not origin:
        return []
    host = urlsplit(f"//{headers.get('host', '')}").hostname
    if urlsplit(origin).hostname not in {host, urlsplit(settings.SITE_URL).hostname}:
        return None
    return [
        (b"access-control-allow-origin", origin.encode("latin-1")),
        (b"access-control-allow-credentials", b"true"),
        (b"vary", b"Origin"),
    ]
