"""From registers to values: where a value lies, how its words are put together, and its observation."""

from __future__ import annotations

import struct
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from cofab.connectors.names import DECIDING, usual_item
from cofab.core.creation.monitor.observation import BAD, UNAVAILABLE, Observation

KINDS = ("holding", "input", "coil", "discrete")
_FORMATS = {"uint16": ">H", "int16": ">h", "uint32": ">I", "int32": ">i", "float32": ">f"}


@dataclass(frozen=True, slots=True)
class Register:
    """One value: `count` registers (or bits) of `kind` from `address` at the unit `unit`, of machine `device`."""

    name: str
    device: str
    kind: str
    address: int
    unit: int = 1
    type: str = "uint16"
    scale: float = 1.0

    @property
    def count(self) -> int:
        """Return how many registers or bits it takes."""
        return (
            struct.calcsize(_FORMATS[self.type.removesuffix("_low")]) // 2 if self.kind in ("holding", "input") else 1
        )


def register_of(values: Mapping[str, Any], first: str) -> Register:
    """Return a register as the configuration writes it; raises ValueError, naming what is wrong."""
    known = Register.__dataclass_fields__.keys()
    if unknown := values.keys() - known:
        raise ValueError(f"a register does not know {', '.join(sorted(unknown))}")
    found = Register(**{"device": first, "kind": "holding"} | dict(values))
    if found.kind not in KINDS or found.type.removesuffix("_low") not in _FORMATS:
        raise ValueError(f"register {found.name}: kind {found.kind}, type {found.type}")
    return found


def value_of(register: Register, words: Sequence[int | bool]) -> float | int | bool:
    """Return the value that registers (16 bits each) or a bit hold."""
    if register.kind in ("coil", "discrete"):
        return bool(words[0])
    ordered = words[::-1] if register.type.endswith("_low") else words
    packed = struct.pack(f">{len(ordered)}H", *ordered)
    (value,) = struct.unpack(_FORMATS[register.type.removesuffix("_low")], packed)
    return value if register.scale == 1.0 else round(value * register.scale, 9)


def observation_of(register: Register, value: float | int | bool | None, at: datetime) -> Observation:
    """Return the observation of a reading; None is one that failed."""
    item = usual_item(register.name)
    if value is None:
        return Observation(register.device, at, item, UNAVAILABLE, 0, "", BAD)
    text = ("true" if value else "false") if isinstance(value, bool) else str(value)
    return Observation(register.device, at, item, text.upper() if item in DECIDING else text)
