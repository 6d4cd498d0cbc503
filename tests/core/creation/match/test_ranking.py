"""The order of candidates is one sum that anybody can do again; money cannot buy a place, new firms have a floor."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from cofab.core.creation.match.earliest import earliest_finish
from cofab.core.creation.match.ranking import CRITERIA, Entry, flexibility, rank, weights_for
from cofab.core.creation.match.rules import FIRST as MATCH
from cofab.core.kernel.rules import RuleSet
from cofab.core.kernel.window import Window
from cofab.core.proposition.publish.offer import Offer

NONE: frozenset[str] = frozenset()

BASE = Entry("m0", "f0", 50_000, 86_400, 700_000, 40, 0, 0, 900, 0, 3, False, False)
ENTRIES = st.lists(
    st.builds(
        Entry,
        machine=st.integers(0, 99).map(lambda n: f"m{n:02d}"),
        firm=st.sampled_from([f"f{n}" for n in range(25)]),
        price_minor=st.integers(0, 10**7),
        wait_s=st.integers(0, 10**7),
        credit_ppm=st.integers(0, 10**6),
        km=st.integers(0, 2_000),
        minimum_pieces=st.integers(0, 500),
        lead_s=st.integers(0, 10**6),
        carbon_g=st.integers(0, 10**5),
        calendar_age_s=st.sampled_from([0, 86_400, 10**6]),
        machines=st.integers(1, 40),
        new_member=st.just(False),
        operator_owned=st.booleans(),
    ),
    max_size=40,
    unique_by=lambda entry: entry.machine,
)


@settings(max_examples=80, deadline=None)
@given(ENTRIES, st.randoms(use_true_random=False), st.integers(1, 5_000), st.text(max_size=5))
def test_the_list_is_the_same_whatever_the_order_of_entries_and_adds_up(entries, random, quantity, seed) -> None:
    entries = [replace(entry, new_member=int(entry.firm[1:]) > 20) for entry in entries]
    found = rank(entries, quantity, MATCH, seed)
    random.shuffle(entries)
    assert rank(entries, quantity, MATCH, seed) == found
    assert {one.firm for one in found} == {entry.firm for entry in entries}
    assert len(found) == len({one.firm for one in found})
    fair = [one.score_ppm for one in found if not one.floor]
    assert fair == sorted(fair, reverse=True)
    for one in found:
        assert 0 <= one.score_ppm - sum(one.points.values()) < len(CRITERIA)
        assert one.score_ppm <= 1_000_000
        assert set(one.points) == set(CRITERIA)
        assert all(0 <= share <= 1_000_000 for share in one.shares.values())
    assert not found or not found[0].floor


def test_cheaper_sooner_nearer_and_better_known_is_never_worse() -> None:
    for better in ({"price_minor": 40_000}, {"wait_s": 40_000}, {"km": 5}, {"credit_ppm": 800_000}, {"carbon_g": 500}):
        other = replace(BASE, machine="m1", firm="f1", **better)
        assert [one.firm for one in rank([BASE, other], 50, MATCH, "")] == ["f1", "f0"]


def test_the_operators_own_machines_and_their_names_change_nothing() -> None:
    own = replace(BASE, machine="m1", firm="f1", operator_owned=True)
    first, second = rank([BASE, own], 50, MATCH, "")
    assert first.score_ppm == second.score_ppm


def test_small_flexible_firms_come_first_for_small_demands_only() -> None:
    big = replace(BASE, machine="m1", firm="big", machines=60, lead_s=200_000, price_minor=44_000)
    small = replace(BASE, machine="m2", firm="small")
    assert rank([big, small], 50, MATCH, "")[0].firm == "small"
    assert rank([big, small], 5_000, MATCH, "")[0].firm == "big"
    assert weights_for(MATCH, 50)["flexibility"] > weights_for(MATCH, 5_000)["flexibility"]
    assert flexibility(replace(small, minimum_pieces=50), 50, MATCH) < flexibility(small, 50, MATCH)


def test_a_calendar_told_by_phone_counts_less_the_older_it_is() -> None:
    fresh, old = replace(BASE, firm="fresh"), replace(BASE, machine="m1", firm="old", calendar_age_s=600_000)
    assert [one.firm for one in rank([old, fresh], 50, MATCH, "")] == ["fresh", "old"]


def test_new_firms_have_a_floor_that_is_drawn_by_the_seed_and_never_takes_the_first_place() -> None:
    known = [replace(BASE, machine=f"m{n}", firm=f"f{n}", price_minor=50_000 + n) for n in range(30)]
    fresh = [
        replace(BASE, machine=f"n{n}", firm=f"n{n}", price_minor=90_000, new_member=True, credit_ppm=400_000)
        for n in range(4)
    ]
    lists = [rank([*known, *fresh], 50, MATCH, str(seed)) for seed in range(60)]
    for found in lists:
        lifted = [n for n, one in enumerate(found) if one.floor]
        assert len(lifted) == 1
        assert 1 <= lifted[0] < 10
    assert {one.firm for found in lists for one in found if one.floor} == {"n0", "n1", "n2", "n3"}
    bad = [replace(one, price_minor=10**9, wait_s=10**9, credit_ppm=0, km=9_000) for one in fresh]
    assert not any(one.floor for one in rank([*known, *bad], 50, MATCH, "1"))
    none = RuleSet("match", 2, {**MATCH.values, "exposure_ppm": 0})
    assert not any(one.floor for one in rank([*known, *fresh], 50, none, "1"))


def test_nobody_fits() -> None:
    assert rank([], 50, MATCH, "") == ()


def test_the_earliest_finish_pauses_over_nights_and_not_over_others_work() -> None:
    start = datetime(2026, 3, 2, 8, tzinfo=UTC)
    hours = [(0, 4), (5, 9), (24, 28)]
    windows = tuple(Window(start + timedelta(hours=a), start + timedelta(hours=b)) for a, b in hours)
    offer = Offer("m", "f", "t", NONE, NONE, (0, 0, 0), 0, NONE, NONE, 0, 0, windows, stretches=(0, 0, 1))
    assert earliest_finish(offer, start, 6 * 3600) == start + timedelta(hours=7)
    assert earliest_finish(offer, start, 9 * 3600) is None
    assert earliest_finish(offer, start + timedelta(hours=6), 4 * 3600) == start + timedelta(hours=28)
    assert earliest_finish(replace(offer, stretches=()), start, 4 * 3600) == start + timedelta(hours=4)
    assert earliest_finish(replace(offer, lead_s=5 * 3600), start, 3600) == start + timedelta(hours=6)
