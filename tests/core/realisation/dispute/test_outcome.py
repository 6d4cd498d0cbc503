"""What disputes are worth: the ten of practice by hand, and what holds for every one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cofab.core.kernel.refusal import Refused
from cofab.core.realisation.dispute.outcome import CAUSES, MENDING, Claim, most, outcome, outcomes
from cofab.core.realisation.dispute.rules import DEFAULTS as RULES

PRICE = 630_000


def award(claim, cause="respondent", remedy="refund"):
    found = outcome(claim, cause, remedy, RULES)
    return found.award_minor, found.else_minor


def test_coating_that_closed_the_bore():
    claim = Claim("coating_tolerance", 12, 50, PRICE)
    assert award(claim) == (151_200, 0)
    assert award(claim, remedy="rework") == (0, 151_200), "reworked by who did it; paid only if it is not"
    assert award(claim, remedy="elsewhere") == (37_800, 0)
    assert award(claim, "claimant") == (0, 0), "the buyer answered wrongly when it was asked"


def test_scrap_by_material_is_the_buyers_and_by_work_the_shops():
    claim = Claim("scrap", 5, 50, PRICE, goods_minor=3_876)
    assert award(claim) == (63_000 + 4 * 3_876, 0), "one piece of fifty is the allowance for material"
    assert award(claim, "material") == (0, 0)
    assert award(claim, "nobody") == ((63_000 + 4 * 3_876) // 2, 0)
    assert award(claim, remedy="keep") == (9_450, 0), "pieces that are kept keep their material"


def test_a_carrier_without_insurance_pays_three_freights_at_most():
    hurt = Claim("scratched", 40, 50, PRICE, freight_minor=21_000, insured=False)
    assert award(hurt) == (63_000, 0)
    assert award(Claim("scratched", 40, 50, PRICE, freight_minor=21_000)) == (504_000, 0)


def test_lateness_that_came_of_waiting_for_material_is_given_back():
    claim = Claim("material_late", 0, 50, PRICE, late_minor=18_900, late_days=10, waited_days=4)
    assert award(claim) == (7_560, 0)
    assert award(Claim("material_late", 0, 50, PRICE, late_minor=18_900, late_days=3, waited_days=9)) == (18_900, 0)
    assert award(Claim("material_late", 0, 50, PRICE)) == (0, 0), "nothing was cut"


def test_a_missing_certificate_is_five_per_cent_and_silence_nothing():
    assert award(Claim("certificate", 50, 50, PRICE), remedy="keep") == (31_500, 0)
    assert award(Claim("no_answer", 0, 50, PRICE), remedy="none") == (0, 0)


@pytest.mark.parametrize(
    ("claim", "cause", "remedy", "code"),
    [
        (Claim("colour", 1, 50, 1), "respondent", "refund", "dispute.kind_unknown"),
        (Claim("burrs", 51, 50, 1), "respondent", "refund", "dispute.pieces_wrong"),
        (Claim("burrs", 1, 50, 1), "weather", "refund", "dispute.cause_wrong"),
        (Claim("burrs", 1, 50, 1), "respondent", "remake", "dispute.remedy_unfit"),
    ],
)
def test_what_cannot_be_is_refused(claim, cause, remedy, code):
    with pytest.raises(Refused) as refused:
        outcome(claim, cause, remedy, RULES)
    assert refused.value.code == code


claims = st.builds(
    lambda kind, quantity, share, gross, goods: Claim(kind, quantity * share // 100, quantity, gross, goods),
    st.sampled_from(sorted(RULES["kinds"])),
    st.integers(1, 5_000),
    st.integers(0, 100),
    st.integers(0, 10**9),
    st.integers(0, 10**6),
)


@given(claims)
def test_no_outcome_is_more_than_the_pieces_and_the_goods(claim):
    value = -(-claim.gross_minor * claim.pieces // claim.quantity) + claim.pieces * claim.goods_minor
    found = outcomes(claim, RULES)
    assert len(found) == len(CAUSES) * len(RULES["kinds"][claim.kind])
    for one in found:
        assert 0 <= max(one.award_minor, one.else_minor) <= value
        assert (one.award_minor == 0) if one.remedy in MENDING else (one.else_minor == 0)
        if one.cause == "claimant":
            assert one.award_minor == one.else_minor == 0
    assert most(claim, RULES) == max(max(one.award_minor, one.else_minor) for one in found)
