from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import translation

from cofab.core.kernel.money import Money
from cofab.web import parts, words

AT = datetime(2026, 12, 9, 8, 5, tzinfo=UTC)  # 16:05 in Shanghai, a Wednesday


@pytest.fixture(autouse=True)
def present():
    before = words._clock[0]
    words.use_clock(lambda: AT)
    with translation.override("en"):
        yield
    words.use_clock(before)


def test_money_is_written_to_the_cent_with_a_true_minus():
    assert words.money(123456) == "¥1,234.56"
    assert words.money(Money(-100, "CNY")) == "−¥1.00"
    assert words.money(123456, 0) == "¥1,235"
    assert words.money(Money(5, "EUR")) == "€0.05"
    assert words.signed(10_000) == "+¥100.00" and words.signed(-1) == "−¥0.01"


def test_none_zero_and_unknown_are_three_things():
    assert words.money(None) == "—" and words.money(0) == "¥0.00" and words.money(None, none="?") == "?"


def test_a_range_names_the_currency_once_and_folds_when_both_ends_are_equal():
    assert words.span(506_400, 626_300) == "¥5,064–6,263"
    assert words.span(100, 120) == "¥1"


def test_dates_carry_the_weekday_and_the_year_only_when_it_is_another():
    assert words.day(AT) == "12-09 Wed" and words.day(date(2027, 3, 24)) == "2027-03-24 Wed"
    with translation.override("zh-hans"):
        assert words.day(AT) == "12-09 周三"
    assert words.moment(AT) == "16:05" and words.moment(AT + timedelta(days=1)) == "12-10 Thu 16:05"


def test_half_days_turn_at_noon_local_time():
    assert words.half_day(datetime(2026, 12, 11, 3, 59, tzinfo=UTC)).endswith("am")
    assert words.half_day(datetime(2026, 12, 11, 4, 0, tzinfo=UTC)).endswith("pm")


@pytest.mark.parametrize(
    ("seconds", "said"),
    [
        (0, "0 s"),
        (59, "59 s"),
        (600, "10 min"),
        (4680, "1 h 18 min"),
        (86400, "1 d"),
        (90000, "1 d 1 h"),
        (90060, "1 d 1 h"),
    ],
)
def test_lengths_show_two_fitting_units(seconds, said):
    assert words.length(seconds) == said


def test_what_is_left_is_a_clock_and_never_negative():
    assert words.left(AT + timedelta(hours=3, minutes=42)) == "3:42"
    assert words.left(AT - timedelta(hours=1)) == "0:00"
    assert words.left(AT + timedelta(days=4, hours=2)) == "4 d"


def test_only_a_later_forecast_is_amber():
    agreed = AT + timedelta(days=3)
    assert "care" not in parts.promised(agreed, agreed - timedelta(days=1))
    assert "+2 d" in parts.promised(agreed, agreed + timedelta(days=2))


def test_a_chip_has_a_known_tone_a_shape_and_its_word_is_escaped():
    with pytest.raises(ValueError, match="tone"):
        parts.chip("red", "late")
    made = parts.chip("care", "<b>late</b>")
    assert "<svg" in made and "&lt;b&gt;" in made


def test_a_sentence_says_lengths_as_the_trade_does():
    said = words.in_trade_units("Allow 1500 µm; the film is 30 µm, Ra 800 nm, 12,050 µm long.")
    assert said == "Allow 1.5 mm; the film is 30 µm, Ra 0.8 µm, 12.05 mm long."


def test_micrometres_are_read_as_millimetres():
    assert [words.millimetres(n) for n in (47_000, 47_012, -500)] == ["47", "47.012", "−0.5"]


def test_the_filter_length_tells_seconds_and_still_counts_lists():
    from django.template import Context, Template

    page = Template("{% load cofab %}{{ seconds|length }} {{ list|length }} {% if list|length > 1 %}many{% endif %}")
    with translation.override("en"):
        assert page.render(Context({"seconds": 4680, "list": ["a", "b"]})) == "1 h 18 min 2 many"
