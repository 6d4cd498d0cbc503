"""From OPC UA names, values and status codes to core observations.

Names of OPC 40501-1 (machine tools) and OPC 40001-1 (machinery) are known; other names by what machines usually call
such things; everything else is a signal called by its path.
Source of the enumerations: OPC 40501-1, 12.1 ChannelState, 12.2 ChannelMode, 12.5 MachineOperationMode.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from cofab.connectors.names import DECIDING, usual_item
from cofab.core.creation.monitor.observation import (
    BAD,
    EXECUTION,
    GOOD,
    MODE,
    PART_COUNT,
    PROGRAM,
    SIGNAL,
    UNAVAILABLE,
    UNCERTAIN,
    Observation,
)

_CHANNEL_STATE = {"0": "ACTIVE", "1": "INTERRUPTED", "2": "READY"}
_CHANNEL_MODE = {"0": "AUTOMATIC", "1": "MANUAL_DATA_INPUT", "2": "MANUAL", "3": "MANUAL", "4": "MANUAL", "6": "MANUAL"}
_MACHINE_MODE = {"0": "MANUAL", "1": "AUTOMATIC", "2": "MANUAL"}
_ITEM_STATE = {"Executing": "ACTIVE", "NotExecuting": "READY", "OutOfService": UNAVAILABLE, "NotAvailable": UNAVAILABLE}
_ITEM_MODE = {"Processing": "AUTOMATIC", "Setup": "MANUAL", "Maintenance": "MANUAL"}


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a variable stands for: a core item, and its words for values; `rank` decides between two for one item."""

    item: str
    words: Mapping[str, str] = field(default_factory=dict)
    rank: int = 0


COMPANION = {
    "ChannelState": Meaning(EXECUTION, _CHANNEL_STATE, 2),
    "ChannelMode": Meaning(MODE, _CHANNEL_MODE, 2),
    "OperationMode": Meaning(MODE, _MACHINE_MODE, 1),
    "MachineryItemState/CurrentState": Meaning(EXECUTION, _ITEM_STATE, 1),
    "MachineryOperationMode/CurrentState": Meaning(MODE, _ITEM_MODE, 0),
    "ActiveProgram/Name": Meaning(PROGRAM, {}, 2),
    "PartsCompleted": Meaning(PART_COUNT, {}, 2),
    "PartsProducedInLifetime": Meaning(PART_COUNT, {}, 1),
}
"""By the end of a variable's path of browse names."""


def meaning_of(path: str) -> Meaning:
    """Return what the variable at a path (browse names joined by "/") stands for."""
    for end, meaning in COMPANION.items():
        if path == end or path.endswith(f"/{end}"):
            return meaning
    last = path.rpartition("/")[2]
    usual = usual_item(last)
    return Meaning(f"{SIGNAL}{path}" if usual.startswith(SIGNAL) else usual)


def meanings(paths: Iterable[str], mapped: Iterable[str] = ()) -> dict[str, Meaning]:
    """Return what each variable of one machine stands for: of several for one item the best named, else the first.

    A path that the owner mapped, and one that lost, is a signal of its path.
    """
    mapped, best = set(mapped), dict[str, tuple[int, str]]()
    found = {path: Meaning(f"{SIGNAL}{path}") if path in mapped else meaning_of(path) for path in paths}
    for path, meaning in found.items():
        if meaning.item not in best or meaning.rank > best[meaning.item][0]:
            best[meaning.item] = meaning.rank, path
    return {p: m if best[m.item][1] == p else Meaning(f"{SIGNAL}{p}") for p, m in found.items()}


def observation_of(machine: str, meaning: Meaning, value: Any, unit: str = "") -> Observation:
    """Return the observation of a DataValue; one of bad status is UNAVAILABLE, times are the source's, else now."""
    quality = quality_of(value.StatusCode.value if value.StatusCode is not None else 0)
    at = value.SourceTimestamp or value.ServerTimestamp or datetime.now(UTC)
    at = at.replace(tzinfo=UTC) if at.tzinfo is None else at.astimezone(UTC)
    raw = value.Value.Value if value.Value is not None else None
    text = UNAVAILABLE if raw is None or quality == BAD else _text(raw)
    if meaning.words and text != UNAVAILABLE:
        text = meaning.words.get(text, "OTHER")
    elif meaning.item in DECIDING:
        text = text.upper()
    return Observation(machine, at, meaning.item, text, 0, unit, quality)


def quality_of(status: int) -> int:
    """Return the quality that a status code's two highest bits tell."""
    return (GOOD, UNCERTAIN, BAD, BAD)[status >> 30 & 3]


def _text(raw: Any) -> str:
    if isinstance(raw, bool):
        return "true" if raw else "false"
    if isinstance(raw, int):
        return str(int(raw))
    text = getattr(raw, "Text", None)
    return str(text if text is not None else raw)
