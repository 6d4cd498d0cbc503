"""The agent's memory: numbered observations in a ring, and the last value of every data item.

Promises: numbers rise by one over all machines; a restart starts another instance with an empty ring.
"""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from cofab.connectors.mtconnect.fake.device import DataItem, MachineTool
from cofab.core.creation.monitor.observation import CONDITION, SIGNAL, UNAVAILABLE, Observation, read_condition

_NAMES = {"availability": "avail"}


@dataclass(frozen=True, slots=True)
class Entry:
    """One observation in the ring, as the agent's clients see it; `code` is a condition's native code."""

    sequence: int
    at: datetime
    machine: str
    item: DataItem
    value: str
    code: str = ""
    text: str = ""


class Agent:
    """An agent for `machines`; `now` is its clock, `size` how many observations it keeps."""

    def __init__(
        self, machines: Iterable[MachineTool], now: Callable[[], datetime], size: int = 131_072, instance: int = 1
    ) -> None:
        """Start with every data item unavailable, as a real agent does."""
        self.machines = {machine.name: machine for machine in machines}
        self.now, self.size, self.instance = now, size, instance
        self.changed = threading.Condition()
        self._start()

    def _start(self) -> None:
        self.ring: deque[Entry] = deque(maxlen=self.size)
        self.latest: dict[tuple[str, str], dict[str, Entry]] = {}
        self.following = 1
        for machine in self.machines.values():
            self._unavailable(machine)

    def _unavailable(self, machine: MachineTool) -> None:
        for item in machine.items:
            self._add(machine.name, item, self.now(), UNAVAILABLE)

    def restart(self) -> None:
        """Begin another instance with an empty ring, as after a power cut; the machines tell all again."""
        with self.changed:
            told = [e for held in self.latest.values() for e in held.values() if e.value != UNAVAILABLE]
            self.instance += 1
            self._start()
            for e in told:
                self._add(e.machine, e.item, self.now(), e.value, e.code, e.text)
            self.changed.notify_all()

    def join(self, machine: MachineTool) -> None:
        """Take one more machine in."""
        with self.changed:
            self.machines[machine.name] = machine
            self._unavailable(machine)

    def tell(self, observations: Iterable[Observation]) -> None:
        """Add observations in order; one of an item that the machine does not describe is left out."""
        with self.changed:
            for observation in observations:
                self._tell(observation)
            self.changed.notify_all()

    def _tell(self, observation: Observation) -> None:
        name = observation.item.removeprefix(CONDITION).removeprefix(SIGNAL)
        try:
            item = self.machines[observation.machine].item(_NAMES.get(name, name))
        except KeyError:
            return
        value, code, text = observation.value, "", ""
        if item.category == "CONDITION":
            value, code, text = read_condition(observation.value)
        self._add(observation.machine, item, observation.at, value, code, text)

    def _add(self, machine: str, item: DataItem, at: datetime, value: str, code: str = "", text: str = "") -> None:
        entry = Entry(self.following, at, machine, item, value, code, text)
        self.following += 1
        self.ring.append(entry)
        key = machine, item.id
        if item.category == "CONDITION":
            self.latest[key] = _active(self.latest.get(key, {}), entry)
        else:
            self.latest[key] = {"": entry}

    @property
    def first(self) -> int:
        """Return the number of the oldest observation still held."""
        return self.ring[0].sequence if self.ring else self.following

    def current(self, machine: str = "") -> list[Entry]:
        """Return the last entries of every data item, of every machine or of one."""
        with self.changed:
            return [e for (m, _), held in self.latest.items() if machine in ("", m) for e in held.values()]

    def since(self, number: int, count: int, machine: str = "") -> tuple[list[Entry], int]:
        """Return up to `count` entries from `number` on, and the number to ask for next."""
        with self.changed:
            found: list[Entry] = []
            for index in range(max(0, number - self.first), len(self.ring)):
                if len(found) == count:
                    return found, self.ring[index].sequence
                if machine in ("", self.ring[index].machine):
                    found.append(self.ring[index])
            return found, self.following

    def wait(self, number: int, seconds: float) -> bool:
        """Wait until an observation numbered `number` or above is there; tell whether it came."""
        with self.changed:
            return self.changed.wait_for(lambda: self.following > number or number > self.following, seconds)


def _active(held: dict[str, Entry], entry: Entry) -> dict[str, Entry]:
    """Return what of a condition is active after `entry`: alarms by code, or one normal or unavailable under ""."""
    if entry.value in (UNAVAILABLE, "NORMAL") and not entry.code:
        return {"": entry}
    left = {code: alarm for code, alarm in held.items() if code not in ("", entry.code)}
    if entry.value != "NORMAL":
        return left | {entry.code: entry}
    return left or {"": entry}
