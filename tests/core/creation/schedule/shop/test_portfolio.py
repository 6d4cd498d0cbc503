"""Schedules against trying everything, their bounds, their limits, and the check."""

from __future__ import annotations

from dataclasses import replace
from itertools import count
from random import Random

import pytest
from tests.core.creation.schedule.shop.worlds import best, shop

from cofab.core.creation.schedule.shop import bounds
from cofab.core.creation.schedule.shop.arrays import net_of
from cofab.core.creation.schedule.shop.check import faults
from cofab.core.creation.schedule.shop.portfolio import Limits, solve
from cofab.core.creation.schedule.shop.prices import narrowed, prices
from cofab.core.creation.schedule.shop.problem import Placed, Shop, Way


def _limits(rounds: int = 30, workers: int = 1) -> Limits:
    return Limits(60, workers, lambda: 0.0, lambda tasks: [task() for task in tasks] and None, rounds)


@pytest.mark.parametrize("factories", [1, 2])
@pytest.mark.parametrize("seed", range(40))
def test_small_shops_are_solved_and_proven(seed: int, factories: int) -> None:
    world = shop(seed, 3, 2, 3, factories)
    found = solve(world, _limits())
    assert found.makespan == best(world)
    assert found.proven
    assert not faults(world, found.placed, found.makespan)


@pytest.mark.parametrize("seed", range(60))
def test_no_bound_is_above_the_best(seed: int) -> None:
    world = shop(seed, 4, 2, 2, 1 + seed % 2)
    net = net_of(world)
    assert bounds.longest_job(net) <= bounds.bound(world, net) <= best(world)


def test_the_same_rounds_give_the_same_schedule() -> None:
    world = shop(11, 12, 8, 5)
    assert solve(world, _limits(5), 3).placed == solve(world, _limits(5), 3).placed


def test_an_answer_is_there_at_any_limit() -> None:
    world = shop(12, 12, 8, 5)
    clock = count()
    found = solve(world, Limits(1, 2, lambda: next(clock), lambda tasks: [task() for task in tasks] and None))
    assert not faults(world, found.placed, found.makespan)
    assert found.bound <= found.makespan
    assert found.trace[-1][1] == found.makespan


ONE = Shop(2, (((Way(0, 3),), (Way(1, 2),)), ((Way(0, 4),),)), 2)
GOOD = (Placed(0, 0, 0, 0, 0, 3), Placed(0, 1, 0, 1, 3, 5), Placed(1, 0, 1, 0, 0, 4))


def test_the_check_agrees_with_a_schedule_that_holds() -> None:
    assert faults(ONE, GOOD, 5) == []


@pytest.mark.parametrize(
    ("at", "change", "sign"),
    [
        (0, {"machine": 1}, "cannot do"),
        (0, {"end": 4}, "takes 3, not 4"),
        (0, {"start": -1, "end": 2}, "before time"),
        (1, {"start": 2, "end": 4}, "before the one before it ends"),
        (1, {"factory": 1}, "two factories"),
        (2, {"factory": 2}, "no factory 2"),
        (2, {"factory": 0}, "taken twice"),
        (2, {"op": 1}, "0 times"),
    ],
)
def test_the_check_sees_every_fault(at: int, change: dict[str, int], sign: str) -> None:
    rows = [replace(row, **change) if n == at else row for n, row in enumerate(GOOD)]
    assert any(sign in problem for problem in faults(ONE, rows, 5))


def test_the_check_sees_a_wrong_makespan() -> None:
    assert faults(ONE, GOOD, 4) == ["it ends at 5, not at 4"]


@pytest.mark.parametrize("seed", range(60))
def test_prices_prove_no_more_than_the_best_and_narrow_to_ways_that_are_there(seed: int) -> None:
    world = shop(seed, 4, 2, 3, 1 + seed % 2)
    net = net_of(world)
    bound, cost = prices(world, net)
    assert bound <= best(world)
    small, rows = narrowed(net, cost, 0.4)
    assert (net.machine[rows] == small.machine).all()
    assert all(
        net.way[o] <= row < net.way[o + 1] for o in range(len(net.job)) for row in rows[small.way[o] : small.way[o + 1]]
    )


def test_prices_come_near_the_best_where_there_is_much_to_share() -> None:
    random = Random(1)
    world = Shop(4, tuple((tuple(Way(m, random.randint(1, 99)) for m in range(4)),) for _ in range(300)))
    found = solve(world, Limits(1, 1, lambda: 0.5, lambda tasks: None))
    assert found.makespan <= 1.1 * found.bound
