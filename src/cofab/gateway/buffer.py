"""What was read and is not acknowledged yet, on disk, with how far each source was read: one SQLite file.

Promises: points and the cursor that they follow from are written in one transaction, so a kill loses nothing and
doubles nothing; a sequence number is never used again, and a new file begins another run.
"""

from __future__ import annotations

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
  value TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS cursor (source TEXT PRIMARY KEY, instance TEXT NOT NULL, following INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS machine (machine TEXT PRIMARY KEY, kept TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS sent (day TEXT NOT NULL, machine TEXT NOT NULL, item TEXT NOT NULL, points INTEGER NOT NULL,
  PRIMARY KEY (day, machine, item));
"""


@dataclass(frozen=True, slots=True)
class Waiting:
    """A point with its number, waiting to be acknowledged; `at` as ISO text."""

    sequence: int
    machine: str
    at: str
    item: str
    value: str


class Buffer:
    """The file `path`; one object a thread."""

    def __init__(self, path: Path) -> None:
        """Open the file, make it where there is none."""
        self.db = sqlite3.connect(path, timeout=30, isolation_level=None, check_same_thread=False)
        self.db.execute("PRAGMA journal_mode=WAL")
        self.db.execute("PRAGMA synchronous=FULL")
        self.db.executescript(_SCHEMA)
        self.run = self._run()

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
        rows = [(p.machine, iso(p.at), p.item, p.value) for p in points]
        with self._transaction():
            self.db.executemany("INSERT INTO point (machine, at, item, value) VALUES (?, ?, ?, ?)", rows)
            self.db.execute("REPLACE INTO cursor VALUES (?, ?, ?)", (source, cursor.instance, cursor.following))
            self.db.executemany("REPLACE INTO machine VALUES (?, ?)", [(m, json.dumps(k)) for m, k in kept.items()])

    def waiting(self, count: int) -> list[Waiting]:
        """Return the first `count` points that wait, by number."""
        query = "SELECT sequence, machine, at, item, value FROM point ORDER BY sequence LIMIT ?"
        return [Waiting(*row) for row in self.db.execute(query, (count,))]

    def size(self) -> int:
        """Return how many points wait."""
        return int(self.db.execute("SELECT count(*) FROM point").fetchone()[0])

    def acknowledged(self, up_to: int, now: datetime) -> None:
        """Remove the points up to number `up_to`, and count what was sent by day, machine and item."""
        day = now.date().isoformat()
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
        self.db.execute("COMMIT" if kind is None else "ROLLBACK")
