"""How steadily a machine ran, as a record for its firm's credit."""

from __future__ import annotations

from collections.abc import Sequence

from cofab.core.creation.monitor.spans import Span, seconds
from cofab.core.creation.monitor.state import DOWN, IDLE, RUNNING, SETUP

LEAST_S = 86_400
"""A machine that was heard for less than a day in all tells nothing."""


def stability_ppm(spans: Sequence[Span]) -> int | None:
    """Return up time over up and down time in millionths; None where less than a day of either was heard.

    Off and unknown time is in neither: a closed shop is not unstable, and silence is not evidence.
    """
    by_state = seconds(spans)
    up = sum(by_state[state] for state in (RUNNING, SETUP, IDLE))
    heard = up + by_state[DOWN]
    return up * 1_000_000 // heard if heard >= LEAST_S else None
