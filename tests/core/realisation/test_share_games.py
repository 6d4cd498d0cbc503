"""Games among partners: the nucleolus by the Talmud's own figures and by its definition, the core, many players."""

from fractions import Fraction as F
from random import Random

import numpy as np
import pytest
from hypothesis import given as examples
from hypothesis import settings
from hypothesis import strategies as st

from cofab.core.kernel.refusal import Refused
from cofab.core.realisation.share.game import given, largest_claim, shapley_of_claims, shapley_of_named, table
from cofab.core.realisation.share.nucleolus import blocking, nucleolus
from cofab.core.realisation.share.shapley import shapley


def bankruptcy(estate, claims):
    n = len(claims)
    rest = [sum(c for i, c in enumerate(claims) if not mask >> i & 1) for mask in range(1 << n)]
    return np.array([max(0, estate - others) for others in rest], dtype=np.int64)


def talmud(estate, claims):
    """The rule of the contested garment, which Aumann and Maschler (1985) proved to be the nucleolus."""
    halves = [F(c, 2) for c in claims]
    if estate <= sum(halves):
        return equal_awards(F(estate), halves)
    return [c - lost for c, lost in zip(claims, equal_awards(F(sum(claims) - estate), halves), strict=True)]


def equal_awards(left, caps):
    awards = [F(0)] * len(caps)
    for rank, i in enumerate(sorted(range(len(caps)), key=caps.__getitem__)):
        awards[i] = min(caps[i], left / (len(caps) - rank))
        left -= awards[i]
    return awards


def excesses(worths, shares):
    n = len(shares)
    held = [sum((shares[i] for i in range(n) if mask >> i & 1), F(0)) for mask in range(1 << n)]
    return sorted((int(worths[m]) - held[m] for m in range(1, (1 << n) - 1)), reverse=True)


@pytest.mark.parametrize(("estate", "shares"), [(100, [F(100, 3)] * 3), (200, [50, 75, 75]), (300, [50, 100, 150])])
def test_the_three_widows_of_the_talmud(estate, shares):
    assert nucleolus(bankruptcy(estate, [100, 200, 300])) == shares


@settings(max_examples=30, deadline=None)
@examples(st.lists(st.integers(1, 60), min_size=2, max_size=7), st.integers(0, 1_000_000))
def test_the_nucleolus_of_a_bankruptcy_is_the_rule_of_the_contested_garment(claims, seed):
    estate = 1 + seed % sum(claims)
    assert nucleolus(bankruptcy(estate, claims)) == talmud(estate, claims)


def test_no_small_change_makes_the_worst_off_better_off():
    dice = Random(7)
    for _ in range(60):
        n = dice.randint(2, 5)
        worths = np.array([0, *(dice.randint(-20, 60) for _ in range((1 << n) - 1))], dtype=np.int64)
        shares = nucleolus(worths)
        assert sum(shares) == worths[-1]
        best = excesses(worths, shares)
        for _ in range(20):
            (i, j), by = dice.sample(range(n), 2), F(dice.randint(1, 30), dice.choice([1, 7, 1000]))
            moved = [s + by * ((k == i) - (k == j)) for k, s in enumerate(shares)]
            assert best <= excesses(worths, moved)


def test_the_core_names_who_would_do_better_alone():
    worths, _scale = table(given("ABC", {"A,B": F(90), "A,C": F(80), "B,C": F(70), "A,B,C": F(100)}))
    found = blocking(worths, nucleolus(worths))
    assert found is not None and found.gain == F(40, 3)
    assert blocking(worths, [F(50), F(30), F(20)]).mask == 0b110
    roomy, _scale = table(given("ABC", {"A,B": F(60), "A,C": F(60), "B,C": F(60), "A,B,C": F(100)}))
    assert blocking(roomy, nucleolus(roomy)) is None


def test_a_runway_costs_each_what_littlechild_found():
    """For claims c1 <= ... <= cn the first k pay c_k / (k + 1) each at the k where that is least, and so on."""
    claims = {"A": F(8), "B": F(11), "C": F(13), "D": F(18)}
    worths, scale = table(largest_claim(claims, cost=True))
    shares = nucleolus(worths)
    assert [-share / scale for share in shares] == [F(13, 4), F(13, 4), F(13, 4), F(33, 4)]
    assert blocking(worths, shares) is None
    assert shapley_of_claims(claims) == [2, 3, 4, 9]


@examples(
    st.dictionaries(st.frozensets(st.sampled_from("ABCDE"), min_size=1), st.integers(-50, 50), min_size=1, max_size=12)
)
def test_the_value_over_named_coalitions_is_the_value_of_the_table(named):
    game = given("ABCDE", {",".join(sorted(members)): F(worth, 2) for members, worth in named.items()})
    worths, scale = table(game)
    assert shapley_of_named(game) == [value / scale for value in shapley(worths)]


def test_forty_players_are_exact_too():
    claims = {f"p{i:02}": F(i + 1) for i in range(40)}
    assert sum(shapley_of_claims(claims)) == 40
    values = shapley_of_named(given(list(claims), {",".join(claims): F(100), ",".join(list(claims)[:39]): F(39)}))
    assert values[0] == F(100, 40) + F(39, 39 * 40) and values[39] == F(100, 40) - F(39, 40)


def test_a_stranger_and_too_many_are_refused():
    with pytest.raises(Refused, match="player_unknown"):
        given("AB", {"A,C": F(1)})
    with pytest.raises(Refused, match="too_many_for_table"):
        table(given([f"p{i}" for i in range(21)], {"p0": F(1)}))
