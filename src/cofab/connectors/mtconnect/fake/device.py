"""What a made-up machine tool describes of itself."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class DataItem:
    """One data item: `category` is SAMPLE, EVENT or CONDITION; `part` the component that it belongs to."""

    id: str
    name: str
    category: str
    type: str
    part: str
    units: str = ""


@dataclass(frozen=True, slots=True)
class MachineTool:
    """A device with its data items; `name` is what clients call it, `uuid` is for good."""

    name: str
    uuid: str
    manufacturer: str
    model: str
    items: tuple[DataItem, ...]

    def item(self, name: str) -> DataItem:
        """Return the data item called `name`; raises KeyError."""
        for item in self.items:
            if item.name == name:
                return item
        raise KeyError(name)


_ITEMS = (
    ("avail", "EVENT", "AVAILABILITY", "Device", ""),
    ("estop", "EVENT", "EMERGENCY_STOP", "Controller", ""),
    ("system", "CONDITION", "SYSTEM", "Controller", ""),
    ("mode", "EVENT", "CONTROLLER_MODE", "Path", ""),
    ("execution", "EVENT", "EXECUTION", "Path", ""),
    ("program", "EVENT", "PROGRAM", "Path", ""),
    ("part_count", "EVENT", "PART_COUNT", "Path", ""),
    ("power", "EVENT", "POWER_STATE", "Electric", ""),
    ("spindle", "CONDITION", "ACTUATOR", "Spindle", ""),
    ("spindle_load", "SAMPLE", "LOAD", "Spindle", "PERCENT"),
    ("spindle_temperature", "SAMPLE", "TEMPERATURE", "Spindle", "CELSIUS"),
)


def machine_tool(name: str, uuid: str, manufacturer: str = "Cofab demo", model: str = "") -> MachineTool:
    """Return a machine tool with the usual data items: availability, controller, path, power, spindle."""
    items = tuple(DataItem(f"{name}-{n}", n, category, kind, part, u) for n, category, kind, part, u in _ITEMS)
    return MachineTool(name, uuid, manufacturer, model, items)
