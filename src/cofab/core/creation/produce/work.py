"""The life of a work order, its count of pieces and its forecast end from the measured rate."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from cofab.core.kernel.lifecycle import Lifecycle
from cofab.core.kernel.refusal import Refused, declare
from cofab.core.kernel.window import Window, subtract, union

TOO_MANY = declare("produce.too_many", "{counted} pieces are more than the {quantity} of this work order.")
BELOW_ZERO = declare("produce.below_zero", "A count cannot fall below zero.")
UNFINISHED = declare("produce.unfinished", "{missing} pieces are still missing. Say so if you stop here.")

WORK = Lifecycle(
    "work",
    "planned",
    {
        ("planned", "release"): "ready",
        ("planned", "start"): "running",
        ("ready", "start"): "running",
        ("running", "pause"): "paused",
        ("running", "done"): "done",
        ("paused", "start"): "running",
        ("paused", "done"): "done",
        ("planned", "move"): "moved",
        ("ready", "move"): "moved",
        ("running", "move"): "moved",
        ("paused", "move"): "moved",
        ("planned", "cancel"): "cancelled",
        ("ready", "cancel"): "cancelled",
        ("running", "cancel"): "cancelled",
        ("paused", "cancel"): "cancelled",
    },
)
"""A machine that stops pauses the work; `move` ends it here because another machine takes the rest."""

OPEN = frozenset({"planned", "ready", "running", "paused"})

MEASURED_FROM = 3
"""Pieces after which the measured rate is believed instead of the planned one."""


@dataclass(frozen=True, slots=True)
class Progress:
    """`done` good pieces and `scrap` of `quantity` wanted."""

    quantity: int
    done: int = 0
    scrap: int = 0

    @property
    def left(self) -> int:
        """Return the good pieces still to make."""
        return max(0, self.quantity - self.done)

    @property
    def complete(self) -> bool:
        """Tell whether every good piece is there."""
        return self.done >= self.quantity


def count(progress: Progress, done: int = 0, scrap: int = 0) -> Progress:
    """Return the progress after `done` more good pieces and `scrap` more bad ones (either may be negative).

    Refuses a count below zero, and more good pieces than wanted.
    """
    after = Progress(progress.quantity, progress.done + done, progress.scrap + scrap)
    if after.done < 0 or after.scrap < 0:
        raise Refused(BELOW_ZERO)
    if after.done > after.quantity:
        raise Refused(TOO_MANY, counted=after.done, quantity=after.quantity)
    return after


def piece_s(planned_s: int, done: int, running_s: int) -> int:
    """Return the seconds a piece takes: measured after MEASURED_FROM pieces, before that as planned, at least 1."""
    if done >= MEASURED_FROM and running_s > 0:
        return max(1, -(-running_s // done))
    return max(1, planned_s)


def forecast_end(now: datetime, work_s: int, working: Sequence[Window], closed: Sequence[Window] = ()) -> datetime:
    """Return when `work_s` seconds of work from `now` end, laid over the working windows less the closed ones.

    Where the windows run out the rest is laid end to end after the last one: a floor, not a promise.
    """
    left = timedelta(seconds=work_s)
    end = now
    for window in subtract(union(working), closed):
        start = max(window.start, now)
        if start >= window.end:
            continue
        if start + left <= window.end:
            return start + left
        left -= window.end - start
        end = window.end
    return end + left
