"""Sends what waits in the buffer to the platform, signed, and removes what was acknowledged."""

from __future__ import annotations

import json
import logging
import sqlite3
import threading
from datetime import UTC, datetime
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from cofab.core.kernel.refusal import Refused
from cofab.core.kernel.window import iso
from cofab.gateway.buffer import Buffer, Waiting
from cofab.gateway.config import Config
from cofab.gateway.line import NOT_SENT, TOO_LARGE, line_of

FORMAT = "cofab.batch/1"

log = logging.getLogger("cofab.gateway")


class Sender:
    """Sends batches of at most `config.batch` points, in order of their numbers."""

    def __init__(self, buffer: Buffer, key: Ed25519PrivateKey, config: Config) -> None:
        """Prepare the connection; nothing is sent yet."""
        self.buffer, self.key, self.config = buffer, key, config
        self.count = config.batch
        self.line = line_of(config)

    def once(self) -> int:
        """Send one batch; return how many points were acknowledged. Refuses when the platform did not take it."""
        waiting = self.buffer.waiting(self.count)
        if not waiting:
            return 0
        up_to = self._send(waiting)
        self.buffer.acknowledged(up_to, datetime.now(UTC))
        return sum(1 for point in waiting if point.sequence <= up_to)

    def _send(self, waiting: list[Waiting]) -> int:
        body = self._body(waiting)
        try:
            answer = self.line.send(body, self.key.sign(body), self.buffer.run)
        except Refused as refused:
            if refused.code == TOO_LARGE and self.count > 1:
                self.count //= 2
            raise
        return self._acknowledgement(answer, waiting)

    def _body(self, waiting: list[Waiting]) -> bytes:
        points = [_row(point) for point in waiting]
        document = {
            "format": FORMAT,
            "gateway": self.config.gateway,
            "run": self.buffer.run,
            "sent": iso(datetime.now(UTC)),
            "points": points,
        }
        return json.dumps(document, ensure_ascii=False, separators=(",", ":")).encode()

    def _acknowledgement(self, answer: dict[str, Any], waiting: list[Waiting]) -> int:
        """Return the number up to which the platform has the points; never beyond what was sent."""
        try:
            up_to = int(answer["acknowledged"])
        except (ValueError, KeyError, TypeError):
            raise Refused(NOT_SENT, platform=self.config.platform, problem="no acknowledgement in its answer") from None
        for refused in answer.get("refused", ()):
            log.warning("the platform refused a point: %s", refused)
        if off := answer.get("clock_off_s"):
            log.warning("this computer's clock is off by %s s against the platform's", off)
        return min(up_to, waiting[-1].sequence)

    def forever(self, stop: threading.Event) -> None:
        """Send until `stop`; after a failure wait ever longer, up to a minute."""
        pause = self.config.interval_s
        while not stop.is_set():
            try:
                while self.once() and not stop.is_set():
                    pass
                pause = self.config.interval_s
            except (Refused, sqlite3.Error) as problem:
                log.warning("%s (%d points wait)", problem, self.buffer.size())
                pause = min(60.0, max(1.0, pause * 2))
            stop.wait(pause)


def _row(point: Waiting) -> list[Any]:
    """Return a point as a batch writes it; unit and quality only where there is one."""
    row = [point.sequence, point.machine, point.at, point.item, point.value]
    return [*row, point.unit, point.quality] if point.unit or point.quality else row
