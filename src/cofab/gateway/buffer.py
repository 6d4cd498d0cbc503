"""What was read and is not acknowledged yet, on disk, with how far each source was read: one SQLite file.

Promises: points and the cursor that they follow from are written in one transaction, so a kill loses nothing and
doubles nothing; a sequence number is never used again, and a new file begins another run.
"""

from __future__ import annotations

import contextlib
import json
import sqlite3
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

from cofab.connectors.port import Cursor
from cofab.core.kernel.window import iso
from cofab.gateway.disclose import Point

_SCHEMA = """
CREATE TABLE IF NOT EXISTS run (id TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS point (
  sequence INTEGER PRIMARY KEY AUTOINCREMENT, machine TEXT NOT NULL, at TEXT NOT NULL, item TEXT NOT NULL,
  value TEXT NOT NULL, unit TEXT NOT NULL DEFAULT '', quality INTEGER NOT NULL DEFAULT 0);
CREATE TABLE IF NOT EXISTS cursor (source TEXT PRIMARY KEY, instance TEXT NOT NULL, following INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS machine (machine TEXT PRIMARY KEY, kept TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS sent (day TEXT NOT NULL, machine TEXT NOT NULL, item TEXT NOT NULL, points INTEGER NOT NULL,
  PRIMARY KEY (day, machine, item));
"""
_KEEP = "INSERT INTO point (machine, at, item, value, unit, quality) VALUES (?, ?, ?, ?, ?, ?)"
_LATER = {"unit": "TEXT NOT NULL DEFAULT ''", "quality": "INTEGER NOT NULL DEFAULT 0"}
"""Columns that a file of an older version gets."""
RESERVE_BYTES = 4 << 20


@dataclass(frozen=True, slots=True)
class Waiting:
    """A point with its number, waiting to be acknowledged; `at` as ISO text."""

    sequence: int
    machine: str
    at: str
    item: str
    value: str
    unit: str = ""
    quality: int = 0


class Buffer:
    """The file `path`; one object a thread. A reserve beside it gives room for acknowledgements on a full disk."""

    def __init__(self, path: Path) -> None:
        """Open the file, make it where there is none."""
        self.db = sqlite3.connect(path, timeout=30, isolation_level=None, check_same_thread=False)
        self.db.execute("PRAGMA journal_mode=WAL")
        self.db.execute("PRAGMA synchronous=FULL")
        self.db.executescript(_SCHEMA)
        self._upgrade()
        self.reserve = path.with_name(f"{path.name}.reserve")
        self._save_room()
        self.run = self._run()

    def _upgrade(self) -> None:
        there = {row[1] for row in self.db.execute("PRAGMA table_info(point)")}
        for name, kind in _LATER.items():
            if name not in there:
                self.db.execute(f"ALTER TABLE point ADD COLUMN {name} {kind}")

    def _save_room(self) -> None:
        """Fill the reserve, where the disk has room for it."""
        with contextlib.suppress(OSError):
            if not self.reserve.exists():
                self.reserve.write_bytes(bytes(RESERVE_BYTES))

    def _run(self) -> str:
        self.db.execute("INSERT INTO run SELECT ? WHERE NOT EXISTS (SELECT 1 FROM run)", (uuid4().hex,))
        row = self.db.execute("SELECT id FROM run ORDER BY rowid LIMIT 1").fetchone()
        return str(row[0])

    def close(self) -> None:
        """Close the file."""
        self.db.close()

    def cursor(self, source: str) -> Cursor | None:
        """Return how far `source` was read."""
        row = self.db.execute("SELECT instance, following FROM cursor WHERE source = ?", (source,)).fetchone()
        return Cursor(row[0], row[1]) if row else None

    def kept(self, machine: str) -> dict[str, Any] | None:
        """Return what was kept of a machine's discloser."""
        row = self.db.execute("SELECT kept FROM machine WHERE machine = ?", (machine,)).fetchone()
        return json.loads(row[0]) if row else None

    def keep(self, source: str, cursor: Cursor, points: Iterable[Point], kept: Mapping[str, dict[str, Any]]) -> None:
        """Write the points of one reading, its cursor and the machines' memory, all or nothing."""
        rows = [(p.machine, iso(p.at), p.item, p.value, p.unit, p.quality) for p in points]
        with self._transaction():
            self.db.executemany(_KEEP, rows)
            self.db.execute("REPLACE INTO cursor VALUES (?, ?, ?)", (source, cursor.instance, cursor.following))
            self.db.executemany("REPLACE INTO machine VALUES (?, ?)", [(m, json.dumps(k)) for m, k in kept.items()])

    def waiting(self, count: int) -> list[Waiting]:
        """Return the first `count` points that wait, by number."""
        query = "SELECT sequence, machine, at, item, value, unit, quality FROM point ORDER BY sequence LIMIT ?"
        return [Waiting(*row) for row in self.db.execute(query, (count,))]

    def size(self) -> int:
        """Return how many points wait."""
        return int(self.db.execute("SELECT count(*) FROM point").fetchone()[0])

    def acknowledged(self, up_to: int, now: datetime) -> None:
        """Remove the points up to number `up_to`, and count what was sent by day, machine and item.

        Where the disk is full, the reserve gives way, for removing needs room too.
        """
        try:
            self._forget(up_to, now.date().isoformat())
        except sqlite3.OperationalError:
            self.reserve.unlink(missing_ok=True)
            self._forget(up_to, now.date().isoformat())
        self._save_room()

    def _forget(self, up_to: int, day: str) -> None:
        with self._transaction():
            self.db.execute(
                "INSERT INTO sent SELECT ?, machine, item, count(*) FROM point WHERE sequence <= ? "
                "GROUP BY machine, item ON CONFLICT DO UPDATE SET points = points + excluded.points",
                (day, up_to),
            )
            self.db.execute("DELETE FROM point WHERE sequence <= ?", (up_to,))

    def sent(self) -> list[tuple[str, str, str, int]]:
        """Return what has left the factory: (day, machine, item, points)."""
        return list(self.db.execute("SELECT day, machine, item, points FROM sent ORDER BY day, machine, item"))

    def _transaction(self) -> _Transaction:
        return _Transaction(self.db)


class _Transaction:
    def __init__(self, db: sqlite3.Connection) -> None:
        self.db = db

    def __enter__(self) -> None:
        self.db.execute("BEGIN IMMEDIATE")

    def __exit__(self, kind: object, *_: object) -> None:
        if kind is None:
            self.db.execute("COMMIT")
        elif self.db.in_transaction:  # SQLite ends it by itself where the disk is full
            self.db.execute("ROLLBACK")
