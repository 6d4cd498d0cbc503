"""Windows behave as sets of instants."""

import itertools
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cofab.core.kernel.window import Window, iso, subtract, union, utc

ZERO = datetime(2026, 1, 1, tzinfo=UTC)


def at(hour: int) -> datetime:
    return ZERO + timedelta(hours=hour)


def window(pair: tuple[int, int]) -> Window:
    return Window(at(min(pair)), at(max(pair)))


WINDOWS = st.lists(
    st.tuples(st.integers(0, 40), st.integers(0, 40)).filter(lambda p: p[0] != p[1]).map(window), max_size=8
)


def hours(windows: list[Window]) -> set[int]:
    return {h for h in range(40) if any(w.start <= at(h) < w.end for w in windows)}


@given(WINDOWS)
def test_union_covers_the_same_hours_once(windows):
    merged = union(windows)
    assert hours(merged) == hours(windows)
    assert all(a.end < b.start for a, b in itertools.pairwise(merged))


@given(WINDOWS, WINDOWS)
def test_subtract_leaves_what_is_not_taken(windows, taken):
    left = subtract(windows, taken)
    assert hours(left) == hours(windows) - hours(taken)
    assert all(a.end <= b.start for a, b in itertools.pairwise(left))


@given(WINDOWS)
def test_cut_and_overlap_agree(windows):
    for a in windows:
        for b in windows:
            assert a.overlaps(b) == (a.cut(b) is not None)
            assert a.contains(b) == (a.cut(b) == b)


def test_touching_windows_do_not_overlap():
    assert not Window(at(0), at(1)).overlaps(Window(at(1), at(2)))


def test_a_window_is_in_utc_and_not_empty():
    with pytest.raises(ValueError, match="after"):
        Window(at(1), at(1))
    shanghai = timezone(timedelta(hours=8))
    with pytest.raises(ValueError, match="UTC"):
        Window(at(0).astimezone(shanghai), at(1).astimezone(shanghai))


def test_times_cross_the_edge_unchanged():
    assert utc("2026-12-09T08:00:00+08:00") == datetime(2026, 12, 9, tzinfo=UTC)
    assert iso(datetime(2026, 12, 9, tzinfo=UTC)) == "2026-12-09T00:00:00Z"
    with pytest.raises(ValueError, match="offset"):
        utc("2026-12-09T08:00:00")
