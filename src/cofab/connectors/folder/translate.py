"""From the lines of a CSV file to core observations: one value a line (time, item, value) or one column an item."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, tzinfo

from cofab.connectors.names import DECIDING, usual_item
from cofab.core.creation.monitor.observation import UNAVAILABLE, Observation

TIME_NAMES = frozenset({"time", "timestamp", "at", "date", "datetime", "时间"})
MACHINE_NAMES = frozenset({"machine", "device", "机床", "设备"})
LONG = frozenset({"item", "value"})
_WAYS = ("%Y-%m-%d %H:%M:%S", "%Y/%m/%d %H:%M:%S", "%Y/%m/%d %H:%M", "%d.%m.%Y %H:%M:%S", "%m/%d/%Y %H:%M:%S")
DELIMITERS = ",;\t|"


def columns_of(line: str) -> tuple[str, list[str]] | None:
    """Return a header's delimiter and its column names in lower case; None for a line without a column of times."""
    delimiter = max(DELIMITERS, key=line.count)
    names = [name.strip().lower() for name in next(csv.reader([line], delimiter=delimiter), [])]
    return (delimiter, names) if TIME_NAMES & set(names) else None


def observations_of(
    lines: Iterable[str], delimiter: str, names: Sequence[str], device: str, zone: tzinfo
) -> list[Observation]:
    """Return what lines tell; a line of another shape or without a readable time tells nothing."""
    place = next(n for n, name in enumerate(names) if name in TIME_NAMES)
    who = next((n for n, name in enumerate(names) if name in MACHINE_NAMES), None)
    found = []
    for row in csv.reader(lines, delimiter=delimiter):
        at = time_of(row[place], zone) if len(row) == len(names) else None
        if at is not None:
            machine = row[who].strip() if who is not None and row[who].strip() else device
            found += [_observation(machine, at, name, value) for name, value in _told(row, names, place, who)]
    return found


def _told(row: Sequence[str], names: Sequence[str], place: int, who: int | None) -> list[tuple[str, str]]:
    if set(names) >= LONG:
        return [(row[names.index("item")].strip(), row[names.index("value")])]
    return [(name, row[n]) for n, name in enumerate(names) if n not in (place, who) and row[n].strip()]


def _observation(machine: str, at: datetime, name: str, value: str) -> Observation:
    item, text = usual_item(name), value.strip() or UNAVAILABLE
    return Observation(machine, at, item, text.upper() if item in DECIDING else text)


def time_of(text: str, zone: tzinfo) -> datetime | None:
    """Return a time as files write it (ISO 8601, usual ways of dates, seconds since 1970), in UTC; None for none."""
    text = text.strip()
    try:
        if text.replace(".", "", 1).isdigit() and len(text) > 8:
            return datetime.fromtimestamp(float(text) / (1000 if float(text) > 1e11 else 1), UTC)
        at = datetime.fromisoformat(text)
    except (ValueError, OverflowError, OSError):
        at = next(filter(None, (_parsed(text, way) for way in _WAYS)), None)
    if at is None:
        return None
    return (at.replace(tzinfo=zone) if at.tzinfo is None else at).astimezone(UTC)


def _parsed(text: str, way: str) -> datetime | None:
    try:
        return datetime.strptime(text, way)  # noqa: DTZ007 (the zone is the caller's)
    except ValueError:
        return None
