"""Sends what waits in the buffer to the platform, signed, and removes what was acknowledged."""

from __future__ import annotations

import base64
import json
import logging
import sqlite3
import threading
from datetime import UTC, datetime

import httpx
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from cofab.core.kernel.refusal import Refused, declare
from cofab.gateway.buffer import Buffer, Waiting
from cofab.gateway.config import Config

NOT_SENT = declare("gateway.not_sent", "{platform} did not take the batch: {problem}.")

FORMAT = "cofab.batch/1"
PATH = "/api/v1/gateway/batches"

log = logging.getLogger("cofab.gateway")


class Sender:
    """Sends batches of at most `config.batch` points, in order of their numbers."""

    def __init__(self, buffer: Buffer, key: Ed25519PrivateKey, config: Config) -> None:
        """Prepare the connection; nothing is sent yet."""
        self.buffer, self.key, self.config = buffer, key, config
        self.count = config.batch
        self.http = httpx.Client(timeout=30.0, trust_env=False)

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
        signature = base64.b64encode(self.key.sign(body)).decode()
        headers = {
            "Content-Type": "application/json",
            "X-Cofab-Gateway": self.config.gateway,
            "X-Cofab-Signature": signature,
        }
        try:
            answer = self.http.post(self.config.platform + PATH, content=body, headers=headers)
        except httpx.HTTPError as problem:
            raise Refused(NOT_SENT, platform=self.config.platform, problem=type(problem).__name__) from None
        if answer.status_code == 413 and self.count > 1:
            self.count //= 2
        if answer.status_code != 200:
            text = f"{answer.status_code} {answer.text[:200]}"
            raise Refused(NOT_SENT, platform=self.config.platform, problem=text)
        return self._acknowledgement(answer, waiting)

    def _body(self, waiting: list[Waiting]) -> bytes:
        points = [[p.sequence, p.machine, p.at, p.item, p.value] for p in waiting]
        document = {"format": FORMAT, "gateway": self.config.gateway, "run": self.buffer.run, "points": points}
        return json.dumps(document, ensure_ascii=False, separators=(",", ":")).encode()

    def _acknowledgement(self, answer: httpx.Response, waiting: list[Waiting]) -> int:
        """Return the number up to which the platform has the points; never beyond what was sent."""
        try:
            up_to = int(answer.json()["acknowledged"])
        except (ValueError, KeyError, TypeError):
            raise Refused(NOT_SENT, platform=self.config.platform, problem="no acknowledgement in its answer") from None
        for refused in answer.json().get("refused", ()):
            log.warning("the platform refused a point: %s", refused)
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
