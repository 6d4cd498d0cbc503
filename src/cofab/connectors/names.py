"""What machines usually call the items that decide a state or a count, whatever protocol they speak."""

from cofab.core.creation.monitor.observation import (
    AVAILABILITY,
    ESTOP,
    EXECUTION,
    MODE,
    PART_COUNT,
    POWER,
    PROGRAM,
    SIGNAL,
)

TYPES = {
    "AVAILABILITY": AVAILABILITY,
    "EXECUTION": EXECUTION,
    "CONTROLLER_MODE": MODE,
    "POWER_STATE": POWER,
    "POWER_STATUS": POWER,
    "EMERGENCY_STOP": ESTOP,
    "PART_COUNT": PART_COUNT,
    "PROGRAM": PROGRAM,
}
"""MTConnect's data item types that decide a state or a count; every other type is a signal."""

USUAL_NAMES = {
    "avail": "AVAILABILITY",
    "availability": "AVAILABILITY",
    "execution": "EXECUTION",
    "exec": "EXECUTION",
    "mode": "CONTROLLER_MODE",
    "controllermode": "CONTROLLER_MODE",
    "controller_mode": "CONTROLLER_MODE",
    "power": "POWER_STATE",
    "powerstate": "POWER_STATE",
    "estop": "EMERGENCY_STOP",
    "emergency_stop": "EMERGENCY_STOP",
    "emergencystop": "EMERGENCY_STOP",
    "partcount": "PART_COUNT",
    "part_count": "PART_COUNT",
    "partcountact": "PART_COUNT",
    "program": "PROGRAM",
}
"""Names in lower case; a device description or a mapping given beside them overrides."""

DECIDING = frozenset({AVAILABILITY, EXECUTION, MODE, POWER, ESTOP})


def usual_item(name: str) -> str:
    """Return the core item that a name stands for: one of the usual names, else a signal of that name."""
    return TYPES.get(USUAL_NAMES.get(name.lower(), ""), f"{SIGNAL}{name}")
