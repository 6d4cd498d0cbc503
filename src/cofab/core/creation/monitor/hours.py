"""Figures over spans: measured hours, utilisation, stability; each states what it divides by."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from itertools import pairwise

from cofab.core.creation.monitor.spans import Span, seconds
from cofab.core.creation.monitor.state import DOWN, IDLE, RUNNING, SETUP, UNKNOWN
from cofab.core.kernel.window import Window


def measured_s(found: Sequence[Span], booked: Window | None = None) -> int:
    """Return the seconds that the machine ran or was set up, inside `booked` where given."""
    work = [span for span in found if span.state in (RUNNING, SETUP)]
    if booked is None:
        return sum(seconds(work).values())
    cuts = [cut for span in work if (cut := Window(span.start, span.end).cut(booked))]
    return sum((cut.end - cut.start for cut in cuts), timedelta()) // timedelta(seconds=1)


def utilisation_ppm(found: Sequence[Span]) -> int | None:
    """Return running time over running, set-up, idle and down time in millionths; None where none was heard.

    Off and unknown time is in neither: a closed shop is not idle, and silence is not evidence.
    """
    by_state = seconds(found)
    base = sum(by_state[state] for state in (RUNNING, SETUP, IDLE, DOWN))
    return by_state[RUNNING] * 1_000_000 // base if base else None


def coverage_ppm(found: Sequence[Span]) -> int:
    """Return how much of the time something was heard, in millionths."""
    by_state = seconds(found)
    total = sum(by_state.values())
    return (total - by_state[UNKNOWN]) * 1_000_000 // total if total else 0


def between_faults_s(found: Sequence[Span]) -> int | None:
    """Return the mean seconds of running per fall into down (MTBF); None where it never fell."""
    falls = sum(1 for before, span in pairwise(found) if span.state == DOWN != before.state)
    falls += 1 if found and found[0].state == DOWN else 0
    return seconds(found)[RUNNING] // falls if falls else None
