"""Own work is read as firms write it: typed lines, tables from a spreadsheet, half-days; what is wrong is told."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cofab.core.kernel.refusal import Refused
from cofab.core.kernel.window import Window
from cofab.core.proposition.publish.own_work import ENDS_BEFORE, LINE_SHORT, NOT_A_TIME, read_table, weekly

ZONE, TODAY = "Asia/Shanghai", date(2026, 12, 1)


def at(day: int, hour: int) -> datetime:
    return datetime(2026, 12, day, hour, tzinfo=UTC)


@pytest.mark.parametrize(
    ("line", "window"),
    [
        ("VMC-1, 2026-12-07 08:00, 2026-12-07 12:00, covers", Window(at(7, 0), at(7, 4))),
        ("VMC-1\t2026/12/07 8:00\t12:00\tcovers", Window(at(7, 0), at(7, 4))),
        ("VMC-1, 12-07 am", Window(at(6, 16), at(7, 4))),
        ("VMC-1；12月7日 下午", Window(at(7, 4), at(7, 16))),
        ("VMC-1, 2026-12-07 全天", Window(at(6, 16), at(7, 16))),
    ],
)
def test_lines_are_read_as_they_are_written(line, window):
    (one,) = read_table(line, ZONE, TODAY)
    assert (one.machine, one.window, one.code) == ("VMC-1", window, "")


def test_headings_in_either_language_say_what_stands_where():
    text = '开始,结束,设备,类型,说明\n2026-12-07 08:00,2026-12-07 10:00,车 CK-1,保养,"导轨, 油"\n'
    (one,) = read_table("\ufeff" + text, ZONE, TODAY)
    assert (one.machine, one.kind, one.label) == ("车 CK-1", "closure", "导轨, 油")
    assert one.window == Window(at(7, 0), at(7, 2))


def test_a_wrong_line_says_what_is_wrong_and_leaves_the_others_alone():
    text = "VMC-1,2026-12-07 08:00,07:00\nVMC-1,soon,later\nVMC-1\nVMC-1,2026-02-30 08:00,10:00\nVMC-1,12-08 am"
    found = read_table(text, ZONE, TODAY)
    assert [one.code for one in found] == [ENDS_BEFORE, NOT_A_TIME, LINE_SHORT, NOT_A_TIME, ""]
    with pytest.raises(Refused, match="too_many_lines"):
        read_table("VMC-1,12-08 am\n" * 2_001, ZONE, TODAY)


def test_a_day_without_a_year_is_the_next_one():
    assert read_table("M,01-05 am", ZONE, TODAY)[0].window.start.year == 2027
    assert read_table("M,11-20 am", ZONE, TODAY)[0].window.start.year == 2026


def test_weekly_keeps_the_wall_clock_over_a_change_of_the_clocks():
    first = Window(datetime(2026, 10, 19, 6, tzinfo=UTC), datetime(2026, 10, 19, 10, tzinfo=UTC))
    found = weekly(first, date(2026, 11, 2), "Europe/Berlin")
    assert [one.start.hour for one in found] == [6, 7, 7]
    assert [one.seconds for one in found] == [14_400] * 3


@given(st.text(max_size=200))
def test_whatever_is_typed_gives_entries_or_a_refusal(text):
    for one in read_table(text, ZONE, TODAY):
        assert (one.window is None) == bool(one.code)
