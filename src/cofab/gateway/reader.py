"""Reads one source again and again into the buffer."""

from __future__ import annotations

import logging
import sqlite3
import threading

from cofab.connectors.port import Batch, Connector
from cofab.core.kernel.refusal import Refused
from cofab.gateway.buffer import Buffer
from cofab.gateway.config import Config, Source
from cofab.gateway.disclose import Discloser, Point
from cofab.gateway.mapping import Mapper

log = logging.getLogger("cofab.gateway")


class Reader:
    """Reads `source` through `connector` into `buffer`, and remembers each machine across restarts."""

    def __init__(self, source: Source, connector: Connector, buffer: Buffer, config: Config) -> None:
        """Take up where the buffer says that reading stopped."""
        self.source, self.connector, self.buffer, self.config = source, connector, buffer, config
        self.mappers = {shared.device: Mapper(shared.items) for shared in source.machines}
        self._remember()

    def _remember(self) -> None:
        """Set every machine to what the buffer holds of it."""
        self.cursor = self.buffer.cursor(self.source.name)
        self.machines: dict[str, Discloser] = {}
        for shared in self.source.machines:
            discloser = Discloser(shared.machine, shared.open, self.config.heartbeat_s, self.config.alive_s)
            if kept := self.buffer.kept(shared.machine):
                discloser.restore(kept)
            self.machines[shared.device] = discloser

    def once(self) -> int:
        """Read what is new; return how many observations came. Nothing is kept where anything fails."""
        if self.buffer.size() >= self.config.most_buffered:
            log.warning("buffer full: %s is not read until points were sent", self.source.name)
            return 0
        batch = self.connector.read(self.cursor)
        try:
            points = self._points(batch)
            kept = {d.machine: d.as_json() for d in self.machines.values()}
            self.buffer.keep(self.source.name, batch.cursor, points, kept)
        except BaseException:
            self._remember()
            raise
        self.cursor = batch.cursor
        return len(batch.observations)

    def _points(self, batch: Batch) -> list[Point]:
        points: list[Point] = []
        if batch.lost:
            for discloser in self.machines.values():
                points += discloser.lost()
        for observation in batch.observations:
            discloser = self.machines.get(observation.machine)
            meant = self.mappers[observation.machine].take(observation) if discloser else None
            points += discloser.take(meant) if discloser and meant else []
        for device, discloser in self.machines.items():
            if batch.alive is None or device in batch.alive:
                points += discloser.heard(batch.heard)
        return points

    def forever(self, stop: threading.Event) -> None:
        """Read until `stop`; a source or disk that fails is tried again, ever more slowly up to a minute."""
        pause = self.config.interval_s
        while not stop.is_set():
            try:
                while self.once() and not stop.is_set():
                    pass
                pause = self.config.interval_s
            except (Refused, sqlite3.Error) as problem:
                log.warning("%s: %s", self.source.name, problem)
                pause = min(60.0, max(1.0, pause * 2))
            stop.wait(pause)
