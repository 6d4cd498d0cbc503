"""The life of a work order, its counts and its forecast."""

from datetime import UTC, datetime, timedelta

import pytest

from cofab.core.creation.produce.work import OPEN, WORK, Progress, count, forecast_end, piece_s
from cofab.core.kernel.refusal import Refused
from cofab.core.kernel.window import Window

NOW = datetime(2026, 3, 2, 8, tzinfo=UTC)


def hours(start: float, end: float) -> Window:
    return Window(NOW + timedelta(hours=start), NOW + timedelta(hours=end))


def test_every_pair_of_state_and_event_is_a_move_or_a_refusal():
    for state in WORK.states:
        for event in WORK.events:
            if event in WORK.allows(state):
                assert WORK.after(state, event) in WORK.states
            else:
                with pytest.raises(Refused):
                    WORK.after(state, event)
    assert set(WORK.states) - OPEN == WORK.final == {"done", "moved", "cancelled"}


def test_counts_stay_between_nothing_and_the_quantity():
    progress = count(Progress(10), done=9, scrap=2)
    assert (progress.done, progress.scrap, progress.left, progress.complete) == (9, 2, 1, False)
    assert count(progress, done=-1).done == 8
    with pytest.raises(Refused, match="too_many"):
        count(progress, done=2)
    with pytest.raises(Refused, match="below_zero"):
        count(progress, scrap=-3)


def test_the_measured_rate_replaces_the_planned_one_after_three_pieces():
    assert piece_s(720, done=2, running_s=2000) == 720
    assert piece_s(720, done=4, running_s=3001) == 751
    assert piece_s(720, done=4, running_s=0) == 720


def test_the_forecast_runs_over_shifts_and_jumps_closures():
    shifts = [hours(0, 4), hours(5, 9)]
    assert forecast_end(NOW, 3600, shifts) == NOW + timedelta(hours=1)
    assert forecast_end(NOW, 5 * 3600, shifts) == NOW + timedelta(hours=6)
    assert forecast_end(NOW, 5 * 3600, shifts, [hours(1, 2)]) == NOW + timedelta(hours=7)
    assert forecast_end(NOW + timedelta(hours=8), 2 * 3600, shifts) == NOW + timedelta(hours=10)
    assert forecast_end(NOW, 60, []) == NOW + timedelta(minutes=1)
