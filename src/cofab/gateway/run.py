"""Runs a gateway: a thread a source that reads, and one that sends."""

from __future__ import annotations

import threading

from cofab.connectors.port import Connector
from cofab.connectors.registry import connect, protocols
from cofab.core.kernel.refusal import Refused
from cofab.gateway import keys
from cofab.gateway.buffer import Buffer
from cofab.gateway.config import BAD_CONFIG, Config, Source
from cofab.gateway.reader import Reader
from cofab.gateway.sender import Sender


def readers(config: Config) -> list[Reader]:
    """Return a reader for each source, each with its own connection to the buffer."""
    return [_reader(source, config) for source in config.sources]


def _reader(source: Source, config: Config) -> Reader:
    return Reader(source, opened(source), Buffer(config.buffer), config)


def opened(source: Source) -> Connector:
    """Open a source; one that is told things is told what its owner mapped."""
    watch = {shared.device: tuple(shared.items) for shared in source.machines}
    extra = {"watch": watch} if getattr(protocols().get(source.protocol), "watches", False) else {}
    try:
        return connect(source.protocol, **source.settings, **extra)
    except TypeError as problem:
        raise Refused(BAD_CONFIG, file=source.name, problem=str(problem).rpartition(") ")[2]) from None


def once(config: Config) -> tuple[int, int]:
    """Read every source to its end and send all that waits; return (observations read, points acknowledged)."""
    read = 0
    for reader in readers(config):
        while found := reader.once():
            read += found
    sender = Sender(Buffer(config.buffer), keys.load(config.key), config)
    sent = 0
    while found := sender.once():
        sent += found
    return read, sent


def forever(config: Config, stop: threading.Event) -> None:
    """Read and send until `stop` is set."""
    sender = Sender(Buffer(config.buffer), keys.load(config.key), config)
    work = [threading.Thread(target=reader.forever, args=(stop,), daemon=True) for reader in readers(config)]
    work.append(threading.Thread(target=sender.forever, args=(stop,), daemon=True))
    for thread in work:
        thread.start()
    stop.wait()
    for thread in work:
        thread.join(timeout=5)
