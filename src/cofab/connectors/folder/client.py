"""Reads the files of a folder as they grow; the cursor holds how far each was read, so a restart repeats nothing.

Promises: files are only read. A line counts when its end is there: half-written files are safe. A file that was
written anew (another inode, or shorter than what was read) is read from its beginning.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import chain
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from cofab.connectors.folder.translate import columns_of, observations_of
from cofab.connectors.port import NOT_UNDERSTOOD, UNREACHABLE, Batch, Cursor, Device
from cofab.core.creation.monitor.observation import Observation
from cofab.core.kernel.refusal import INVALID, Refused

AT_ONCE = 1 << 20


class FolderReader:
    """A connector to the files in `path` that fit `pattern`."""

    def __init__(
        self, path: str, pattern: str = "*.csv", device: str = "", zone: str = "UTC", encoding: str = "utf-8"
    ) -> None:
        """Prepare; refuses a zone or an encoding that nobody knows."""
        self.path, self.pattern, self.device, self.encoding = Path(path), pattern, device, encoding
        try:
            self.zone = ZoneInfo(zone)
            "".encode(encoding)
        except (ZoneInfoNotFoundError, LookupError, ValueError):
            raise Refused(INVALID, field="zone, encoding", problem=f"{zone}, {encoding}") from None

    def devices(self) -> list[Device]:
        """Return the machines whose lines stand in the files now."""
        found: dict[str, dict[str, str]] = {}
        for observation in chain.from_iterable(self._lines(file, 0)[0] for file in self._files()):
            found.setdefault(observation.machine, {})[observation.item] = observation.item
        return [Device(name, name, "", items) for name, items in sorted(found.items())]

    def read(self, cursor: Cursor | None) -> Batch:
        """Return the lines that were finished since `cursor`, at most a megabyte a file; a first reading reads all."""
        known: dict[str, list[int]] = json.loads(cursor.instance) if cursor else {}
        told: list[Observation] = []
        places: dict[str, list[int]] = {}
        for file in self._files():
            inode, size = file.stat().st_ino, file.stat().st_size
            before = known.get(file.name, [inode, 0])
            begin = before[1] if before[0] == inode and before[1] <= size else 0
            lines, end = self._lines(file, begin)
            told += lines
            places[file.name] = [inode, end]
        number = cursor.following if cursor else 1
        told.sort(key=lambda observation: observation.at)
        at = max((observation.at for observation in told), default=None)
        following = Cursor(json.dumps(places, sort_keys=True), number + len(told))
        return Batch(tuple(told), following, at or datetime.now(UTC), cursor is None, frozenset())

    def close(self) -> None:
        """Nothing is held open."""

    def _files(self) -> Iterator[Path]:
        try:
            yield from sorted(file for file in self.path.glob(self.pattern) if file.is_file())
        except OSError as problem:
            raise Refused(UNREACHABLE, url=str(self.path), problem=str(problem)) from None
        if not self.path.is_dir():
            raise Refused(UNREACHABLE, url=str(self.path), problem="there is no such folder")

    def _lines(self, file: Path, begin: int) -> tuple[list[Observation], int]:
        """Return what the whole lines from byte `begin` on tell, and the byte after the last of them."""
        with file.open("rb") as opened:
            header = opened.readline(AT_ONCE)
            opened.seek(max(begin, len(header)))
            data = opened.read(AT_ONCE)
        if not header.endswith(b"\n"):
            return [], 0
        columns = columns_of(header.decode(self.encoding, "replace").lstrip("\ufeff"))
        if columns is None:
            raise Refused(NOT_UNDERSTOOD, url=str(file), protocol="CSV", problem="no column called time")
        whole = data[: data.rfind(b"\n") + 1]
        lines = whole.decode(self.encoding, "replace").splitlines()
        device = self.device or file.name.split("_")[0].split(".")[0]
        return observations_of(lines, *columns, device, self.zone), max(begin, len(header)) + len(whole)
