"""The index finds what asking every machine finds, also while machines change, come and go."""

from __future__ import annotations

from dataclasses import fields

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from cofab.core.creation.match.index import drop, index_of, put, search
from cofab.core.creation.match.index_model import ANY, Ask, Machines, arc_km, chord_m2, sphere
from cofab.core.creation.match.index_reference import fitting

TAGS = 40
BARE = Machines(*(np.zeros((0, *shape), kind) for shape, kind in [
    ((), np.int64), ((), np.int64), ((), np.int64), ((), np.int64), ((), np.int64), ((3,), np.int64),
    ((), np.int64), ((3,), np.int64), ((2,), np.uint64)]))  # fmt: skip


def machines(seed: int, ids: np.ndarray) -> Machines:
    """Return machines with few values a column, so that much is equal; tag 0 is frequent, others rare."""
    random, n = np.random.default_rng(seed), len(ids)
    sets = [np.unique(np.minimum(random.zipf(1.3, random.integers(0, 7)), TAGS) - 1) for _ in range(n)]
    return Machines(
        ids,
        np.cumsum([0, *map(len, sets)]),
        np.concatenate([*sets, np.zeros(0)]).astype(np.int64),
        random.integers(1, 60, n) * 100,
        random.integers(1, 6, n) * 10,
        np.sort(random.integers(1, 5, (n, 3)) * 100, axis=1),
        random.integers(0, 5, n) * 200_000,
        sphere(random.integers(28, 33, n) * 1_000_000, random.integers(118, 123, n) * 1_000_000),
        random.integers(0, 2**64, (n, 2), np.uint64) & random.integers(0, 2**64, (n, 2), np.uint64),
    )


ASKS = st.builds(
    Ask,
    tags=st.lists(st.sampled_from([0, 0, 1, 2, 3, 5, 9, 20, 39, 41]), max_size=3, unique=True).map(tuple),
    tolerance_um=st.sampled_from([10, 30, ANY]),
    size_um=st.sampled_from([(0, 0, 0), (300, 100, 200), (200, 200, 200)]),
    credit_ppm=st.sampled_from([0, 400_000]),
    place=st.sampled_from([(29, 120), (32, 118)]).map(
        lambda p: tuple(sphere(np.array(p[0] * 10**6), np.array(p[1] * 10**6)).tolist())
    ),
    within_km=st.sampled_from([0, 150, 800]),
    per_km_minor=st.sampled_from([0, 2]),
    from_day=st.sampled_from([0, 5, 60, 70, 127]),
    to_day=st.sampled_from([14, 66, 90, 200]),
    days=st.integers(0, 5),
    most=st.sampled_from([1, 5, 20]),
)


def both(index, alive: Machines, ask: Ask) -> None:
    """Hold the index against the reference."""
    hits = search(index, ask)
    assert list(zip(hits.prices.tolist(), hits.ids.tolist(), strict=True)) == fitting(alive, ask)


def joined(one: Machines, other: Machines) -> Machines:
    """Return the machines of both, those of `other` in place of the same ids."""
    keep = ~np.isin(one.ids, other.ids)
    first = [0]
    tags = []
    for part, mask in ((one, keep), (other, np.ones(len(other.ids), bool))):
        for n in np.flatnonzero(mask):
            tags.append(part.tag[part.first[n] : part.first[n + 1]])
            first.append(first[-1] + len(tags[-1]))
    column = {
        f.name: np.concatenate([getattr(one, f.name)[keep], getattr(other, f.name)])
        for f in fields(Machines)
        if f.name not in ("first", "tag")
    }
    return Machines(**column, first=np.array(first), tag=np.concatenate([*tags, np.zeros(0)]).astype(np.int64))


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 10_000), st.lists(ASKS, min_size=4, max_size=4))
def test_it_finds_what_asking_everybody_finds_while_machines_change(seed: int, asks: list[Ask]) -> None:
    random = np.random.default_rng(seed)
    alive = machines(seed, random.permutation(1_000)[: random.integers(1, 400)].astype(np.int64))
    index = index_of(alive, TAGS)
    for turn, ask in enumerate(asks):
        both(index, alive, ask)
        news = machines(seed + turn + 1, random.permutation(1_000)[:60].astype(np.int64))
        put(index, news)
        alive = joined(alive, news)
        gone = alive.ids[random.random(len(alive.ids)) < 0.1]
        drop(index, gone)
        drop(index, np.array([5_000]))
        alive = joined(alive, BARE) if not len(gone) else without(alive, gone)
        assert index.alive == len(alive.ids)
        both(index, alive, ask)


def without(one: Machines, ids: np.ndarray) -> Machines:
    """Return the machines whose ids are not among those."""
    keep = np.flatnonzero(~np.isin(one.ids, ids))
    tags = [one.tag[one.first[n] : one.first[n + 1]] for n in keep]
    column = {f.name: getattr(one, f.name)[keep] for f in fields(Machines) if f.name not in ("first", "tag")}
    first = np.cumsum([0, *map(len, tags)])
    return Machines(**column, first=first, tag=np.concatenate([*tags, np.zeros(0)]).astype(np.int64))


def test_the_same_numbers_again_change_in_place_and_growth_keeps_everything() -> None:
    alive = machines(1, np.arange(10))
    index = index_of(alive, TAGS)
    put(index, alive)
    assert (index.used, index.dead) == (10, 0)
    many = machines(2, np.arange(5, 2_000))
    put(index, many)
    both(index, joined(alive, many), Ask(tags=(0,), most=50))
    assert index.waste > 0
    assert index.bytes > 2_000 * 64


def test_nobody_is_found_in_an_empty_index_or_for_an_unknown_tag() -> None:
    index = index_of(machines(1, np.zeros(0, np.int64)), TAGS)
    assert len(search(index, Ask()).ids) == 0
    put(index, machines(3, np.arange(4)))
    assert len(search(index, Ask()).ids) == 4
    assert len(search(index, Ask(tags=(TAGS + 7,))).ids) == 0


def test_a_distance_is_that_of_the_sphere() -> None:
    one, other = sphere(np.array([30_000_000, 30_000_000]), np.array([120_000_000, 121_000_000]))
    assert abs(arc_km(one, other) - 96.3) < 0.1
    assert chord_m2(96) < ((one - other) ** 2).sum() < chord_m2(97)
