"""Carrying goods over districts against carrying them pair by pair."""

from __future__ import annotations

import numpy as np
import pytest

from cofab.core.creation.plan.carriage import move
from cofab.core.creation.plan.districts import districts
from cofab.core.creation.plan.reference import carried


def _prove(seed: int, money: type) -> None:
    random = np.random.default_rng(seed)
    never = 1 << 29 if money is np.int32 else 1 << 60
    towns, departures = int(random.integers(1, 60)), int(random.integers(1, 20))
    place = random.uniform(0, 100, (towns, 2)) if seed % 2 else random.integers(0, 3, (towns, 2)) * 50.0
    road = np.hypot(*(place[:, None] - place[None]).T).astype(np.uint16).T + random.integers(0, 3, (towns, towns))
    road = road.astype(np.uint16)
    tariffs = int(random.integers(1, 4))
    fare = (
        random.integers(0, 30, (1, tariffs)) + np.arange(160)[:, None] * random.integers(0, 3, (1, tariffs))
    ).astype(money)
    fare[random.random(fare.shape) < 0.1] = never
    spans = random.integers(1, 12, tariffs) if seed % 3 else np.full(tariffs, random.integers(1, 12))
    begin = [0, *np.cumsum(spans)[:-1]] if seed % 3 else [0] * tariffs
    at = np.array([[b, b + s] for b, s in zip(begin, spans, strict=True)])
    latest = np.full((tariffs, spans.max()), -1)
    for j, span in enumerate(spans):
        latest[j, :span] = np.sort(random.integers(-1, departures, span))
    source = np.sort(random.choice(towns, random.integers(0, towns + 1), replace=False))
    target = random.choice(towns, random.integers(1, towns + 1), replace=False)
    raw = random.integers(100, 160, (len(source), departures))
    raw[random.random(raw.shape) < 0.3] = never
    depart = np.minimum.accumulate(raw, axis=1).astype(money)
    near = districts(road)
    least = np.minimum.accumulate(fare[::-1])[::-1].copy()
    ours = move(depart, source, target, road, fare, at, latest, least, near.of, near.far, near.reach, never)
    plain = carried(*(a.tolist() for a in (depart, source, target, road, fare, at, latest)), never)
    assert np.minimum(ours, never).tolist() == plain, seed


@pytest.mark.parametrize("money", [np.int32, np.int64])
def test_no_district_that_matters_is_passed_over(money: type) -> None:
    for seed in range(60):
        _prove(seed, money)


@pytest.mark.prove
def test_it_holds_on_a_thousand_maps() -> None:
    for seed in range(1_000, 2_000):
        _prove(seed, np.int32)


def test_every_town_has_a_district_and_bounds_hold() -> None:
    random = np.random.default_rng(5)
    for towns in (0, 1, 2, 50):
        road = random.integers(0, 90, (towns, towns)).astype(np.uint16)
        near = districts(road)
        for t in range(towns):
            for u in range(towns):
                assert near.far[near.of[t], near.of[u]] <= near.reach[t, near.of[u]] <= road[t, u]
