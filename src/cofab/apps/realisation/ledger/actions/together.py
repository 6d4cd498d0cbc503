"""Entries that several threads ask for at the same moment are written as one set and stand before any is answered.

Why: what a single entry costs is its commit; a set costs the same. Whoever gets the turn writes for all who wait.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from typing import Any

from django.db import DatabaseError

from cofab.apps.base.viewer import Viewer
from cofab.core.kernel.refusal import Refused
from cofab.core.realisation.ledger.entry import Entry

MOST = 500
Write = Callable[[Viewer, Sequence[Entry]], list[Any]]


class _Asked:
    """An entry that waits; `woken` is released when it is answered, or when it is its turn to write for all."""

    __slots__ = ("entry", "refused", "viewer", "woken", "written")

    def __init__(self, viewer: Viewer, entry: Entry) -> None:
        self.viewer, self.entry = viewer, entry
        self.written: Any = None
        self.refused: Exception | None = None
        self.woken = threading.Lock()
        self.woken.acquire()


class Together:
    """A queue of entries in front of `write`, which writes a set in one transaction of its own."""

    def __init__(self, write: Write) -> None:
        self.write = write
        self.waiting: list[_Asked] = []
        self.gate, self.busy = threading.Lock(), False

    def __call__(self, viewer: Viewer, entry: Entry) -> Any:
        """Return what `write` says of the entry, once it stands; raises what refuses this entry, and no other's."""
        asked = _Asked(viewer, entry)
        with self.gate:
            self.waiting.append(asked)
            first, self.busy = not self.busy, True
        if not first:
            asked.woken.acquire()
        if asked.written is None and asked.refused is None:
            self._lead(asked)
        if asked.refused is not None:
            raise asked.refused
        return asked.written

    def _lead(self, mine: _Asked) -> None:
        """Write for all who wait in the same name, then hand the turn on; nobody waits for a leader that failed."""
        with self.gate:
            taken = [asked for asked in self.waiting if asked.viewer == mine.viewer][:MOST]
            left = set(taken)
            self.waiting = [asked for asked in self.waiting if asked not in left]
        try:
            self._write(taken)
        finally:
            with self.gate:
                follower = self.waiting[0] if self.waiting else None
                self.busy = follower is not None
            for asked in (*taken, *([follower] if follower else [])):
                if asked is not mine:
                    asked.woken.release()

    def _write(self, taken: Sequence[_Asked]) -> None:
        try:
            rows = self.write(taken[0].viewer, [asked.entry for asked in taken])
        except Exception as refused:
            if len(taken) == 1 or not isinstance(refused, Refused | DatabaseError):
                for asked in taken:
                    asked.refused = refused
            else:
                for asked in taken:
                    self._write([asked])
        else:
            for asked, row in zip(taken, rows, strict=True):
                asked.written = row
