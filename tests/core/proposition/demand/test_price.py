"""Prices: lines that add up, set-up once a batch, and the region's own example within the range."""

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.core.proposition.demand.parts import BRIEF, housing

from cofab.core.proposition.demand.estimate import as_json, estimate
from cofab.core.proposition.demand.operations import routing_of
from cofab.core.proposition.demand.price import price_of
from cofab.core.proposition.demand.questions import BUYER, MASK, SUPPLY, TOLERANCE_STATE


def priced(brief):
    return price_of(housing(), routing_of(housing(), brief), brief)


def lines(price, kind):
    return [line for line in price.lines if line.kind == kind]


def test_the_lines_add_up_and_every_low_is_at_most_its_high():
    price = estimate(housing(), BRIEF).price
    assert price.low_minor == sum(line.low_minor for line in price.lines)
    assert all(0 <= line.low_minor <= line.high_minor for line in price.lines)


def test_fifty_housings_cost_what_the_region_reckons():
    low, high = estimate(housing(), BRIEF).price.before_vat()
    middle = (low + high) // 2
    assert low < 557_000 < high
    assert abs(middle - 557_000) < 557_000 // 8


def test_set_up_is_charged_once_a_batch():
    fifty, hundred = (estimate(housing(), replace(BRIEF, quantity=q)).price for q in (50, 100))
    assert [line.low_minor for line in lines(fifty, "setup")] == [line.low_minor for line in lines(hundred, "setup")]
    assert hundred.low_minor < 2 * fifty.low_minor


@settings(deadline=None, max_examples=40)
@given(st.integers(1, 5_000), st.integers(1, 5_000))
def test_more_pieces_never_cost_less_in_all_below_the_bulk_price(one, two):
    few, many = sorted((one, two))
    small, large = (priced(replace(BRIEF, quantity=q, finishes=())) for q in (few, many))
    assert small.low_minor <= large.low_minor
    assert small.high_minor <= large.high_minor


def test_the_unit_price_falls_with_the_quantity():
    breaks = estimate(housing(), BRIEF).breaks
    assert [b["quantity"] for b in breaks] == [1, 10, 50, 200, 500, 2000]
    units = [b["high_minor"] for b in breaks]
    assert units == sorted(units, reverse=True)


def test_material_from_the_buyer_is_not_charged():
    price = estimate(housing(), replace(BRIEF, answers={SUPPLY: BUYER})).price
    assert not lines(price, "material")


def test_masking_has_its_own_line():
    price = estimate(housing(), replace(BRIEF, answers={TOLERANCE_STATE: MASK})).price
    assert [(line.low_minor, line.high_minor) for line in lines(price, "masking")] == [(5_000, 15_000)]


def test_a_small_order_pays_the_minimum():
    price = estimate(housing(), replace(BRIEF, quantity=1)).price
    turning = [line for line in price.lines if line.operation == "o1"]
    assert sum(line.low_minor for line in turning) == 20_000


def test_the_document_names_the_rules_it_used():
    one, two = estimate(housing(), BRIEF), estimate(housing(), BRIEF)
    assert as_json(one) == as_json(two)
    assert set(one.rules) == {"demand.time", "demand.price", "demand.materials", "demand.findings"}


def test_what_lacks_to_the_minimum_is_a_line():
    price = estimate(housing(), replace(BRIEF, quantity=1)).price
    told = {line.operation: line for line in lines(price, "minimum")}
    assert told["o1"].low_minor == 20_000 - sum(
        line.low_minor for line in price.lines if line.operation == "o1" and line.kind != "minimum"
    )
    assert not any(line.operation == "o1" for line in lines(estimate(housing(), BRIEF).price, "minimum"))


def test_spares_are_whole_pieces():
    spares = [lines(estimate(housing(), replace(BRIEF, quantity=q)).price, "material")[0].facts["spares"]
              for q in (1, 10, 50, 1000)]  # fmt: skip
    assert spares == [[0, 1], [0, 1], [1, 3], [20, 50]]


def test_the_fee_leaves_the_material_out():
    price = estimate(housing(), BRIEF).price
    before = sum(line.low_minor for line in price.lines if line.kind not in ("material", "fee", "vat"))
    assert lines(price, "fee")[0].low_minor == before * 25_000 // 1_000_000


def test_breaks_are_told_with_and_without_tax():
    for row in estimate(housing(), BRIEF).breaks:
        assert row["net_low_minor"] < row["low_minor"]
        assert abs(row["net_high_minor"] * 1.13 - row["high_minor"]) <= 2


@settings(deadline=None, max_examples=25)
@given(st.integers(1, 3_000))
def test_low_is_at_most_high_on_every_line_and_the_sum_is_the_lines(quantity):
    price = priced(replace(BRIEF, quantity=quantity))
    assert all(0 <= line.low_minor <= line.high_minor for line in price.lines)
    assert price.low_minor <= price.high_minor
