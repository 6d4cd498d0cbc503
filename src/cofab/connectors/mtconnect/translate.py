"""From MTConnect's vocabulary, in XML or in SHDR lines, to core observations."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime, timedelta

from cofab.connectors.names import DECIDING, TYPES, USUAL_NAMES
from cofab.core.creation.monitor.observation import (
    ALIVE,
    CONDITION,
    SIGNAL,
    Observation,
    condition,
)
from cofab.core.kernel.window import utc

_LEVELS = frozenset({"NORMAL", "WARNING", "FAULT", "UNAVAILABLE"})
_NOT_PROGRESS = frozenset({"BAD", "TARGET", "REMAINING"})
_CONDITION_FIELDS = 5
_SHORTEST = len("2026-03-02T08")


def type_of(tag: str) -> str:
    """Return the data item type of a streams element: "ControllerMode" is CONTROLLER_MODE."""
    return "".join(f"_{c}" if c.isupper() and i else c for i, c in enumerate(tag)).upper()


def item_of(kind: str, name: str, sub_type: str = "") -> str:
    """Return the core item of a data item of type `kind` called `name`; sub-programs and wasted parts are signals."""
    if kind == "PART_COUNT" and sub_type.upper() in _NOT_PROGRESS:
        return f"{SIGNAL}{name}"
    if kind == "PROGRAM" and sub_type:
        return f"{SIGNAL}{name}"
    return TYPES.get(kind, f"{SIGNAL}{name}")


def observation_of(machine: str, tag: str, group: str, facts: Mapping[str, str], text: str) -> Observation | None:
    """Return the observation of one element of a streams document; None for an empty one.

    `group` is Samples, Events or Condition; raises KeyError or ValueError without id, time or number.
    """
    at, sequence = utc(facts["timestamp"]), int(facts["sequence"])
    name = facts.get("name") or facts["dataItemId"]
    if group == "Condition":
        value = condition(tag, facts.get("nativeCode", ""), text.strip())
        return Observation(machine, at, f"{CONDITION}{facts['dataItemId']}", value, sequence)
    item = item_of(type_of(tag.rpartition(":")[2]), name, facts.get("subType", ""))
    return Observation(machine, at, item, _value(item, text), sequence)


def from_shdr(lines: Iterable[str], machine: str = "", types: Mapping[str, str] | None = None) -> Iterator[Observation]:
    """Yield the observations of SHDR lines ("time|item|value|item|value..."), numbered in file order.

    `types` maps an item's name or id to its data item type. Lines that are commands ("* PING"), empty, or without a
    readable time are left out; a time without offset is UTC, as agents read it. A condition is
    "item|level|code|severity|qualifier|text", alone on its line. An adapter's PONG between two lines is a sign of life
    one heartbeat after the one before it.
    """
    number, pongs, before, pulse_of = 0, 0, None, machine
    heartbeat = timedelta(0)
    for line in lines:
        if declared := _pong(line):
            heartbeat, pongs = timedelta(seconds=declared), pongs + 1
            continue
        stamp, _, rest = line.rstrip("\r\n").partition("|")
        at = _time(stamp)
        if at is None or not rest:
            continue
        for pulse in _pulses(before, at, heartbeat, pongs):
            number += 1
            yield Observation(pulse_of, pulse, ALIVE, "", number)
        before, pongs = at, 0
        for name, item, value in _pairs(rest.split("|"), types or {}):
            number += 1
            pulse_of = name.rpartition(":")[0] or machine
            yield Observation(pulse_of, at, item, value, number)


def _pulses(before: datetime | None, at: datetime, heartbeat: timedelta, pongs: int) -> Iterator[datetime]:
    """Yield when an adapter answered between two lines."""
    if before is not None and heartbeat:
        yield from (pulse for n in range(1, pongs + 1) if (pulse := before + n * heartbeat) < at)


def heartbeat_of(lines: Iterable[str]) -> int | None:
    """Return the seconds of the heartbeat that an adapter declares ("* PONG 10000"), at least 1, or None."""
    return next((seconds for line in lines if (seconds := _pong(line))), None)


def _pong(line: str) -> int:
    words = line.split()
    declares = words[:2] == ["*", "PONG"] and len(words) == 3 and words[2].isdigit()
    return max(1, int(words[2]) // 1000) if declares else 0


def _time(stamp: str) -> datetime | None:
    if len(stamp) < _SHORTEST:
        return None
    try:
        at = datetime.fromisoformat(stamp.partition("@")[0].strip().lstrip("\ufeff"))
        return at.replace(tzinfo=UTC) if at.tzinfo is None else at.astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def _value(item: str, text: str) -> str:
    """Return a value as the core reads it: words that decide a state in capitals, everything else as it came."""
    return text.strip().upper() if item in DECIDING else text.strip()


def _pairs(fields: list[str], types: Mapping[str, str]) -> Iterator[tuple[str, str, str]]:
    """Yield (name, item, value); raises nothing: what does not pair up is left out."""
    name, level = fields[0], fields[1].strip().upper() if len(fields) > 1 else ""
    if level in _LEVELS and len(fields) > _CONDITION_FIELDS:
        text = fields[5].strip()
        yield name, f"{CONDITION}{_short(name)}", condition(level, fields[2].strip(), text)
        return
    for name, value in zip(fields[::2], fields[1::2], strict=False):
        short = _short(name)
        kind = types.get(short) or USUAL_NAMES.get(short.lower(), "")
        item = item_of(kind, short)
        yield name, item, _value(item, value)


def _short(name: str) -> str:
    return name.rpartition(":")[2].strip()
