"""Batches on NATS JetStream, for fleets beyond one process: the site puts them there, ingesters share them.

Promises: a batch is acknowledged to its gateway when the stream's file has it, and leaves the stream when an ingester
has committed it; one that dies in between leaves it to the next. A full stream takes nothing, and the gateways wait.
"""

from __future__ import annotations

import asyncio
import logging
import threading
from collections.abc import Awaitable, Callable
from typing import Any

import nats
from nats.errors import Error as NatsError
from nats.errors import TimeoutError as NatsTimeout
from nats.js.api import AckPolicy, ConsumerConfig, DiscardPolicy, RetentionPolicy, StorageType, StreamConfig

from cofab.apps.creation.monitor.refusals import QUEUE_AWAY
from cofab.core.kernel.refusal import Refused

STREAM, SUBJECT, WORKERS = "COFAB_BATCHES", "cofab.batches", "ingest"
MOST_BYTES = 8 << 30
WAIT_S, ACK_S, AT_ONCE = 10, 60, 8
GATEWAY, SIGNATURE, RECEIVED = "Cofab-Gateway", "Cofab-Signature", "Cofab-Received"
log = logging.getLogger("cofab.ingest")
Take = Callable[[str, bytes, str, str], bool]
"""Takes (gateway, body, signature, received) in; False where it never will be taken."""


async def _server(url: str) -> Any:
    """Return a connection that is made again for ever; what goes wrong with it is one line in the log."""

    async def said(problem: Exception) -> None:
        log.warning("the stream at %s: %s", url, problem)

    return await nats.connect(url, max_reconnect_attempts=-1, connect_timeout=WAIT_S, error_cb=said)


async def _stream(server: Any) -> Any:
    stream = server.jetstream(timeout=WAIT_S)
    config = StreamConfig(
        name=STREAM,
        subjects=[f"{SUBJECT}.*"],
        retention=RetentionPolicy.WORK_QUEUE,
        storage=StorageType.FILE,
        discard=DiscardPolicy.NEW,
        max_bytes=MOST_BYTES,
        duplicate_window=120,
    )
    await stream.add_stream(config)
    return stream


class Queue:
    """The site's end of the stream at `url`: one connection a process, made when it is first needed."""

    _open: dict[str, Queue] = {}
    _lock = threading.Lock()

    def __init__(self, url: str) -> None:
        """Start the loop in which the connection lives."""
        self.url, self.server, self.stream = url, None, None
        self.loop = asyncio.new_event_loop()
        threading.Thread(target=self.loop.run_forever, daemon=True).start()

    @classmethod
    def at(cls, url: str) -> Queue:
        """Return this process's queue at an address."""
        with cls._lock:
            if url not in cls._open:
                cls._open[url] = cls(url)
            return cls._open[url]

    def put(self, gateway: str, body: bytes, signature: str, received: str) -> None:
        """Return when the stream has the batch on its file; refuses where it has not in time."""
        self._run(self._put(gateway, body, signature, received))

    async def _put(self, gateway: str, body: bytes, signature: str, received: str) -> None:
        if self.stream is None:
            self.server = await _server(self.url)
            self.stream = await _stream(self.server)
        headers = {GATEWAY: gateway, SIGNATURE: signature, RECEIVED: received, "Nats-Msg-Id": signature}
        await self.stream.publish(f"{SUBJECT}.{gateway}", body, headers=headers)

    def close(self) -> None:
        """Let go of the connection; the next `at` makes another."""
        with self._lock:
            self._open.pop(self.url, None)
        if self.server is not None:
            self._run(self.server.close())

    def _run(self, work: Awaitable[None]) -> None:
        try:
            asyncio.run_coroutine_threadsafe(work, self.loop).result(2 * WAIT_S)
        except (NatsError, OSError, TimeoutError) as problem:
            raise Refused(QUEUE_AWAY, problem=type(problem).__name__) from None


async def consume(url: str, take: Take, stop: threading.Event) -> None:
    """Take batches off the stream one after another until `stop`; many processes may do so at once.

    What `take` raises leaves the batch to be tried again, by whoever is free, after ACK_S at the latest.
    """
    server = await _server(url)
    try:
        stream = await _stream(server)
        config = ConsumerConfig(ack_policy=AckPolicy.EXPLICIT, ack_wait=ACK_S, max_ack_pending=1024)
        line = await stream.pull_subscribe(f"{SUBJECT}.*", durable=WORKERS, config=config)
        while not stop.is_set():
            try:
                messages = await line.fetch(AT_ONCE, timeout=1)
            except (NatsTimeout, NatsError, TimeoutError):
                await asyncio.sleep(0.05)
                continue
            for message in messages:
                await _taken(message, take)
    finally:
        await server.close()


async def _taken(message: Any, take: Take) -> None:
    """Take one message, and acknowledge it when it is committed."""
    facts = message.headers or {}
    words = (facts.get(GATEWAY, ""), message.data, facts.get(SIGNATURE, ""), facts.get(RECEIVED, ""))
    try:
        good = await asyncio.to_thread(take, *words)
    except Exception:  # whatever went wrong, the database most likely, the batch stays and is tried again
        await message.nak(delay=1)
        return
    await (message.ack() if good else message.term())
