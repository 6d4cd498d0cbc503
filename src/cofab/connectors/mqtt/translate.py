"""From messages to core observations: Sparkplug nodes with what their births declared, and plain topics.

Promises: metrics of a node count only between its birth and its death; a gap in a node's sequence makes everything
that it said unknown until its next birth.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from cofab.connectors.mqtt.sparkplug import Metric, Payload, decode
from cofab.connectors.names import DECIDING, usual_item
from cofab.core.creation.monitor.observation import (
    AVAILABILITY,
    BAD,
    GOOD,
    UNAVAILABLE,
    UNCERTAIN,
    Observation,
)

NAMESPACE = "spBv1.0"
_PARTS = 4
_QUALITY = {192: GOOD, 0: BAD, 500: UNCERTAIN}
_CONTROL = ("Node Control/", "Device Control/", "bdSeq")


@dataclass
class SparkplugNode:
    """An edge node: whether it is born, its next sequence number, its machines' metrics by alias and their units."""

    born: bool = False
    birth: Any = None
    following: int = 0
    aliases: dict[int, str] = field(default_factory=dict)
    units: dict[tuple[str, str], str] = field(default_factory=dict)
    machines: dict[str, dict[str, str]] = field(default_factory=dict)


class Sparkplug:
    """Follows every node of a namespace; `stale` collects nodes that must be born again."""

    def __init__(self) -> None:
        """Begin knowing no node."""
        self.nodes: dict[tuple[str, str], SparkplugNode] = {}
        self.stale: set[tuple[str, str]] = set()

    def alive(self) -> frozenset[str]:
        """Return the machines whose node is born: the broker would tell its death."""
        return frozenset(name for node in self.nodes.values() if node.born for name in node.machines)

    def take(self, topic: str, data: bytes) -> list[Observation]:
        """Return what one message tells; raises ValueError for a payload that cannot be read."""
        parts = topic.split("/")
        if len(parts) < _PARTS or parts[0] != NAMESPACE:
            return []
        group, kind, name = parts[1:4]
        device = "/".join(parts[4:])
        machine = "/".join(filter(None, (group, name, device)))
        node = self.nodes.setdefault((group, name), SparkplugNode())
        handler = {"BIRTH": self._birth, "DATA": self._data, "DEATH": self._death}.get(kind[1:])
        return handler(node, (group, name), machine, kind, decode(data)) if handler else []

    def _birth(
        self, node: SparkplugNode, key: tuple[str, str], machine: str, kind: str, payload: Payload
    ) -> list[Observation]:
        if kind == "NBIRTH":
            node.born, node.aliases, node.machines = True, {}, {}
            node.birth = next((m.value for m in payload.metrics if m.name == "bdSeq"), None)
            self.stale.discard(key)
        elif not self._follows(node, key, payload):
            return self._lost(node)
        node.following = (payload.sequence + 1) % 256
        items = node.machines.setdefault(machine, {})
        for metric in payload.metrics:
            if metric.alias >= 0 and metric.name:
                node.aliases[metric.alias] = metric.name
            items[metric.name] = usual_item(metric.name)
            node.units[machine, metric.name] = str(metric.properties.get("engUnit") or "")
        told = list(self._told(node, machine, payload))
        if not told and kind == "NBIRTH":
            return []
        alive = Observation(machine, _time(payload.at_ms), AVAILABILITY, "AVAILABLE")
        return told if any(o.item == AVAILABILITY for o in told) else [alive, *told]

    def _data(
        self, node: SparkplugNode, key: tuple[str, str], machine: str, _kind: str, payload: Payload
    ) -> list[Observation]:
        if not self._follows(node, key, payload):
            return self._lost(node)
        node.following = (payload.sequence + 1) % 256
        return list(self._told(node, machine, payload))

    def _death(
        self, node: SparkplugNode, key: tuple[str, str], machine: str, kind: str, payload: Payload
    ) -> list[Observation]:
        at = _time(payload.at_ms)
        if kind == "DDEATH":
            if not self._follows(node, key, payload):
                return self._lost(node)
            node.following = (payload.sequence + 1) % 256
            return [Observation(machine, at, AVAILABILITY, UNAVAILABLE)]
        died = next((m.value for m in payload.metrics if m.name == "bdSeq"), None)
        if died is not None and node.birth is not None and died != node.birth:
            return []
        return self._lost(node, datetime.now(UTC))

    def _follows(self, node: SparkplugNode, key: tuple[str, str], payload: Payload) -> bool:
        if node.born and payload.sequence == node.following:
            return True
        self.stale.add(key)
        return False

    def _lost(self, node: SparkplugNode, at: datetime | None = None) -> list[Observation]:
        """Return that everything a node told is unknown now."""
        known = [*node.machines] if node.born else []
        node.born = False
        return [Observation(m, at or datetime.now(UTC), AVAILABILITY, UNAVAILABLE) for m in known]

    def _told(self, node: SparkplugNode, machine: str, payload: Payload) -> Iterator[Observation]:
        for metric in payload.metrics:
            name = metric.name or node.aliases.get(metric.alias, "")
            if not name or name.startswith(_CONTROL):
                continue
            at = _time(metric.at_ms or payload.at_ms)
            yield _observation(machine, at, name, metric, node.units.get((machine, name), ""))


def _observation(machine: str, at: datetime, name: str, metric: Metric, unit: str) -> Observation:
    quality = _QUALITY.get(metric.properties.get("Quality", 192), UNCERTAIN)
    item = usual_item(name)
    value = UNAVAILABLE if metric.value is None or quality == BAD else text_of(item, metric.value)
    return Observation(machine, at, item, value, 0, unit, quality)


def text_of(item: str, value: Any) -> str:
    """Return a value as text: words that decide a state in capitals, truth as true and false."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value).upper() if item in DECIDING else str(value)


def _time(at_ms: int) -> datetime:
    return datetime.fromtimestamp(at_ms / 1000, UTC) if at_ms else datetime.now(UTC)


def plain(topic: str, data: bytes, filters: Sequence[str], at: datetime) -> list[Observation]:
    """Return what a message of a plain topic tells: a JSON object's members, else one value called by the topic's end.

    The machine is what the first "+" of the matching filter stands for, else the level before the last. A member
    "at" or "timestamp" (ISO 8601, or seconds or milliseconds since 1970) is the time.
    """
    levels = topic.split("/")
    machine, rest = _named(levels, filters)
    try:
        value = json.loads(data)
    except (ValueError, UnicodeDecodeError):
        value = data.decode("utf-8", "replace")
    if not isinstance(value, dict):
        return [_plain(machine, at, rest or levels[-1], value)]
    stamp = value.pop("at", value.pop("timestamp", None))
    told = _stamp(stamp) or at
    return [_plain(machine, told, name, one) for name, one in value.items() if not isinstance(one, dict | list)]


def _plain(machine: str, at: datetime, name: str, value: Any) -> Observation:
    item = usual_item(name)
    return Observation(machine, at, item, UNAVAILABLE if value is None else text_of(item, value))


def _named(levels: list[str], filters: Sequence[str]) -> tuple[str, str]:
    """Return the machine that a topic names and the name of what it tells, "" where the payload names it."""
    for wanted in filters:
        pattern = wanted.split("/")
        if "+" in pattern and len(levels) > pattern.index("+"):
            place = pattern.index("+")
            if levels[:place] == pattern[:place]:
                return levels[place], "/".join(levels[place + 1 :])
    return (levels[-2] if len(levels) > 1 else levels[-1]), levels[-1]


def _stamp(value: Any) -> datetime | None:
    try:
        if isinstance(value, int | float) and not isinstance(value, bool):
            return datetime.fromtimestamp(value / 1000 if value > 1e11 else value, UTC)
        at = datetime.fromisoformat(str(value))
        return at.replace(tzinfo=UTC) if at.tzinfo is None else at.astimezone(UTC)
    except (ValueError, OverflowError, OSError):
        return None
