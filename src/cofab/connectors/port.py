"""The port behind which every protocol stands: find the machines, read what is new, say how far one has read."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol

from cofab.core.creation.monitor.observation import Observation
from cofab.core.kernel.refusal import declare

UNREACHABLE = declare("connector.unreachable", "{url} does not answer: {problem}.")
NOT_UNDERSTOOD = declare("connector.not_understood", "{url} answered something that is not {protocol}: {problem}.")
UNKNOWN_PROTOCOL = declare("connector.unknown_protocol", "There is no connector for {protocol}; there are {known}.")


@dataclass(frozen=True, slots=True)
class Device:
    """A machine as its source names it: `name`, `uuid`, a description and its data items (id to type)."""

    name: str
    uuid: str
    description: str = ""
    items: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Cursor:
    """How far a source was read: `following` is the next sequence number of the source's run `instance`."""

    instance: str
    following: int


@dataclass(frozen=True, slots=True)
class Batch:
    """What one reading brought.

    `observations` are in the source's order and carry the source's name of the machine; `heard` is the source's own
    time of the answer; `lost` tells that something between this and the last reading will never be known (the
    source restarted or its buffer ran over): then `observations` are a snapshot as of `heard`. `alive` names the
    machines for which the answer itself is a sign of life; None is all of them.
    """

    observations: tuple[Observation, ...]
    cursor: Cursor
    heard: datetime
    lost: bool = False
    alive: frozenset[str] | None = None


class Connector(Protocol):
    """One source of observations, read by polling; raises Refused when it cannot be read."""

    def devices(self) -> list[Device]:
        """Return the machines that the source knows."""

    def read(self, cursor: Cursor | None) -> Batch:
        """Return what is new since `cursor`, or a snapshot for None."""

    def close(self) -> None:
        """Let go of connections."""


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a protocol's folder offers: its name, what people call it, its settings, and how to open it.

    `watches` tells that `open` takes `watch`: by device, the names of items that its owner mapped.
    """

    name: str
    title: str
    settings: Mapping[str, str]
    open: Callable[..., Any]
    watches: bool = False
