import re
from datetime import UTC, date, datetime, timedelta
from xml.etree import ElementTree

import pytest
from django.utils import translation

from cofab.web.figures import bands, calendar, svg
from cofab.web.figures.gantt import Bar, Gantt, Row
from cofab.web.figures.tradeoffs import Axis, Choice, Criterion, Tradeoffs

MIDNIGHT = datetime(2026, 12, 8, 16, tzinfo=UTC)  # 12-09 00:00 in Shanghai


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


def hours(kind, start, end, label=""):
    return bands.Span(kind, MIDNIGHT + timedelta(hours=start), MIDNIGHT + timedelta(hours=end), label)


def test_every_state_has_a_fill_and_a_name_and_every_texture_is_defined():
    assert set(svg.FILLS) == set(svg.NAMES)
    used = {m.group(1) for fill in svg.FILLS.values() if (m := re.match(r"url\(#(.+)\)", fill))}
    assert used <= set(re.findall(r'pattern id="([\w-]+)"', svg.textures()))


def test_a_band_says_its_values_and_cuts_what_lies_outside():
    made = bands.band([hours("running", -2, 6), hours("down", 6, 12)], MIDNIGHT, MIDNIGHT + timedelta(days=1))
    root = ElementTree.fromstring(made)
    assert root.get("aria-label") == "Running 22:00–06:00, Down 06:00–12:00"
    assert [r.get("width") for r in root.iter("rect")][1:] == ["25%", "25%"]


def test_a_gap_in_a_signal_stays_a_gap():
    made = ElementTree.fromstring(bands.sparkline([1, 2, None, 3, 4], 9))
    assert len(list(made.iter("polyline"))) == 2


def test_drawings_carry_no_style_and_escape_words():
    chart = Gantt([Row("<mill>", [Bar(MIDNIGHT, MIDNIGHT + timedelta(days=2), "a & b", url="/x")])])
    assert "style=" not in chart.drawing and "&lt;mill&gt;" in chart.drawing and "a &amp; b" in chart.drawing
    ElementTree.fromstring(chart.drawing)


def test_a_gantt_reaches_over_whole_days_and_its_due_date():
    chart = Gantt([Row("m", [Bar(MIDNIGHT + timedelta(hours=5), MIDNIGHT + timedelta(hours=30))])],
                  due=MIDNIGHT + timedelta(days=3, hours=8))  # fmt: skip
    assert chart.reach == (MIDNIGHT, MIDNIGHT + timedelta(days=4))


def test_half_days_take_the_kind_that_fills_most_of_them():
    spans = [hours("own", 8, 11), hours("order", 11, 17, "O-1")]
    made = calendar.slots(spans, date(2026, 12, 9), 2, idle=lambda _at: "open")
    assert [(s.kind, s.at, s.length, s.label) for s in made] == [
        ("own", 0, 1, ""), ("order", 1, 1, "O-1"), ("open", 2, 2, ""),
    ]  # fmt: skip


def test_slots_cover_every_half_day_once():
    made = calendar.slots([hours("down", 1, 60)], date(2026, 12, 9), 14)
    assert sum(s.length for s in made) == 28
    assert [s.at for s in made] == [sum(t.length for t in made[:i]) for i in range(len(made))]


def test_weights_rank_plans_and_the_sum_explains_the_first():
    made = Tradeoffs(
        [Criterion("price", "Price", 30), Criterion("time", "Time", 10)],
        [
            Choice("p1", "A", "", {"price": 1_000_000, "time": 0}, [1]),
            Choice("p2", "B", "", {"price": 0, "time": 1_000_000}, [2]),
        ],
        [Axis("¥", 1, 2)],
    )
    assert [c.letter for c in made.ranked] == ["A", "B"]
    assert sum(points for *_rest, points in made.why) == pytest.approx(made.score(made.ranked[0])) == 75
    assert [(turn.label, turn.value, turn.up, turn.letter) for turn in made.turns] == [
        ("Price", 9, False, "B"),
        ("Time", 31, True, "B"),
    ]
