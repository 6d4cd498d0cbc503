"""Splits: every cent once, the Shapley value by its axioms, worked examples."""

import random
from fractions import Fraction as F
from time import perf_counter, process_time

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cofab.core.kernel.refusal import Refused
from cofab.core.realisation.share.composite import Player, composite, pools
from cofab.core.realisation.share.game import given as named
from cofab.core.realisation.share.game import table
from cofab.core.realisation.share.sampled import sampled
from cofab.core.realisation.share.shapley import cents, shapley, shapley_by_orders

RULE = {"base_ppm": 850_000, "performance_ppm": 100_000, "innovation_ppm": 50_000}
PLAYERS = st.lists(
    st.builds(Player, st.text("abc", min_size=1), st.integers(0, 10**9), st.integers(0, 10**6), st.integers(0, 100)),
    min_size=1,
    max_size=6,
)
WORTHS = st.integers(1, 5).flatmap(
    lambda n: st.lists(st.integers(-(10**6), 10**6), min_size=2**n, max_size=2**n).map(lambda w: [0, *w[1:]])
)


@given(st.integers(0, 10**10), PLAYERS)
def test_the_composite_split_gives_out_every_cent(total, players):
    assert sum(share.total_minor for share in composite(total, RULE, players)) == total


@given(st.integers(0, 10**6), st.integers(0, 10**6), st.integers(0, 10**6), PLAYERS)
def test_each_pool_is_given_out_by_itself(base, performance, innovation, players):
    shares = pools(base, performance, innovation, players)
    assert [sum(s.base_minor for s in shares), sum(s.performance_minor for s in shares)] == [base, performance]
    assert sum(s.innovation_minor for s in shares) == innovation


def test_better_performance_never_gets_less():
    players = [Player("a", 100, 900_000), Player("b", 100, 600_000)]
    a, b = pools(0, 1500, 0, players)
    assert (a.performance_minor, b.performance_minor) == (900, 600)
    assert a.inputs["performance"] == str(100 * 900_000)


def test_where_nobody_contributed_resources_decide():
    assert [s.innovation_minor for s in pools(0, 0, 300, [Player("a", 200), Player("b", 100)])] == [200, 100]


def test_a_rule_that_is_not_whole_is_refused():
    with pytest.raises(Refused, match="parts_not_whole"):
        composite(1, {**RULE, "base_ppm": 1}, [Player("a", 1)])


@given(WORTHS)
def test_fast_and_plain_value_agree_and_give_out_the_whole(worths):
    fast = shapley(np.array(worths, dtype=np.int64))
    assert fast == shapley_by_orders(worths)
    assert sum(fast) == worths[-1]


def test_the_airport_game_shares_2_3_4_9():
    costs = {"A": 8, "B": 11, "C": 13, "D": 18}
    players = list(costs)
    worths = [max((costs[p] for i, p in enumerate(players) if mask >> i & 1), default=0) for mask in range(16)]
    assert shapley(np.array(worths)) == [2, 3, 4, 9]


def test_ibn_ezras_four_heirs():
    claims = [120, 60, 40, 30]
    worths = [max((c for i, c in enumerate(claims) if mask >> i & 1), default=0) for mask in range(16)]
    assert cents(12_000, shapley(np.array(worths))) == [8084, 2083, 1083, 750]
    assert shapley(np.array(worths)) == [F(485, 6), F(125, 6), F(65, 6), F(15, 2)]


def test_twenty_one_players_are_too_many_and_sixteen_are_quick():
    with pytest.raises(Refused, match="too_many"):
        shapley(np.zeros(1 << 21, dtype=np.int64))
    started = perf_counter()
    assert sum(shapley(np.arange(1 << 16, dtype=np.int64))) == (1 << 16) - 1
    assert perf_counter() - started < 5


@given(WORTHS)
def test_great_worths_are_summed_exactly(worths):
    great = [worth * 2**40 for worth in worths]
    assert shapley(np.array(great, dtype=np.int64)) == [value * 2**40 for value in shapley_by_orders(worths)]


def test_twenty_players_take_hundredths_of_a_second():
    worths = np.random.default_rng(1).integers(-(10**6), 10**6, 1 << 20)
    worths[0] = 0
    shapley(worths)
    seconds = []
    for _ in range(3):
        began = process_time()
        assert sum(shapley(worths)) == worths[-1]
        seconds.append(process_time() - began)
    assert min(seconds) < 0.1


def test_the_best_part_of_a_coalition_is_what_it_is_worth():
    game = named(["A", "B", "C"], {"A": F(4), "A,B": F(3), "B,C": F(6)}, best=True)
    worths, _ = table(game)
    assert worths.tolist() == [0, 4, 0, 4, 0, 4, 6, 6]


def test_sampled_values_are_within_their_error_of_the_exact_ones_and_sum_to_the_whole():
    dice = random.Random(5)
    players = [f"P{i}" for i in range(8)]
    worth = {",".join(sorted(dice.sample(players, dice.randint(1, 4)))): F(dice.randint(1, 900)) for _ in range(12)}
    game = named(players, worth, best=True)
    found = sampled(game, 3)
    worths, scale = table(game)
    exact = [value / scale for value in shapley(worths)]
    assert sum(found.values) == sum(exact) == max(worth.values())
    assert 0 < found.error < 15
    assert all(abs(a - b) < 2 * found.error for a, b in zip(found.values, exact, strict=True))


@pytest.mark.parametrize(
    ("players", "worth", "options", "code"),
    [
        (["A", "A"], {"A": F(1)}, {}, "named_twice"),
        (["A", "B"], {"A,B": F(1), "B,A": F(2)}, {}, "named_twice"),
        (["A"], {"": F(1)}, {}, "worth_of_nobody"),
        (["A"], {"A": F(1)}, {"best": True, "cost": True}, "best_of_costs"),
    ],
)
def test_games_that_mean_two_things_are_refused(players, worth, options, code):
    with pytest.raises(Refused, match=code):
        named(players, worth, **options)
