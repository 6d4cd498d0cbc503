"""Ratings open together; credit rewards records, not new names or bought friends."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cofab.core.kernel.refusal import Refused
from cofab.core.realisation.rate.beta import cumulative, lower_ppm
from cofab.core.realisation.rate.credit import Record, credit, effects, faded_ppm, opened
from cofab.core.realisation.rate.sealed import Rating, checked_scores, opens, score_ppm
from cofab.core.stewardship.governance.defaults import CREDIT

NOW = datetime(2026, 12, 1, tzinfo=UTC)
DEADLINE = NOW + timedelta(days=14)
SCORES = {"quality": 5, "on_time": 4, "communication": 3}
ONE = {**CREDIT.values, "weights_ppm": {"quality": 1_000_000}}


def _records(n, good_ppm, partner="p{}", kind="quality", age_days=0):
    at = NOW - timedelta(days=age_days)
    return [Record(kind, partner.format(i), at, good_ppm) for i in range(n)]


def test_a_rating_opens_when_the_other_side_rated_or_time_is_up():
    one = Rating("o", "a", "b", SCORES)
    other = Rating("o", "b", "a", SCORES)
    third = Rating("o", "a", "c", SCORES)
    assert opens([one, third], NOW, DEADLINE) == []
    assert opens([one, other, third], NOW, DEADLINE) == [("a", "b"), ("b", "a")]
    assert opens([one, third], DEADLINE, DEADLINE) == [("a", "b"), ("a", "c")]
    assert opens([Rating("o", "a", "b", SCORES, "open")], DEADLINE, DEADLINE) == []


@pytest.mark.parametrize("scores", [{}, {**SCORES, "on_time": 6}, {**SCORES, "on_time": 0}, {**SCORES, "looks": 5}])
def test_scores_answer_exactly_what_was_asked(scores):
    with pytest.raises(Refused):
        checked_scores("supplier", scores)


def test_scores_run_from_nothing_to_a_million():
    assert score_ppm({"a": 1, "b": 1}) == 0
    assert score_ppm({"a": 5, "b": 5}) == 1_000_000
    assert score_ppm(SCORES) == 750_000


@pytest.mark.parametrize(
    ("x", "a", "b", "value"),
    [(0.5, 1, 1, 0.5), (0.25, 2, 1, 0.0625), (0.3, 2, 5, 0.579825), (0.9, 30, 3, 0.366684), (0.5, 0.5, 0.5, 0.5)],
)
def test_the_beta_distribution_matches_known_values(x, a, b, value):
    assert cumulative(x, a, b) == pytest.approx(value, abs=5e-5)


@given(st.integers(1, 10**9), st.integers(1, 10**9))
def test_the_lower_bound_is_the_quantile(good, bad):
    low = lower_ppm(good, bad, 50_000)
    assert 0 <= low < 1_000_000
    assert cumulative(low / 1e6, good / 1e6, bad / 1e6) <= 0.05 + 1e-9
    assert cumulative((low + 1) / 1e6, good / 1e6, bad / 1e6) >= 0.05 - 1e-9


def test_a_new_identity_does_not_pay():
    weary = credit(_records(30, 1_000_000) + _records(10, 0, "q{}"), NOW, ONE)
    fresh = credit(_records(2, 1_000_000), NOW, ONE)
    assert fresh.estimate_ppm > weary.estimate_ppm - 10_000
    assert fresh.lower_ppm < weary.lower_ppm


def test_four_hundred_bought_reviews_count_as_one_friend():
    honest = _records(5, 800_000)
    bought = _records(400, 1_000_000, "friend")
    with_three = credit(honest + _records(3, 1_000_000, "friend"), NOW, ONE).lower_ppm
    assert credit(honest + bought, NOW, ONE).lower_ppm <= with_three
    assert credit(bought, NOW, ONE).lower_ppm < credit(_records(10, 1_000_000), NOW, ONE).lower_ppm


def test_old_records_fade_by_half_lives():
    assert faded_ppm(0, 100) == 1_000_000
    assert faded_ppm(100, 100) == 500_000
    assert faded_ppm(-5, 100) == 1_000_000
    old = credit(_records(20, 0, age_days=3650), NOW, ONE).lower_ppm
    assert old > credit(_records(20, 0), NOW, ONE).lower_ppm


@given(st.lists(st.tuples(st.sampled_from(["on_time", "quality"]), st.integers(0, 10**6)), max_size=12))
def test_credit_is_the_sum_of_its_rows_whatever_the_order(raw):
    records = [Record(kind, f"p{i % 3}", NOW - timedelta(days=i), good) for i, (kind, good) in enumerate(raw)]
    made = credit(records, NOW, CREDIT.values)
    assert made.lower_ppm == sum(part.weight_ppm * part.lower_ppm // 1_000_000 for part in made.parts)
    assert made.lower_ppm <= made.estimate_ppm
    assert made.count == len(records)


@given(st.integers(0, 20), st.integers(0, 20))
def test_one_more_good_record_from_somebody_new_never_lowers(good, bad):
    records = _records(good, 1_000_000, "g{}") + _records(bad, 0, "b{}")
    more = [*records, Record("quality", "new", NOW, 1_000_000)]
    assert credit(more, NOW, ONE).lower_ppm >= credit(records, NOW, ONE).lower_ppm


def test_the_record_that_lowers_most_comes_first():
    bad = Record("quality", "x", NOW, 0, "ins_1")
    ranked = effects([*_records(6, 1_000_000), bad], NOW, ONE)
    assert ranked[0][0] == bad
    assert ranked[0][1] < 0 < ranked[-1][1]


def test_steps_open_as_credit_grows():
    reached = [step["name"] for step in opened(650_000, CREDIT.values) if step["reached"]]
    assert reached == ["probation", "limit", "half_deposit"]
