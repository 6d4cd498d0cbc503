"""Schedules over calendars: the kernels against plain Python, the search against every order, the check."""

from __future__ import annotations

from dataclasses import replace
from random import Random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.core.creation.schedule.plant.worlds import best, plant

from cofab.core.creation.schedule.plant import kernels
from cofab.core.creation.schedule.plant.arrays import net_of, rows_of
from cofab.core.creation.schedule.plant.check import faults, value
from cofab.core.creation.schedule.plant.problem import Aims, Job, Machine, Operation, Plant, Row, Way
from cofab.core.creation.schedule.plant.reference import placed
from cofab.core.creation.schedule.plant.solve import bound, solve


@settings(max_examples=200, deadline=None)
@given(st.integers(0, 1 << 30))
def test_placing_is_that_of_plain_python_and_passes_the_check(seed: int) -> None:
    world = plant(seed, 5, 4, 4)
    net, random = net_of(world), Random(seed)
    order = [j for j, job in enumerate(world.jobs) for _ in job.operations]
    random.shuffle(order)
    ways = {
        (j, o): random.randrange(len(op.ways))
        for j, job in enumerate(world.jobs)
        for o, op in enumerate(job.operations)
    }
    taken = net.way[:-1] + np.array(list(ways.values()))
    start, end = np.empty_like(taken), np.empty_like(taken)
    worth = kernels.place(net, np.array(order), taken, start, end)
    plain = placed(world, order, ways)
    assert (plain is None) == (worth >= kernels.NEVER)
    if plain is not None:
        rows = rows_of(world, net, taken, start, end)
        assert sorted(plain, key=lambda r: (r.job, r.op)) == list(rows)
        assert faults(world, rows) == []
        assert value(world, rows) == worth


@pytest.mark.parametrize("seed", range(60))
def test_the_search_finds_the_best_of_every_order(seed: int) -> None:
    world = plant(seed)
    found, least = solve(world, lambda rounds: rounds >= 240, seed), best(world)
    assert found is not None
    assert found.bound <= least == found.value


def test_the_same_seed_gives_the_same_schedule() -> None:
    world = plant(7, 8, 5, 5)
    assert solve(world, lambda rounds: rounds >= 20, 3) == solve(world, lambda rounds: rounds >= 20, 3)


def test_what_fits_no_window_is_said() -> None:
    job = Job((Operation((Way(0, 9),)),))
    assert solve(Plant((Machine((((0, 5),), ((6, 12),))),), (job,)), lambda rounds: rounds >= 5) is None


def test_work_pauses_between_windows_but_not_between_stretches() -> None:
    job = Job((Operation((Way(0, 6),)),))
    found = solve(Plant((Machine((((0, 5),), ((6, 10), (20, 30)))),), (job,)), lambda rounds: rounds >= 5)
    assert found is not None
    assert found.rows == (Row(0, 0, 0, 6, 22),)
    assert found.value == found.bound == 22


def test_fixed_work_leads_its_job() -> None:
    job = Job((Operation((Way(0, 1),)), Operation((Way(0, 1),), fixed=(3, 4))))
    with pytest.raises(ValueError, match="leads its job"):
        net_of(Plant((Machine((((0, 9),),)),), (job,)))


SHOP = Plant(
    (Machine((((0, 10), (12, 20)),), 0, 0, ((0, 2), (2, 0))), Machine((((0, 30),),), 1, 1)),
    (
        Job((Operation((Way(0, 3),), 1, 0), Operation((Way(1, 4),))), release=1, due=8),
        Job((Operation((Way(0, 2),), 0, 0, (6, 8)),)),
    ),
    ((0, 3), (3, 0)),
    Aims(moved=5, touched=7),
)
GOOD = (Row(0, 0, 0, 1, 6), Row(0, 1, 1, 9, 13), Row(1, 0, 0, 6, 8))


def test_the_check_agrees_and_values() -> None:
    assert faults(SHOP, GOOD) == []
    assert value(SHOP, GOOD) == 5
    was = replace(SHOP.jobs[0].operations[1], was=0)
    moved = replace(SHOP, jobs=(replace(SHOP.jobs[0], operations=(SHOP.jobs[0].operations[0], was)), SHOP.jobs[1]))
    assert value(moved, GOOD) == 5 + 5 + 7


@pytest.mark.parametrize(
    ("at", "change", "sign"),
    [
        (0, {"start": 0, "end": 5}, "before 1"),
        (0, {"end": 5}, "does not fit"),
        (0, {"machine": 1}, "cannot do"),
        (0, {"start": 2, "end": 7}, "taken twice"),
        (1, {"start": 8, "end": 12}, "before 9"),
        (1, {"end": 14}, "does not fit"),
        (2, {"start": 8, "end": 10}, "is fixed"),
        (2, {"op": 1}, "0 times"),
    ],
)
def test_the_check_sees_every_fault(at: int, change: dict[str, int], sign: str) -> None:
    rows = [replace(row, **change) if n == at else row for n, row in enumerate(GOOD)]
    assert any(sign in problem for problem in faults(SHOP, rows))


def test_the_bound_is_each_job_alone() -> None:
    assert bound(net_of(SHOP)) == 3
