"""Reads a connector on and on, as a gateway does, for tests of every protocol."""

from __future__ import annotations

from typing import Any

from cofab.core.creation.monitor.state import Reading
from cofab.core.kernel.refusal import Refused


class Follower:
    """Holds the last value of each item of each machine that a connector told of."""

    def __init__(self, client: Any) -> None:
        self.client, self.cursor, self.lost = client, None, 0
        self.readings: dict[str, Reading] = {}
        self.told: list[Any] = []

    def look(self) -> None:
        """Read once; a source that is away tells nothing."""
        try:
            batch = self.client.read(self.cursor)
        except Refused:
            return
        self.cursor = batch.cursor
        if batch.lost:
            self.lost += 1
            for reading in self.readings.values():
                reading.forget()
        for observation in batch.observations:
            self.told.append(observation)
            self.readings.setdefault(observation.machine, Reading()).apply(observation)

    def state(self, machine: str) -> str:
        """Return the state of a machine after reading once more."""
        self.look()
        return self.readings[machine].state if machine in self.readings else "unheard"

    def value(self, machine: str, item: str) -> str:
        """Return the last value of an item after reading once more."""
        self.look()
        return self.readings[machine].values.get(item, "") if machine in self.readings else ""
