"""Writes points by binary COPY into the partitions of their months.

Why: COPY straight into a table with row-level security is refused by PostgreSQL, so points are copied to a table of
the session and inserted from there in one statement; the rows are put together here, a good deal faster than one by
one through the driver (bench/ingest.py).
"""

from __future__ import annotations

import struct
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from django.db import connection

from cofab.apps.creation.monitor.batch import Point
from cofab.core.creation.monitor.observation import SIGNAL

_COLUMNS = "machine_id, source_id, sequence, at, item, value, unit, quality, audience"
_STAGE = (
    "CREATE TEMP TABLE IF NOT EXISTS cofab_points (machine_id bigint, source_id bigint, sequence bigint, "
    "at timestamptz, item text, value text, unit text, quality smallint, audience bigint[]) ON COMMIT DELETE ROWS"
)
_COPY = f"COPY cofab_points ({_COLUMNS}) FROM STDIN (FORMAT BINARY)"
_KEEP = (
    f"INSERT INTO creation_observation ({_COLUMNS}) SELECT {_COLUMNS} FROM cofab_points "
    'ORDER BY machine_id, item COLLATE "C", at ON CONFLICT DO NOTHING'
)
"""In the order of the index, which is then filled page by page."""
_OPEN = "INSERT INTO creation_openhour (hour) SELECT unnest(%s::timestamptz[]) ON CONFLICT DO NOTHING"
_HEAD = b"PGCOPY\n\xff\r\n\x00" + bytes(8)
_FIXED = struct.Struct(">hiqiqiqiq")
_EPOCH = datetime(2000, 1, 1, tzinfo=UTC)
_INT8 = 20

_months: set[tuple[str, str]] = set()
"""Months known to have a partition, by database; more than one process may find the same."""


def store(source_id: int, points: Sequence[Point], machines: Mapping[str, Any]) -> None:
    """Keep points of a run inside the caller's transaction; a point that is there already stays as it is."""
    if not points:
        return
    with connection.cursor() as cursor:
        _make_months(cursor, points)
        cursor.execute(_STAGE)
        cursor.execute("DELETE FROM cofab_points")
        with cursor.copy(_COPY) as copy:
            copy.write(binary(source_id, points, machines))
        cursor.execute(_KEEP)
        hours = {p.at.replace(minute=0, second=0, microsecond=0) for p in points if p.item.startswith(SIGNAL)}
        if hours:
            cursor.execute(_OPEN, [sorted(hours)])


def _make_months(cursor: Any, points: Sequence[Point]) -> None:
    """Make the partitions that are missing."""
    database = connection.settings_dict["NAME"]
    for year, month in {(p.at.year, p.at.month) for p in points}:
        if (database, f"{year}-{month}") not in _months:
            cursor.execute("SELECT cofab_observation_month(%s)", [datetime(year, month, 1, 12, tzinfo=UTC)])
            connection.on_commit(lambda y=year, m=month: _months.add((database, f"{y}-{m}")))


def forget_months() -> None:
    """Forget which partitions there are, for some were dropped."""
    _months.clear()


def binary(source_id: int, points: Sequence[Point], machines: Mapping[str, Any]) -> bytes:
    """Return points in PostgreSQL's binary COPY format (documentation of COPY, File Formats)."""
    out = [_HEAD]
    audiences = {key: (row.pk, _array(row.audience)) for key, row in machines.items()}
    known: dict[tuple[str, str, int, str], tuple[bytes, bytes]] = {}
    add, pack = out.append, _FIXED.pack
    for sequence, machine, at, item, value, unit, quality in points:
        number, audience = audiences[machine]
        ends = known.get((item, unit, quality, machine))
        if ends is None:
            tail = _text(unit) + struct.pack(">ih", 2, quality) + audience
            ends = known[item, unit, quality, machine] = _text(item), tail
        since = at - _EPOCH
        micros = (since.days * 86_400 + since.seconds) * 1_000_000 + since.microseconds
        add(pack(9, 8, number, 8, source_id, 8, sequence, 8, micros))
        data = value.encode()
        add(ends[0] + len(data).to_bytes(4, "big") + data + ends[1])
    add(b"\xff\xff")
    return b"".join(out)


def _text(text: str) -> bytes:
    data = text.encode()
    return len(data).to_bytes(4, "big") + data


def _array(values: Sequence[int]) -> bytes:
    """Return a bigint[] with its length before it."""
    inside = struct.pack(">iii", 1 if values else 0, 0, _INT8)
    if values:
        inside += struct.pack(">ii", len(values), 1) + b"".join(struct.pack(">iq", 8, one) for one in values)
    return len(inside).to_bytes(4, "big") + inside
