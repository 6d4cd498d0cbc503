"""What of one machine leaves the factory: free and busy always, states, counts and signals only where opened."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from cofab.core.creation.monitor.observation import (
    ALIVE,
    BUSY,
    FAULT,
    GOOD,
    HOURS,
    PART_COUNT,
    PROGRAM,
    SIGNAL,
    STATE,
    Observation,
)
from cofab.core.creation.monitor.spans import Tracker
from cofab.core.creation.monitor.state import DOWN, RUNNING, SETUP, busy
from cofab.core.kernel.window import iso, utc


@dataclass(frozen=True, slots=True)
class Point:
    """One thing to send about `machine` (the platform's name)."""

    machine: str
    at: datetime
    item: str
    value: str
    unit: str = ""
    quality: int = GOOD


class Discloser:
    """Turns what one machine says into what its owner lets others know."""

    def __init__(self, machine: str, opened: frozenset[str], heartbeat_s: int, alive_s: int) -> None:
        """Start with nothing heard and nothing told."""
        self.machine, self.opened = machine, opened
        self.tracker = Tracker(heartbeat_s)
        self.alive = timedelta(seconds=alive_s)
        self.told: dict[str, str] = {}
        self.spoke: datetime | None = None
        self.worked = timedelta(0)
        self.since: datetime | None = None

    def take(self, observation: Observation) -> list[Point]:
        """Return the points that an observation gives, in order.

        It is a sign of life at its own time, even where what it says stays in the factory: a gateway that catches up
        must not leave a silence that never was.
        """
        changes = self.tracker.take(observation)
        points = self._states(changes)
        name = observation.item
        if (name in (PART_COUNT, PROGRAM) and "count" in self.opened) or (
            name.startswith(SIGNAL) and "signals" in self.opened
        ):
            points += self._tell(observation.at, name, observation.value, observation.unit, observation.quality)
        return points + self._hours(observation.at) + self._alive(observation.at)

    def lost(self) -> list[Point]:
        """Return the points for something missed: unknown since the last sign of life."""
        return self._states(self.tracker.lose())

    def heard(self, at: datetime) -> list[Point]:
        """Return the points for a sign of life at `at`: at most one mark every `alive` seconds."""
        return self._states(self.tracker.take(Observation(self.machine, at, ALIVE, ""))) + self._alive(at)

    def _hours(self, at: datetime) -> list[Point]:
        """Return the hours, in tenths, that the machine ran or was set up since the gateway knows it."""
        if "hours" not in self.opened:
            return []
        worked = self.worked + (max(timedelta(0), at - self.since) if self.since else timedelta(0))
        return self._tell(at, HOURS, f"{worked // timedelta(minutes=6) / 10:.1f}", "h")

    def _alive(self, at: datetime) -> list[Point]:
        if self.spoke is not None and at - self.spoke < self.alive:
            return []
        self.spoke = at
        return [Point(self.machine, at, ALIVE, "")]

    def _states(self, changes: list[tuple[datetime, str]]) -> list[Point]:
        points = []
        for at, state in changes:
            self._works(at, state)
            points += self._tell(at, BUSY, busy(state))
            if "state" in self.opened:
                fault = self.tracker.reading.fault if state == DOWN else ""
                points += self._tell(at, FAULT, fault) if fault or self.told.get(FAULT) else []
                points += self._tell(at, STATE, state)
        return points

    def _works(self, at: datetime, state: str) -> None:
        """Follow how long the machine works, from a change of its state."""
        if self.since is not None:
            self.worked += max(timedelta(0), at - self.since)
        self.since = at if state in (RUNNING, SETUP) else None

    def _tell(self, at: datetime, item: str, value: str, unit: str = "", quality: int = GOOD) -> list[Point]:
        if self.told.get(item) == value:
            return []
        self.told[item] = value
        return [Point(self.machine, at, item, value, unit, quality)]

    def as_json(self) -> dict[str, Any]:
        """Return what must outlive a restart."""
        reading = self.tracker.reading
        return {
            "values": reading.values,
            "faults": [[item, code, text] for (item, code), text in reading.faults.items()],
            "state": self.tracker.state,
            "heard": iso(self.tracker.heard) if self.tracker.heard else "",
            "spoke": iso(self.spoke) if self.spoke else "",
            "told": self.told,
            "worked": self.worked // timedelta(microseconds=1),
            "since": iso(self.since) if self.since else "",
        }

    def restore(self, kept: Mapping[str, Any]) -> None:
        """Go on from what `as_json` returned."""
        reading = self.tracker.reading
        reading.values = dict(kept["values"])
        reading.faults = {(item, code): text for item, code, text in kept["faults"]}
        self.tracker.state = kept["state"]
        self.tracker.heard = utc(kept["heard"]) if kept["heard"] else None
        self.spoke = utc(kept["spoke"]) if kept["spoke"] else None
        self.told = dict(kept["told"])
        self.worked = timedelta(microseconds=kept.get("worked", 0))
        self.since = utc(kept["since"]) if kept.get("since") else None
