"""What is read of a message, where it stands in it, and what is not read."""

# ruff: noqa: E501 (patterns and messages stand on one line each)
from __future__ import annotations

import time
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cofab.core.kernel.refusal import Refused
from cofab.core.proposition.demand.text.numbers import number
from cofab.core.proposition.demand.text.reading import LONGEST, Places, read_text

TODAY = date(2026, 11, 18)
PLACES = Places({"fenghua": ("奉化", "Fenghua")})


def values(text: str, name: str) -> list[object]:
    return list(read_text(text, TODAY, PLACES).values(name))


@pytest.mark.parametrize(
    ("text", "value"),
    [("三百", 300), ("一万两千", 12000), ("两千零五", 2005), ("一百五", 150), ("十二", 12), ("1.5万", 15000), ("10k", 10000),
     ("1,500", 1500), ("three hundred", 300), ("two thousand five hundred", 2500), ("twenty-five", 25), ("a dozen", 12)],
)  # fmt: skip
def test_numbers_in_words(text: str, value: int) -> None:
    assert number(text) == value


@pytest.mark.parametrize(
    ("text", "day"),
    [("下周五要", "2026-11-27"), ("本周五前", "2026-11-20"), ("周一交货", "2026-11-23"), ("月底", "2026-11-30"), ("下月底", "2026-12-31"),
     ("11月30日前", "2026-11-30"), ("１２月５号交", "2026-12-05"), ("1月15日", "2027-01-15"), ("10个工作日交", "2026-12-02"),
     ("by next Friday", "2026-11-27"), ("by Friday", "2026-11-20"), ("by the 28th", "2026-11-28"), ("Dec 5th", "2026-12-05"),
     ("5 December 2026", "2026-12-05"), ("30/11/2026", "2026-11-30"), ("within a week", "2026-11-25")],
)  # fmt: skip
def test_dates_count_from_the_given_day(text: str, day: str) -> None:
    assert values(text, "due") == [day]


@pytest.mark.parametrize(
    "text", ["05/12/2026", "11月10日前", "before the holidays", "春节前", "35/40/2026", "明天送料", "9月31日"]
)
def test_a_date_that_is_not_certain_is_asked_for(text: str) -> None:
    reading = read_text(f"50 pcs 6061, {text}", TODAY)
    assert reading.first("due") is None
    assert "due" in {m.name for m in reading.missing}


def test_each_field_shows_the_words_it_came_from() -> None:
    text = "老板，６０６１铝件五十件，阳极氧化黑色，月底前要，送奉化"
    reading = read_text(text, TODAY, PLACES)
    shown = {f.name: text[f.start : f.end] for f in reading.fields}
    assert shown == {
        "material": "６０６１铝", "quantity": "五十件", "finish": "阳极氧化", "colour": "黑色", "due": "月底", "town": "奉化",
    }  # fmt: skip
    assert all(f.rule and f.text == text[f.start : f.end] for f in reading.fields)


def test_numbers_that_are_not_pieces_are_left_alone() -> None:
    text = "电话13857412345，孔4个，4-M5，模数2，25齿"
    assert values(text, "quantity") == []
    assert values(text, "thread") == ["M5"]


@pytest.mark.parametrize("text", ["50件，不要阳极氧化", "50 pcs, no anodising"])
def test_what_is_denied_is_not_wanted(text: str) -> None:
    assert values(text, "finish") == []


def test_a_group_of_materials_is_asked_for_its_grade() -> None:
    reading = read_text("不锈钢法兰20个，加工，月底", TODAY)
    asked = {m.name: m for m in reading.missing}
    assert reading.first("material") is None
    assert asked["material"].code == "text.ask_grade"
    assert "304" in asked["material"].facts["near"]


def test_an_unknown_grade_is_never_replaced() -> None:
    reading = read_text("Q345支架20件", TODAY)
    assert reading.values("material") == ()
    assert reading.values("material_unknown") == ("Q345",)
    assert "material" in {m.name for m in reading.missing}


def test_jackets_by_colour_and_size() -> None:
    cells = values("夹克 黑色：S20 M40 L60；红色 S 10 M 20", "cell")
    assert cells == ["black/S/20", "black/M/40", "black/L/60", "red/S/10", "red/M/20"]


def test_a_lease_is_asked_for_hours_and_operator() -> None:
    reading = read_text("想租一台五轴", TODAY)
    assert reading.values("machine") == ("5-axis-simultaneous-milling",)
    assert {"hours", "operator"} <= {m.name for m in reading.missing}
    assert "quantity" not in {m.name for m in reading.missing}


def test_a_price_at_several_quantities_is_no_quantity() -> None:
    reading = read_text("6061支架 报100/500件的价", TODAY)
    assert reading.values("breaks") == ("100/500",)
    assert reading.values("quantity") == ()


@settings(max_examples=150, deadline=None)
@given(
    st.text(
        alphabet=st.sampled_from("0123456789.,/×xMΦH7件个月日周五下三百万 -±铝钢黑SML:；abcdefday pcs\n"), max_size=80
    )
)
def test_any_text_is_read_without_trouble(text: str) -> None:
    for field in read_text(text, TODAY, PLACES).fields:
        assert 0 <= field.start < field.end <= len(text)


@pytest.mark.parametrize("unit", ["1/", "三百", "a hundred ", "9,999", "M6x", "S20 ", "no ", "12-", "every "])
def test_a_hostile_message_is_read_in_time(unit: str) -> None:
    began = time.monotonic()
    read_text((unit * LONGEST)[:LONGEST], TODAY, PLACES)
    assert time.monotonic() - began < 5


def test_a_message_too_long_is_refused() -> None:
    with pytest.raises(Refused) as refused:
        read_text("x" * (LONGEST + 1), TODAY)
    assert refused.value.code == "text.too_long"
