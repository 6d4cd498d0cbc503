"""One thing that one machine said at one moment, whatever protocol it came by."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

UNAVAILABLE = "UNAVAILABLE"

AVAILABILITY = "availability"
EXECUTION = "execution"
MODE = "mode"
POWER = "power"
ESTOP = "estop"
PART_COUNT = "part_count"
PROGRAM = "program"
CONDITION = "condition."
SIGNAL = "signal."
ALIVE = "alive"
STATE = "state"
BUSY = "busy"
FAULT = "fault"
HOURS = "hours"

GOOD, UNCERTAIN, BAD, CLOCK = 0, 1, 2, 3
"""Quality of a value: as its source says, or CLOCK where its time cannot be right."""


@dataclass(frozen=True, slots=True)
class Observation:
    """`machine` said `value` for `item` at `at` (aware, UTC).

    `item` is one of the names above, or CONDITION or SIGNAL followed by the name of the data item.
    A condition's value is "LEVEL|code|text". `state`, `busy` and `fault` are derived beside the machine.
    `sequence` counts up within one source; it makes a repeated point recognisable. `unit` and `quality` are as the
    source told them; a value of bad quality decides nothing.
    """

    machine: str
    at: datetime
    item: str
    value: str
    sequence: int = 0
    unit: str = ""
    quality: int = GOOD


def condition(level: str, code: str = "", text: str = "") -> str:
    """Return the value of a condition observation: level (NORMAL, WARNING, FAULT, UNAVAILABLE), code, text."""
    return "|".join((level.upper(), code.replace("|", "/"), text.replace("|", "/")))


def read_condition(value: str) -> tuple[str, str, str]:
    """Return level, code and text of a condition's value; missing parts are empty."""
    level, _, rest = value.partition("|")
    code, _, text = rest.partition("|")
    return level, code, text
