"""From observations in order to spans of one state each, covering a window without hole or overlap."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from cofab.core.creation.monitor.observation import Observation
from cofab.core.creation.monitor.state import STATES, UNKNOWN, Reading
from cofab.core.kernel.money import allocate
from cofab.core.kernel.window import Window

HEARTBEAT_S = 600
"""Silence that is believed where a stream states no heartbeat of its own.

Source: the reference MTConnect agent's LegacyTimeout for adapters that do not answer a ping.
"""


@dataclass(frozen=True, slots=True)
class Span:
    """The machine was in `state` from `start` up to but not including `end`."""

    state: str
    start: datetime
    end: datetime


class Tracker:
    """Follows one machine observation by observation and yields each change of state.

    Promises: a silence longer than `heartbeat_s` is unknown from its last sign of life plus the heartbeat.
    """

    def __init__(self, heartbeat_s: int = HEARTBEAT_S) -> None:
        """Start with nothing heard."""
        self.heartbeat = timedelta(seconds=heartbeat_s)
        self.reading = Reading()
        self.heard: datetime | None = None
        self.state = UNKNOWN

    def seed(self, values: Mapping[str, str], heard: datetime) -> None:
        """Begin with what was known at `heard`: the last value of each item (no conditions)."""
        self.reading.values = dict(values)
        self.heard, self.state = heard, self.reading.state

    def silence(self, at: datetime) -> list[tuple[datetime, str]]:
        """Return the change to unknown, if the machine has been silent too long at `at`; at most one."""
        if self.heard is None or at - self.heard <= self.heartbeat:
            return []
        self.reading.forget()
        since, self.heard = self.heard + self.heartbeat, None
        return self._change(since)

    def lose(self) -> list[tuple[datetime, str]]:
        """Return the change to unknown since the last sign of life: the source says that something was missed."""
        since, self.heard = self.heard, None
        self.reading.forget()
        return self._change(since) if since else []

    def take(self, observation: Observation) -> list[tuple[datetime, str]]:
        """Return the changes (when, to which state) that the observation brings; none, one or two."""
        changes = self.silence(observation.at)
        self.heard = max(self.heard, observation.at) if self.heard else observation.at
        self.reading.apply(observation)
        return changes + self._change(observation.at)

    def _change(self, at: datetime) -> list[tuple[datetime, str]]:
        state = self.reading.state
        if state == self.state:
            return []
        self.state = state
        return [(at, state)]


def spans(
    observations: Iterable[Observation],
    window: Window,
    heartbeat_s: int = HEARTBEAT_S,
    before: tuple[Mapping[str, str], datetime] | None = None,
) -> list[Span]:
    """Return the spans of one machine over `window`; they touch, and their lengths sum to the window.

    Observations may come in any order and from before the window: they tell the state at its start. So does
    `before`, the values known before the first observation and when the machine was last heard then.
    Observations at or after the window's end are left aside. Before the first one the state is unknown.
    """
    tracker = Tracker(heartbeat_s)
    changes: list[tuple[datetime, str]] = []
    if before:
        tracker.seed(*before)
        changes.append((before[1], tracker.state))
    for observation in sorted(observations, key=lambda o: o.at):
        if observation.at >= window.end:
            break
        changes += tracker.take(observation)
    changes += tracker.silence(window.end)
    return cover(changes, window)


def cover(changes: Iterable[tuple[datetime, str]], window: Window) -> list[Span]:
    """Return the spans over `window` for changes of state in time order; unknown before the first."""
    found: list[Span] = []
    state, since = UNKNOWN, window.start
    for at, after in changes:
        start = min(max(at, window.start), window.end)
        if start > since and after != state:
            found.append(Span(state, since, start))
            since = start
        state = after
    if since < window.end:
        found.append(Span(state, since, window.end))
    return _merged(found)


def _merged(found: Sequence[Span]) -> list[Span]:
    merged: list[Span] = []
    for span in found:
        if merged and merged[-1].state == span.state:
            merged[-1] = Span(span.state, merged[-1].start, span.end)
        else:
            merged.append(span)
    return merged


def seconds(found: Sequence[Span]) -> dict[str, int]:
    """Return whole seconds per state; they sum to the whole seconds covered, remainders by largest fraction."""
    exact = dict.fromkeys(STATES, 0)
    for span in found:
        exact[span.state] = exact.get(span.state, 0) + (span.end - span.start) // timedelta(microseconds=1)
    total = sum(exact.values())
    if not total:
        return exact
    return dict(zip(exact, allocate(total // 1_000_000, list(exact.values())), strict=True))
