"""A Sparkplug B edge node with one device: born on demand, counts its messages, dies by its last will."""

from __future__ import annotations

import time
from collections.abc import Mapping
from typing import Any

from cofab.connectors.mqtt.sparkplug import BOOLEAN, DOUBLE, INT64, STRING, UINT64, Metric, decode, encode
from cofab.connectors.mqtt.translate import NAMESPACE
from cofab.connectors.mqtt.wire import Link


class FakeNode:
    """Node `node` of `group` with device `device` at the broker `url`."""

    def __init__(self, url: str, group: str, node: str, device: str, births: int = 0) -> None:
        """Connect and tell nothing yet; `births` is the number of this session's birth."""
        self.group, self.node, self.device, self.births = group, node, device, births
        death = encode([Metric("bdSeq", births, UINT64)], _now())
        self.link = Link(url, f"{group}-{node}-{births}", will=(self._topic("NDEATH"), death))
        self.link.subscribe([self._topic("NCMD")], 1)
        self.sequence = 0
        self.values: dict[str, Any] = {}

    def _topic(self, kind: str) -> str:
        end = f"/{self.device}" if kind.startswith("D") else ""
        return f"{NAMESPACE}/{self.group}/{kind}/{self.node}{end}"

    def born(self, values: Mapping[str, Any], units: Mapping[str, str] | None = None) -> None:
        """Tell the births of node and device with all values; aliases count from one."""
        self.values = dict(values)
        self.units = dict(units or {})
        self.sequence = 0
        own = [Metric("bdSeq", self.births, UINT64), Metric("Node Control/Rebirth", False, BOOLEAN)]
        self._send("NBIRTH", own)
        told = [
            Metric(
                name, value, _type(value), alias, _now(), False, {"engUnit": u} if (u := self.units.get(name)) else {}
            )
            for alias, (name, value) in enumerate(self.values.items(), 1)
        ]
        self._send("DBIRTH", told)

    def tell(self, values: Mapping[str, Any]) -> None:
        """Tell new values by alias."""
        self.values |= values
        place = {name: alias for alias, name in enumerate(self.values, 1)}
        self._send("DDATA", [Metric("", value, _type(value), place[name], _now()) for name, value in values.items()])

    def skip(self) -> None:
        """Lose one message on the way."""
        self.sequence = (self.sequence + 1) % 256

    def asked(self) -> bool:
        """Tell whether somebody asked for a rebirth since the last look."""
        commands = [metric for message in self.link.receive(0.05) for metric in decode(message.payload).metrics]
        return any(metric.name == "Node Control/Rebirth" and metric.value for metric in commands)

    def cut(self) -> None:
        """Break the line without a word, so that the broker tells the death."""
        self.link.socket.close()

    def _send(self, kind: str, metrics: list[Metric]) -> None:
        self.link.publish(self._topic(kind), encode(metrics, _now(), self.sequence))
        self.sequence = (self.sequence + 1) % 256


def _type(value: Any) -> int:
    if isinstance(value, bool):
        return BOOLEAN
    return {int: INT64, float: DOUBLE}.get(type(value), STRING)


def _now() -> int:
    return int(time.time() * 1000)
