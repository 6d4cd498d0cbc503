"""Shift rules become free windows: zones, nights, holidays, other work, operators."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from random import Random

from cofab.core.kernel.window import Window, subtract, union
from cofab.core.proposition.publish.calendar import Calendar, Shift, calendar_from, crew_of, free, open_windows

WEEK = frozenset(range(5))
DAY_SHIFT = Shift(WEEK, ((time(8), time(12)), (time(13), time(17))))
MONDAY = datetime(2026, 3, 2, tzinfo=UTC)


def _hours(*pairs: tuple[float, float], day: datetime = MONDAY) -> list[Window]:
    return [Window(day + timedelta(hours=a), day + timedelta(hours=b)) for a, b in pairs]


def test_local_hours_become_utc() -> None:
    shanghai = Calendar((DAY_SHIFT,))
    assert open_windows(shanghai, Window(MONDAY, MONDAY + timedelta(days=1))) == _hours((0, 4), (5, 9))


def test_the_wall_clock_stays_when_summer_time_begins() -> None:
    berlin = Calendar((DAY_SHIFT,), "Europe/Berlin")
    friday, monday = datetime(2026, 3, 27, tzinfo=UTC), datetime(2026, 3, 30, tzinfo=UTC)
    assert open_windows(berlin, Window(friday, friday + timedelta(days=1)))[0].start.hour == 7
    assert open_windows(berlin, Window(monday, monday + timedelta(days=1)))[0].start.hour == 6


def test_a_night_shift_runs_into_the_next_day() -> None:
    night = Calendar((Shift(frozenset({0}), ((time(20), time(8)),)),), "UTC")
    assert open_windows(night, Window(MONDAY, MONDAY + timedelta(days=7))) == _hours((20, 32))
    assert open_windows(night, Window(MONDAY + timedelta(days=1), MONDAY + timedelta(days=2))) == _hours((24, 32))


def test_holidays_close_and_worked_sundays_open() -> None:
    calendar = Calendar((DAY_SHIFT,), "UTC", frozenset({date(2026, 3, 2)}), frozenset({date(2026, 3, 8)}))
    days = {w.start.date() for w in open_windows(calendar, Window(MONDAY, MONDAY + timedelta(days=7)))}
    assert days == {date(2026, 3, d) for d in (3, 4, 5, 6, 8)}


def test_other_work_ends_a_stretch_and_nights_do_not() -> None:
    calendar = Calendar((DAY_SHIFT,), "UTC")
    own = _hours((24 + 9, 24 + 10))
    found = free(calendar, Window(MONDAY, MONDAY + timedelta(days=3)), own)
    assert found.stretches == (0, 0, 0, 1, 1, 1, 1)
    assert found.hands == (0,) * 7


def test_a_booking_in_the_night_ends_a_stretch_too() -> None:
    found = free(Calendar((DAY_SHIFT,), "UTC"), Window(MONDAY, MONDAY + timedelta(days=2)), _hours((20, 22)))
    assert found.stretches == (0, 0, 1, 1)


def test_a_machine_without_an_operator_left_is_not_free_but_its_stretch_goes_on() -> None:
    crew = crew_of(2, _hours((9, 11), (10, 15)))
    found = free(Calendar((DAY_SHIFT,), "UTC"), Window(MONDAY, MONDAY + timedelta(days=1)), [], crew)
    assert list(found.windows) == _hours((8, 9), (9, 10), (11, 12), (13, 15), (15, 17))
    assert found.hands == (2, 1, 1, 1, 2)
    assert set(found.stretches) == {0}


def test_free_time_is_what_subtraction_leaves_whatever_is_taken() -> None:
    calendar, between = Calendar((DAY_SHIFT,), "UTC"), Window(MONDAY, MONDAY + timedelta(days=5))
    for seed in range(30):
        random = Random(seed)
        taken = [_hours((a, a + random.randint(1, 30)))[0] for a in random.sample(range(110), 5)]
        found = free(calendar, between, taken)
        assert list(found.windows) == subtract(open_windows(calendar, between), taken)
        assert list(found.windows) == union(found.windows)
        for n in range(1, len(found.windows)):
            gap = Window(found.windows[n - 1].end, found.windows[n].start)
            assert any(gap.overlaps(t) for t in taken) == (found.stretches[n] != found.stretches[n - 1])


def test_a_calendar_survives_being_stored() -> None:
    calendar = Calendar((DAY_SHIFT,), "Asia/Shanghai", frozenset({date(2026, 10, 1)}), frozenset({date(2026, 10, 10)}))
    assert calendar_from(calendar.as_json()) == calendar
