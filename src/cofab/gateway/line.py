"""The two lines on which batches go to the platform: HTTPS, and MQTT through a broker.

Promises: `send` returns the platform's own answer to this very batch, or refuses; a broker's word is not enough.
"""

from __future__ import annotations

import base64
import contextlib
import json
import time
from typing import Any, Protocol

import httpx

from cofab.connectors.mqtt.wire import Link
from cofab.core.kernel.refusal import Refused, declare
from cofab.gateway.config import Config

NOT_SENT = declare("gateway.not_sent", "{platform} did not take the batch: {problem}.")
TOO_LARGE = declare("gateway.too_large", "{platform} takes smaller batches only.")

PATH = "/api/v1/gateway/batches"
BATCHES, ANSWERS = "cofab/batches", "cofab/answers"
ANSWER_S = 30.0


class Line(Protocol):
    """Takes a signed batch to the platform and brings its answer."""

    def send(self, body: bytes, signature: bytes, run: str) -> dict[str, Any]:
        """Return the platform's answer; refuses a line that is cut and a batch that is not taken."""


def line_of(config: Config) -> Line:
    """Return the line that the configuration's address asks for."""
    return MqttLine(config) if config.platform.startswith("mqtt") else HttpLine(config)


class HttpLine:
    """HTTPS to the platform's API."""

    def __init__(self, config: Config) -> None:
        """Prepare the connection; nothing is sent yet."""
        self.config = config
        self.http = httpx.Client(timeout=ANSWER_S, trust_env=False)

    def send(self, body: bytes, signature: bytes, run: str) -> dict[str, Any]:
        """Post one batch."""
        headers = {
            "Content-Type": "application/json",
            "X-Cofab-Gateway": self.config.gateway,
            "X-Cofab-Signature": base64.b64encode(signature).decode(),
        }
        try:
            answer = self.http.post(self.config.platform + PATH, content=body, headers=headers)
        except httpx.HTTPError as problem:
            raise Refused(NOT_SENT, platform=self.config.platform, problem=type(problem).__name__) from None
        if answer.status_code == 413:
            raise Refused(TOO_LARGE, platform=self.config.platform)
        if answer.status_code != 200:
            text = f"{answer.status_code} {answer.text[:200]}"
            raise Refused(NOT_SENT, platform=self.config.platform, problem=text)
        return read_answer(answer.content, self.config.platform)


class MqttLine:
    """MQTT through a broker: the batch on one topic, the platform's answer on another, each gateway its own."""

    def __init__(self, config: Config) -> None:
        """Prepare; nothing is sent yet."""
        self.config, self.link = config, None
        self.shown = config.platform.rpartition("@")[2]

    def send(self, body: bytes, signature: bytes, run: str) -> dict[str, Any]:
        """Publish one batch and wait for the answer that names its signature."""
        try:
            return self._asked(base64.b64encode(signature), body)
        except Refused:
            if self.link is not None:
                with contextlib.suppress(OSError):
                    self.link.socket.close()
            self.link = None
            raise

    def _asked(self, mark: bytes, body: bytes) -> dict[str, Any]:
        link = self._link()
        link.publish(f"{BATCHES}/{self.config.gateway}", mark + b"\n" + body, qos=1)
        end = time.monotonic() + ANSWER_S
        while time.monotonic() < end:
            for message in link.receive(0.5):
                link.acknowledge([message.number])
                head, _, answer = message.payload.partition(b"\n")
                if head == mark:
                    return self._answer(answer)
        raise Refused(NOT_SENT, platform=self.shown, problem="no answer from the platform")

    def _answer(self, data: bytes) -> dict[str, Any]:
        answer = read_answer(data, self.shown)
        if "code" in answer:
            raise Refused(NOT_SENT, platform=self.shown, problem=str(answer["code"])[:200])
        return answer

    def _link(self) -> Link:
        if self.link is None:
            self.link = Link(self.config.platform, f"cofab-gateway-{self.config.gateway}")
            self.link.subscribe([f"{ANSWERS}/{self.config.gateway}"], qos=1)
        return self.link


def read_answer(data: bytes, platform: str) -> dict[str, Any]:
    """Return an answer's JSON object; refuses anything else."""
    try:
        found = json.loads(data)
    except ValueError:
        found = None
    if not isinstance(found, dict):
        raise Refused(NOT_SENT, platform=platform, problem="no acknowledgement in its answer")
    return found
