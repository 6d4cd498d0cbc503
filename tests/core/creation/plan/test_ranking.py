"""Plans are compared exactly: the same stored inputs and weights give the same places, to whoever works them out."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from cofab.core.creation.plan.model import Plan
from cofab.core.creation.plan.ranking import WEIGHTS, inputs_of, order, points, ranked, scores_of

ASKED = datetime(2026, 11, 2, 8, tzinfo=UTC)
BASE = Plan("", (), (), (), 610_000, ASKED + timedelta(days=14), 600_000, 0, 90_000, 96_000, 800_000)
PLANS = [BASE, replace(BASE, price_minor=750_000, finish=ASKED + timedelta(days=8), risk_ppm=220_000, carbon_g=138_000)]
INPUTS = st.fixed_dictionaries(
    {
        "price": st.integers(1, 10**12),
        "time": st.integers(3600, 10**8),
        "odds": st.integers(0, 10**6),
        "carbon": st.integers(1, 10**9),
    }
)
WEIGHT = st.fixed_dictionaries({name: st.integers(0, 100) for name in WEIGHTS})


def test_inputs_and_scores_are_whole_numbers_that_anybody_can_work_out():
    given = [inputs_of(plan, ASKED) for plan in PLANS]
    assert given[0] == {"price": 610_000, "time": 14 * 86_400, "odds": 910_000, "carbon": 96_000}
    assert scores_of(given) == [
        {"price": 1_000_000, "time": 571_428, "odds": 910_000, "carbon": 1_000_000},
        {"price": 813_333, "time": 1_000_000, "odds": 780_000, "carbon": 695_652},
    ]
    assert points(scores_of(given)[0], WEIGHTS) == Fraction(40 * 10**6 + 20 * 571_428 + 30 * 910_000 + 10**7, 10**6)


def test_the_first_changes_with_the_weights():
    assert ranked(PLANS, ASKED, WEIGHTS)[0] is PLANS[0]
    assert ranked(PLANS, ASKED, {"price": 0, "time": 100, "odds": 0, "carbon": 0})[0] is PLANS[1]
    assert scores_of([]) == []


@given(st.lists(INPUTS, min_size=1, max_size=6), WEIGHT)
def test_points_lie_between_0_and_100_and_places_never_depend_on_the_size_of_weights(inputs, weights):
    scores = scores_of(inputs)
    assert all(0 <= points(one, weights) <= 100 for one in scores)
    twice = {name: 2 * weight for name, weight in weights.items()}
    assert order(scores, weights) == order(scores, twice)
    assert sorted(order(scores, weights)) == list(range(len(inputs)))
