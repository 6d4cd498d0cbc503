"""Settlement: milestones, penalties, endings and statements that sum to the cent."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cofab.core.creation.agree.facts import Due
from cofab.core.kernel.refusal import Refused
from cofab.core.realisation.settle.endings import Work, ending, fill, late, short
from cofab.core.realisation.settle.milestones import MILESTONE, TRIGGERS, milestones, owed
from cofab.core.realisation.settle.statement import Whole, checked_whole, statement
from cofab.core.realisation.share.composite import Player, pools
from cofab.core.stewardship.governance.defaults import AGREE, ENDINGS, SETTLE

TERMS = {**SETTLE.values, **ENDINGS.values, **AGREE.values}
KINDS = {"t": "maker", "m": "maker", "c": "carrier", "i": "inspector", "p": "platform", "s": "material"}
DUES = st.lists(
    st.builds(
        Due,
        st.sampled_from(["run", "leg", "fee"]),
        st.sampled_from([*KINDS, ""]),
        st.integers(0, 10**8),
        st.integers(0, 10**7),
    ),
    max_size=12,
)
RULES = st.sampled_from([TERMS, {**TERMS, "retention_ppm": 50_000}])


@given(DUES, RULES)
def test_milestones_sum_to_the_price_and_know_their_trigger(dues, rules):
    made = milestones(dues, KINDS, rules)
    assert sum(m.amount_minor for m in made) == sum(due.gross_minor for due in dues)
    assert all(m.amount_minor > 0 and m.trigger in TRIGGERS for m in made)


@given(DUES, RULES)
def test_statements_of_all_payees_sum_to_the_price_once_the_pools_are_shared(dues, rules):
    made = milestones(dues, KINDS, rules)
    pool = {k: sum(m.amount_minor for m in made if m.kind == k) for k in ("performance", "innovation")}
    makers = [p for p in owed(dues) if KINDS.get(p) == "maker"]
    players = [Player(p, owed(dues)[p], 700_000 + 100_000 * i) for i, p in enumerate(makers)]
    shares = {s.id: s for s in pools(0, pool["performance"], pool["innovation"], players)} if players else {}
    total = 0
    for payee in (p for p in owed(dues) if p):
        share = shares.get(payee)
        parts = {"performance": share.performance_minor, "innovation": share.innovation_minor} if share else {}
        total += statement(payee, dues, made, parts).total_minor
    reserve = sum(m.amount_minor for m in made if m.kind == "reserve")
    assert total + reserve == sum(due.gross_minor for due in dues)


def test_one_makers_statement_shows_where_each_sum_comes_from():
    dues = [Due("run", "t", 100_000, 13_000), Due("leg", "c", 5_000)]
    made = milestones(dues, KINDS, TERMS)
    lines = statement("t", dues, made, {"performance": 2_260, "innovation": 1_130}).lines
    assert [(line.kind, line.amount_minor) for line in lines] == [
        ("run", 100_000),
        ("vat", 13_000),
        ("set_aside", -3_390),
        ("performance", 2_260),
        ("innovation", 1_130),
    ]
    assert [(m.trigger, m.amount_minor) for m in made if m.payee == "t"] == [
        ("started", 32_883),
        ("made", 43_844),
        ("accepted", 32_883),
    ]


@pytest.mark.parametrize(("days", "cut"), [(0, None), (-3, None), (1, -300), (3, -900), (16, -4_800), (17, -5_000)])
def test_late_costs_three_in_a_thousand_a_day_up_to_five_in_a_hundred(days, cut):
    line = late(100_000, days, TERMS)
    assert (line and line.amount_minor) == cut


def test_missing_pieces_are_not_paid():
    assert short(200_000, 2_000, 2_000, TERMS) is None
    line = short(200_000, 2_000, 1_970, TERMS)
    assert (line.amount_minor, line.facts["tolerated"]) == (-3_000, True)
    assert short(200_000, 2_000, 1_900, TERMS).facts["tolerated"] is False


def _lines(cause, **work):
    return {ln.kind: ln.amount_minor for ln in ending(200_000, Work(2_000, **work), cause, TERMS)}


def test_who_ends_the_work_decides_about_half_made_and_unmade_pieces():
    made = {"good": 1_200, "half": 150, "half_ppm": 600_000}
    assert _lines("buyer", **made) == {"good": 120_000, "half_made": 9_000, "cancelled": 6_500}
    assert _lines("supplier", **made) == {"good": 120_000}
    assert _lines("nobody", **made) == {"good": 120_000, "half_made": 9_000}
    assert _lines("material", good=1_000, scrap_material=10, scrap_work=10) == {
        "good": 100_000,
        "scrap_material": 500,
    }


def test_more_pieces_than_ordered_are_refused():
    with pytest.raises(Refused, match="more_than_all"):
        ending(1, Work(10, 11), "buyer", TERMS)
    with pytest.raises(Refused, match="cause_unknown"):
        ending(1, Work(10, 1), "weather", TERMS)


COUNTS = st.tuples(*[st.integers(0, 50)] * 4)


@given(
    st.integers(0, 10**9), COUNTS, st.integers(0, 10**6), st.sampled_from(["buyer", "supplier", "material", "nobody"])
)
def test_an_ending_never_pays_more_than_the_contract_and_always_the_good_pieces(gross, counts, half_ppm, cause):
    good, half, by_material, by_work = counts
    work = Work(200, good, half, half_ppm, by_material, by_work)
    lines = ending(gross, work, cause, TERMS)
    assert 0 <= sum(line.amount_minor for line in lines) <= gross
    assert sum(line.amount_minor for line in lines) >= gross * good // 200


@given(st.lists(st.integers(0, 10**6), max_size=6), st.integers(-5, 10**7))
def test_filling_milestones_loses_nothing(amounts, pay):
    given_out = fill(amounts, pay)
    assert [paid + back for paid, back in given_out] == amounts
    assert sum(paid for paid, _ in given_out) == min(max(pay, 0), sum(amounts))


def test_the_whole_is_its_parts():
    assert checked_whole(Whole(10, 5, 3, 2)).funded_minor == 10
    with pytest.raises(Refused, match="not_whole"):
        checked_whole(Whole(10, 5, 3, 1))


def test_a_milestone_is_paid_or_returned_once():
    assert MILESTONE.final == {"released", "returned"}
