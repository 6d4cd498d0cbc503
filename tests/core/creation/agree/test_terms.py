"""Contracts: who with whom, what they say, and that the hash covers all of it."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cofab.core.creation.agree.clauses import amount, percent
from cofab.core.creation.agree.facts import Due
from cofab.core.creation.agree.markup import contract_markup, escaped
from cofab.core.creation.agree.modes import pairs, signatories
from cofab.core.creation.agree.tax import dues
from cofab.core.creation.agree.terms import contract_hash, contracts, signers
from cofab.core.creation.plan.model import PriceLine
from cofab.core.kernel.refusal import Refused

from .orders import BUYER, CARRIER, MASKING, MILLER, TURNER, order


def test_agent_mode_gives_each_firm_its_own_contract_with_the_buyer():
    made = contracts(order())
    assert [signers(terms) for terms in made] == [(BUYER.id, p.id) for p in (TURNER, MILLER, CARRIER)]
    assert [terms["money"]["gross_minor"] for terms in made] == [1_130, 2_260, 565]


def test_lead_mode_signs_the_whole_price_and_passes_work_on_back_to_back():
    lead = order(mode="lead", lead=MILLER.id)
    main, *subs = contracts(lead)
    assert signers(main) == (BUYER.id, MILLER.id)
    assert main["money"]["gross_minor"] == lead.price_minor
    assert [signers(terms) for terms in subs] == [(MILLER.id, TURNER.id), (MILLER.id, CARRIER.id)]
    assert all(any(c["name"] == "sub" for c in terms["clauses"]) for terms in subs)
    assert signatories(lead) == (BUYER.id, MILLER.id, TURNER.id, CARRIER.id)


def test_contract_invoice_and_payment_name_the_same_parties():
    for terms in contracts(order()) + contracts(order(mode="lead", lead=TURNER.id)):
        parties = terms["parties"]
        assert parties["contract"] == parties["invoice"] == parties["payment"]


def test_the_answer_to_the_coating_question_stands_in_the_makers_contract():
    turner, _, carrier = contracts(order())
    assert MASKING.zh in [c["zh"] for c in turner["clauses"]]
    assert MASKING.zh not in [c["zh"] for c in carrier["clauses"]]


def test_figures_of_the_clauses_come_from_the_rules():
    texts = " ".join(c["en"] for c in contracts(order())[0]["clauses"])
    for figure in ("±3 %", "0.3 % a day", "no more than 5 %", "within 7 days", "Nothing is retained"):
        assert figure in texts


@pytest.mark.parametrize(
    "change",
    [
        {"quantity": 2001},
        {"settled": ()},
        {"settled": (replace(MASKING, option="presize"),)},
        {"files": {"fbh.step": "cd" * 32}},
        {"material_by": "buyer"},
        {"version": 2},
        {"lines": (Due("run", TURNER.id, 1_001, 129), *order().lines[1:])},
    ],
)
def test_the_hash_covers_what_was_agreed(change):
    assert contract_hash(contracts(order())[0]) != contract_hash(contracts(order(**change))[0])


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"mode": "frame"}, "agree.mode_unknown"),
        ({"mode": "lead", "lead": CARRIER.id}, "agree.lead_missing"),
        ({"price_minor": 1}, "agree.lines_differ"),
        ({"parties": (TURNER,)}, "agree.party_unknown"),
    ],
)
def test_facts_that_do_not_hold_together_are_refused(change, code):
    with pytest.raises(Refused) as refused:
        pairs(order(**change))
    assert refused.value.code == code


_LINES = st.lists(
    st.tuples(st.sampled_from(["run", "leg", "vat"]), st.sampled_from(["a", "b", ""]), st.integers(0, 10**7)),
    max_size=8,
)


@given(_LINES)
def test_vat_given_to_lines_keeps_the_price_to_the_cent(raw):
    lines = [PriceLine(kind, payee, minor) for kind, payee, minor in raw]
    made = dues(lines)
    assert sum(due.gross_minor for due in made) == sum(line.amount_minor for line in lines)


def test_vat_of_one_payee_stays_with_that_payee():
    made = dues([PriceLine("run", "a", 100), PriceLine("run", "b", 100), PriceLine("vat", "a", 13)])
    assert [(due.payee, due.vat_minor) for due in made] == [("a", 13), ("b", 0)]


def test_the_reserve_is_owed_to_nobody():
    made = dues([PriceLine("run", "a", 100), PriceLine("reserve", "platform", 50), PriceLine("vat", "platform", 3)])
    assert [(due.kind, due.payee, due.gross_minor) for due in made] == [("run", "a", 100), ("reserve", "", 53)]


@given(st.text(max_size=60))
def test_no_party_can_write_mark_up_into_a_contract(text):
    assert "\n" not in escaped(text)
    for i, letter in enumerate(made := escaped(text)):
        if letter in "#$*_`<@[]":
            assert made[i - 1] == "\\"


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_printed_contract_shows_hash_sum_and_clauses(language):
    terms = contracts(order())[0]
    page = contract_markup(terms, language)
    assert contract_hash(terms) in page
    assert "11.30" in page
    assert page.count("\n+ ") + page.startswith("+ ") == len(terms["clauses"])


def test_typst_accepts_the_printed_contract():
    typst = pytest.importorskip("typst")
    page = contract_markup(contracts(order(title='Hostile #panic("x") *[` $'))[0], "en")
    assert typst.compile(page.encode())[:5] == b"%PDF-"


def test_amounts_and_percentages_read_as_people_write_them():
    assert [percent(p) for p in (3_000, 50_000, 130_000, 0)] == ["0.3", "5", "13", "0"]
    assert [amount(m) for m in (113000, 5, -1234567)] == ["1,130.00", "0.05", "-12,345.67"]
