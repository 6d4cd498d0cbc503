"""Where a connector that is told things, and does not ask, keeps them until they were read and kept by its reader.

Promises: an observation is dropped only when a later `read` shows by its cursor that it was kept; what was missed
(a line that broke, more than fits) is marked in its place.
"""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime
from itertools import islice
from uuid import uuid4

from cofab.connectors.port import Batch, Cursor
from cofab.core.creation.monitor.observation import Observation

MOST = 200_000
COUNT = 5_000


class Inbox:
    """Observations in the order in which they came, at most `most`; safe between threads."""

    def __init__(self, most: int = MOST) -> None:
        """Begin empty; what was before is not known."""
        self.instance, self.most = uuid4().hex, most
        self._lock = threading.Lock()
        self._held: deque[Observation | None] = deque()
        self._first = 1

    def put(self, observations: Iterable[Observation]) -> None:
        """Take observations in; the oldest give way where there are too many."""
        with self._lock:
            self._held.extend(observations)
            self._drop(len(self._held) - self.most)

    def miss(self) -> None:
        """Mark that something was missed here."""
        with self._lock:
            if not self._held or self._held[-1] is not None:
                self._held.append(None)

    @property
    def full(self) -> bool:
        """Tell whether whoever fills it should wait."""
        return len(self._held) >= self.most // 2

    @property
    def kept(self) -> int:
        """Return up to which number everything was kept by the reader."""
        return self._first - 1

    @property
    def last(self) -> int:
        """Return the number of the newest observation."""
        return self._first + len(self._held) - 1

    def read(self, cursor: Cursor | None, count: int = COUNT) -> Batch:
        """Return what follows the cursor, up to `count` and to the next mark; everything before it counts as kept."""
        with self._lock:
            known = cursor is not None and cursor.instance == self.instance
            begin = cursor.following if cursor is not None and known else self._first
            lost = not known or begin < self._first
            self._drop(begin - self._first)
            if self._held and self._held[0] is None:
                lost, begin = True, begin + 1
            found = self._run(begin, count)
        return Batch(found, Cursor(self.instance, max(begin, self._first) + len(found)), datetime.now(UTC), lost)

    def _run(self, begin: int, count: int) -> tuple[Observation, ...]:
        found = []
        offset = max(0, begin - self._first)
        for number, observation in enumerate(islice(self._held, offset, offset + count), self._first + offset):
            if observation is None:
                break
            found.append(replace(observation, sequence=number))
        return tuple(found)

    def _drop(self, count: int) -> None:
        for _ in range(min(count, len(self._held))):
            self._held.popleft()
            self._first += 1
