"""Half-open stretches of UTC time, [start, end), and the algebra over lists of them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta


@dataclass(frozen=True, slots=True, order=True)
class Window:
    """The time from `start` up to but not including `end`; both aware, in UTC, start < end."""

    start: datetime
    end: datetime

    def __post_init__(self) -> None:
        """Raise ValueError for a naive or empty window."""
        if self.start.utcoffset() != timedelta(0) or self.end.utcoffset() != timedelta(0):
            raise ValueError("a window is in UTC")
        if self.start >= self.end:
            raise ValueError("a window ends after it starts")

    @property
    def seconds(self) -> int:
        """Return the length in whole seconds."""
        return int((self.end - self.start).total_seconds())

    def overlaps(self, other: Window) -> bool:
        """Tell whether the two share any instant."""
        return self.start < other.end and other.start < self.end

    def contains(self, other: Window) -> bool:
        """Tell whether `other` lies wholly inside."""
        return self.start <= other.start and other.end <= self.end

    def cut(self, other: Window) -> Window | None:
        """Return the shared part, or None."""
        start, end = max(self.start, other.start), min(self.end, other.end)
        return Window(start, end) if start < end else None


def union(windows: Iterable[Window]) -> list[Window]:
    """Return the windows merged: sorted, disjoint, touching ones joined."""
    merged: list[Window] = []
    for window in sorted(windows):
        if merged and window.start <= merged[-1].end:
            merged[-1] = Window(merged[-1].start, max(merged[-1].end, window.end))
        else:
            merged.append(window)
    return merged


def subtract(windows: Iterable[Window], taken: Iterable[Window]) -> list[Window]:
    """Return what of `windows` remains when every window in `taken` is cut out."""
    holes = union(taken)
    left: list[Window] = []
    first = 0
    for window in union(windows):
        while first < len(holes) and holes[first].end <= window.start:
            first += 1
        start, i = window.start, first
        while i < len(holes) and holes[i].start < window.end:
            if start < holes[i].start:
                left.append(Window(start, holes[i].start))
            start = max(start, holes[i].end)
            i += 1
        if start < window.end:
            left.append(Window(start, window.end))
    return left


def utc(text: str) -> datetime:
    """Read an ISO 8601 time with an offset into UTC; raises ValueError without an offset."""
    at = datetime.fromisoformat(text)
    if at.tzinfo is None:
        raise ValueError("a time needs an offset")
    return at.astimezone(UTC)


def iso(at: datetime) -> str:
    """Write an aware time as ISO 8601 in UTC with a trailing Z, microseconds only where there are any."""
    return at.astimezone(UTC).isoformat().replace("+00:00", "Z")
