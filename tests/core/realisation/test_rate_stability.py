"""A machine's steadiness counts only time in which it was heard."""

from datetime import UTC, datetime, timedelta

import pytest

from cofab.core.creation.monitor.spans import Span
from cofab.core.realisation.rate.stability import stability_ppm

AT = datetime(2026, 11, 1, tzinfo=UTC)


def _spans(**hours):
    made, at = [], AT
    for state, length in hours.items():
        made.append(Span(state, at, at + timedelta(hours=length)))
        at = made[-1].end
    return made


@pytest.mark.parametrize(
    ("hours", "good"),
    [
        ({"running": 30, "down": 10}, 750_000),
        ({"running": 10, "setup": 10, "idle": 10, "down": 10, "off": 500, "unknown": 100}, 750_000),
        ({"down": 24}, 0),
        ({"running": 23}, None),
        ({"off": 700, "unknown": 20}, None),
    ],
)
def test_up_time_over_up_and_down_time_once_a_day_was_heard(hours, good):
    assert stability_ppm(_spans(**hours)) == good
