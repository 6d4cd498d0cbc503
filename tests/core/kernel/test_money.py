"""Money never makes or loses a cent."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cofab.core.kernel.money import Money, allocate, parts_per_million
from cofab.core.kernel.refusal import Refused

WEIGHTS = st.lists(st.integers(0, 10**6), min_size=1, max_size=12).filter(lambda w: sum(w) > 0)


@given(st.integers(-(10**12), 10**12), WEIGHTS)
def test_every_cent_is_given_out_once(total, weights):
    assert sum(allocate(total, weights)) == total


@given(st.integers(0, 10**12), WEIGHTS)
def test_each_share_is_within_a_cent_of_exact(total, weights):
    for share, weight in zip(allocate(total, weights), weights, strict=True):
        assert abs(share - Fraction(total * weight, sum(weights))) < 1


@given(st.integers(0, 10**9), WEIGHTS)
def test_no_weight_no_share(total, weights):
    shares = allocate(total, [*weights, 0])
    assert shares[-1] == 0


@given(st.integers(-(10**9), 10**9), WEIGHTS)
def test_a_debt_is_split_as_a_claim_is(total, weights):
    assert allocate(-total, weights) == [-share for share in allocate(total, weights)]


def test_a_tie_goes_to_the_earlier():
    assert allocate(100, [1, 1, 1]) == [34, 33, 33]


@pytest.mark.parametrize("weights", [[], [0, 0], [1, -1]])
def test_weights_that_say_nothing_are_refused(weights):
    with pytest.raises(ValueError, match="weights"):
        allocate(1, weights)


def test_currencies_do_not_mix():
    with pytest.raises(Refused) as refused:
        Money(1, "CNY") + Money(1, "EUR")
    assert refused.value.facts == {"left": "CNY", "right": "EUR"}


@given(st.integers(-(10**12), 10**12), st.integers(0, 10**6))
def test_parts_per_million_rounds_half_away_from_zero(amount, ppm):
    exact = Fraction(amount * ppm, 10**6)
    got = parts_per_million(amount, ppm)
    assert abs(got - exact) <= Fraction(1, 2)
    assert parts_per_million(-amount, ppm) == -got
