"""From what a controller says to one of six states.

ACTIVE is running; INTERRUPTED, FEED_HOLD, READY, STOPPED in automatic is idle; manual or MDI and not ACTIVE is
set-up; emergency stop or a fault is down; power off is off; anything else is unknown and never idle.
"""

from __future__ import annotations

from collections.abc import Mapping

from cofab.core.creation.monitor.observation import (
    ALIVE,
    AVAILABILITY,
    CONDITION,
    ESTOP,
    EXECUTION,
    MODE,
    POWER,
    STATE,
    UNAVAILABLE,
    Observation,
    read_condition,
)

RUNNING, SETUP, IDLE, DOWN, OFF, UNKNOWN = STATES = ("running", "setup", "idle", "down", "off", "unknown")

BUSY_STATES = frozenset({RUNNING, SETUP, DOWN})
_WAITING = frozenset({"INTERRUPTED", "FEED_HOLD", "READY", "STOPPED"})
_BY_HAND = frozenset({"MANUAL", "MANUAL_DATA_INPUT"})


def busy(state: str) -> str:
    """Return what an outsider may know by default of a state: "busy", "free" or "unknown"."""
    if state == UNKNOWN:
        return UNKNOWN
    return "busy" if state in BUSY_STATES else "free"


class Reading:
    """The latest that a machine said about itself, and the state that follows.

    `values` holds the last value of each item, `faults` the active faults by (item, code).
    """

    def __init__(self) -> None:
        """Start with nothing heard: the state is unknown."""
        self.values: dict[str, str] = {}
        self.faults: dict[tuple[str, str], str] = {}

    def apply(self, observation: Observation) -> None:
        """Take one observation in."""
        if observation.item.startswith(CONDITION):
            self._condition(observation.item, observation.value)
        elif observation.item != ALIVE:
            self.values[observation.item] = observation.value

    def _condition(self, item: str, value: str) -> None:
        """Take a condition in: each code of an item stands for itself; NORMAL without code clears them all."""
        level, code, text = read_condition(value)
        if level == "FAULT":
            self.faults[item, code] = text
        elif code or level == "WARNING":
            self.faults.pop((item, code), None)
        else:
            self.faults = {key: text for key, text in self.faults.items() if key[0] != item}

    def forget(self) -> None:
        """Forget everything: after a silence the source tells all again, and what it does not tell is unknown."""
        self.values.clear()
        self.faults.clear()

    @property
    def state(self) -> str:
        """Return the state that the values give."""
        return self.values.get(STATE) or state_of(self.values, bool(self.faults))

    @property
    def fault(self) -> str:
        """Return the active faults as text, or ""."""
        return "; ".join(f"{code} {text}".strip() for (_, code), text in sorted(self.faults.items()))


def state_of(values: Mapping[str, str], fault: bool) -> str:
    """Return the state for the last values (AVAILABILITY, POWER, ESTOP, EXECUTION, MODE) and active faults."""
    if values.get(AVAILABILITY) == UNAVAILABLE:
        return UNKNOWN
    if values.get(POWER) == "OFF":
        return OFF
    if values.get(ESTOP) == "TRIGGERED" or fault:
        return DOWN
    return _under_power(values.get(EXECUTION, UNAVAILABLE), values.get(MODE, UNAVAILABLE))


def _under_power(execution: str, mode: str) -> str:
    if execution == "ACTIVE":
        return RUNNING
    if execution != UNAVAILABLE and mode in _BY_HAND:
        return SETUP
    return IDLE if execution in _WAITING and mode == "AUTOMATIC" else UNKNOWN
