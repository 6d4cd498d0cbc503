"""Trade packs: forms are checked by field, routings and prices follow the answers, the matrix keeps every piece."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cofab.core.creation.plan.rules import FIRST
from cofab.core.kernel.refusal import Refused
from cofab.core.proposition.demand.packs.data import DEFAULT_PACKS
from cofab.core.proposition.demand.packs.estimate import clauses_of, plan_rules, tell
from cofab.core.proposition.demand.packs.form import read_form
from cofab.core.proposition.demand.packs.matrix import matrix_of, one_colour, spread
from cofab.core.proposition.demand.packs.model import pack_of

NAMES = tuple(DEFAULT_PACKS["packs"])
SIZES = ["S", "M", "L", "XL", "XXL"]
JACKETS = spread(("black", "red", "blue"), SIZES, (1, 2, 3, 2, 1), 300)


def answers(name, **given):
    pack = pack_of(DEFAULT_PACKS, name)
    raw = {"matrix": JACKETS.as_json(), **given}
    return pack, read_form(pack, raw)


def test_thirteen_trades_speak_both_languages():
    assert len(NAMES) == 13
    for name in NAMES:
        pack, given = answers(name)
        words = [pack.zh, pack.en, *(w for a in pack.asks for w in (a.zh, a.en))]
        words += [w for c in clauses_of(pack, given) for w in (c["zh"], c["en"])]
        words += [w for step in pack.values["steps"] for w in (step["zh"], step["en"])]
        assert all(words)
        assert pack.values["quality"]
        assert not any("{" in word for word in words)


@pytest.mark.parametrize("name", NAMES)
def test_every_trade_has_operations_in_order_and_a_price_of_its_lines(name):
    pack, given = answers(name)
    told = tell(pack, given, name)
    operations = told.routing.operations
    assert operations
    assert [op.after for op in operations[1:]] == [(op.id,) for op in operations[:-1]]
    assert told.price.low_minor == sum(line.low_minor for line in told.price.lines)
    assert 0 < told.price.low_minor <= told.price.high_minor
    assert {b["quantity"] for b in told.breaks} >= {told.price.quantity}


def test_three_hundred_jackets_cost_what_the_region_says():
    pack, given = answers("garment")
    price = tell(pack, given, "Jacket").price
    low, high = price.before_vat()
    assert 100 * 100 < low // 300 < 140 * 100
    assert 160 * 100 < high // 300 < 200 * 100
    sample = tell(pack, given, "Jacket", sample=True).price
    assert 300 * 100 < sample.before_vat()[0] < sample.before_vat()[1] < 1000 * 100


def test_a_t_shirt_takes_less_time_than_a_jacket():
    def sewing(style):
        pack, given = answers("garment", style=style, lining="no")
        return tell(pack, given, style).routing.operations[1].run_s

    assert sewing("tee") < sewing("shirt") < sewing("jacket")


def test_steps_that_are_not_needed_are_left_out():
    pack, plain = answers("sheet", bends="0", weld="0", finish="none")
    assert [op.process for op in tell(pack, plain, "x").routing.operations] == ["cutting", "deburring", "inspection"]
    pack, full = answers("sheet", bends="4", weld="200", finish="powder-coating")
    made = [op.process for op in tell(pack, full, "x").routing.operations]
    assert made == ["cutting", "bending", "welding", "deburring", "coating", "inspection"]


def test_the_buyers_own_parts_and_services_get_no_spare_pieces():
    finishing, _ = answers("finishing")
    sheet, _ = answers("sheet")
    assert plan_rules(FIRST, finishing)["spare_ppm"] == 0
    assert plan_rules(FIRST, finishing).hash != FIRST.hash
    assert plan_rules(FIRST, sheet) is FIRST


@pytest.mark.parametrize(
    ("name", "given", "code"),
    [
        ("sheet", {"quantity": "many"}, "packs.number"),
        ("sheet", {"quantity": "0"}, "packs.range"),
        ("sheet", {"finish": "gold"}, "packs.choice"),
        ("sheet", {"material": "unobtainium"}, "demand.unknown_material"),
        ("moulding", {"mould": ""}, "packs.required"),
        ("moulding", {"quantity": "999"}, "packs.minimum"),
        ("garment", {"matrix": {"colours": ["black"], "sizes": ["S"], "counts": [[0]]}}, "packs.matrix_empty"),
        ("garment", {"matrix": {"colours": ["black"], "sizes": ["S"], "counts": [["2.5"]]}}, "packs.matrix_wrong"),
        ("garment", {"matrix": {"colours": ["a", "a"], "sizes": ["S"], "counts": [[1], [2]]}}, "packs.matrix_twice"),
        ("garment", {"matrix": {"colours": [""], "sizes": ["S"], "counts": [[1]]}}, "packs.matrix_nameless"),
    ],
)
def test_a_wrong_field_is_refused_by_name(name, given, code):
    with pytest.raises(Refused) as refused:
        answers(name, **given)
    assert refused.value.code == code


def test_an_unknown_trade_is_refused():
    with pytest.raises(Refused) as refused:
        pack_of(DEFAULT_PACKS, "alchemy")
    assert refused.value.code == "packs.unknown"


def test_one_colour_again_keeps_the_ratio_of_its_sizes():
    again = one_colour(JACKETS, "black", 100)
    assert again.total == 100
    assert all(abs(n - wanted) <= 1 for n, wanted in zip(again.counts[0], (11, 22, 34, 22, 11), strict=True))
    assert again.colours == ("black",)
    with pytest.raises(Refused):
        one_colour(JACKETS, "green", 100)


@given(st.lists(st.lists(st.integers(0, 500), min_size=5, max_size=5), min_size=1, max_size=6))
def test_a_matrix_keeps_every_piece(counts):
    data = {"colours": [f"c{n}" for n in range(len(counts))], "sizes": SIZES, "counts": counts}
    total = sum(map(sum, counts))
    if not total:
        with pytest.raises(Refused):
            matrix_of(data)
        return
    matrix = matrix_of(data)
    assert matrix.total == total == sum(matrix.by_size)
    assert matrix_of(matrix.as_json()) == matrix


@given(st.integers(1, 5000))
def test_a_spread_gives_exactly_the_quantity(quantity):
    assert spread(("a", "b", "c"), SIZES, (1, 2, 3, 2, 1), quantity).total == quantity
