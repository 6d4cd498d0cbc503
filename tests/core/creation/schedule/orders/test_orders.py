"""Many orders together: the kernels against plain Python, the search against everything, bounds, and the check."""

from __future__ import annotations

from dataclasses import replace
from random import Random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.core.creation.schedule.orders.worlds import best, portfolio

from cofab.core.creation.schedule.orders import bound, kernels
from cofab.core.creation.schedule.orders.arrays import Book, Net, empty_book, net_of
from cofab.core.creation.schedule.orders.check import faults, value
from cofab.core.creation.schedule.orders.problem import Machine, Order, Portfolio, Row, Way
from cofab.core.creation.schedule.orders.reference import cheapest
from cofab.core.creation.schedule.orders.solve import one_by_one, solve


def rows_of(net: Net, book: Book) -> list[Row]:
    rows = []
    for n in range(len(net.due)):
        for o in range(net.op[n], net.op[n + 1]):
            way = int(book.taken[o])
            if way >= 0:
                m, at = int(net.machine[way]), int(book.at[o])
                ticks = int(net.ticks[way])
                start, end = kernels.clock(net, m, at, False), kernels.clock(net, m, at + ticks, True)
                rows.append(Row(n, int(o - net.op[n]), m, start, end))
    return rows


def gaps_of(net: Net, book: Book) -> list[list[tuple[int, int]]]:
    rows = [range(net.room[m], net.room[m] + book.gaps[m]) for m in range(len(net.site))]
    return [[(int(book.low[g]), int(book.high[g])) for g in some] for some in rows]


@settings(max_examples=100, deadline=None)
@given(st.integers(0, 1 << 30))
def test_an_order_is_booked_the_cheapest_way_there_is(seed: int) -> None:
    world, random = portfolio(seed, 4, 3, 3), Random(seed)
    net = net_of(world)
    book = empty_book(world, net)
    room, rows = np.empty((3, len(net.machine)), np.int64), np.empty((7, kernels.LABELS), np.int64)
    price = np.array([random.choice([0, 0, 3]) for _ in world.machines])
    for n in range(len(world.orders)):
        before = rows_of(net, book)
        wanted = cheapest(world, before, n, price.tolist())
        done = kernels.enter(net, book, n, price, room, rows)
        ways = book.taken[net.op[n] : net.op[n + 1]]
        time = int((net.ticks[ways] * price[net.machine[ways]]).sum()) if done else 0
        assert book.worth[n] + time == wanted
        assert faults(world, rows_of(net, book)) == []
        assert value(world, rows_of(net, book)) == book.worth.sum()


@settings(max_examples=100, deadline=None)
@given(st.integers(0, 1 << 30))
def test_what_is_taken_out_leaves_the_gaps_that_were_there(seed: int) -> None:
    world, random = portfolio(seed, 5, 3, 3), Random(seed)
    net = net_of(world)
    book = empty_book(world, net)
    fresh, none = gaps_of(net, book), np.zeros(len(world.machines), np.int64)
    kernels.enter_all(net, book, np.arange(len(world.orders)), none)
    full, rows = gaps_of(net, book), rows_of(net, book)
    turn = list(range(len(world.orders)))
    random.shuffle(turn)
    kept = [(n, book.taken[net.op[n] : net.op[n + 1]].copy(), book.at[net.op[n] : net.op[n + 1]].copy(), book.worth[n])
            for n in turn]  # fmt: skip
    for n in turn:
        kernels.remove(net, book, n)
    assert gaps_of(net, book) == fresh
    for n, taken, at, worth in kept:
        kernels.restore(net, book, n, taken, at, worth)
    assert gaps_of(net, book) == full
    assert rows_of(net, book) == rows


@pytest.mark.parametrize("seed", range(40))
def test_small_portfolios_are_solved_and_no_bound_is_above_the_best(seed: int) -> None:
    world = portfolio(seed)
    found, least = solve(world, lambda rounds: rounds >= 20, seed), best(world)
    assert found.bound <= least == found.value
    assert faults(world, found.rows) == []


@pytest.mark.parametrize("seed", range(25))
def test_any_prices_prove_a_bound(seed: int) -> None:
    world = portfolio(seed, 3, 2, 2)
    net, random = net_of(world), Random(seed)
    price = np.array([random.randint(0, 9) for _ in world.machines])
    load, room = np.zeros(len(world.machines), np.int64), np.empty((2, len(net.machine)), np.int64)
    asked = bound.asked(net, price, load, room)
    assert asked - int((price * bound.capacity(net)).sum()) <= best(world)


def test_prices_raise_the_bound_where_machines_are_short() -> None:
    machines = (Machine((((0, 10),),)), Machine((((0, 100),),)))
    order = Order(((Way(0, 5, 10), Way(1, 5, 30)),), 0, 100, 0, 1000)
    found = solve(Portfolio(machines, (order,) * 6), lambda rounds: rounds >= 5)
    assert found.value == 2 * 10 + 4 * 30
    assert found.bound == found.value
    assert found.gap_ppm == 0


def test_together_costs_no_more_than_one_by_one() -> None:
    for seed in range(5):
        world = portfolio(seed, 30, 3, 4)
        assert solve(world, lambda rounds: rounds >= 4).value <= one_by_one(world).value


def test_an_order_without_room_is_left_at_its_price() -> None:
    order = Order(((Way(0, 5, 10),),), 0, 9, 0, 70)
    found = solve(Portfolio((Machine((((0, 9),),)),), (order, order)), lambda rounds: rounds >= 5)
    assert (found.value, len(found.left), len(found.rows)) == (80, 1, 1)


def test_the_same_seed_gives_the_same_bookings() -> None:
    world = portfolio(5, 30, 3, 4)
    assert solve(world, lambda rounds: rounds >= 4, 3) == solve(world, lambda rounds: rounds >= 4, 3)


def test_work_without_time_is_refused() -> None:
    with pytest.raises(ValueError, match="a tick"):
        net_of(Portfolio((Machine((((0, 9),),)),), (Order(((Way(0, 0, 1),),), 0, 9, 0, 9),)))


WORLD = Portfolio(
    (Machine((((0, 4), (6, 10)), ((10, 20),)), 0), Machine((((0, 20),),), 1)),
    (Order(((Way(0, 6, 5),), (Way(1, 2, 7),)), 0, 20, 0, 99, 2), Order(((Way(1, 3, 4),),), 1, 9, 1, 50)),
    ((0, 3), (3, 0)),
    ((0, 4), (4, 0)),
)
GOOD = (Row(0, 0, 0, 0, 8), Row(0, 1, 1, 11, 13), Row(1, 0, 1, 1, 4))


def test_the_check_agrees_and_values() -> None:
    assert faults(WORLD, GOOD) == []
    assert value(WORLD, GOOD) == 5 + 7 + 2 * (4 + 4) + 4
    assert value(WORLD, GOOD[2:]) == 99 + 4


@pytest.mark.parametrize(
    ("at", "change", "sign"),
    [
        (0, {"end": 9}, "does not fit"),
        (0, {"start": 8, "end": 14}, "does not fit"),
        (0, {"machine": 1}, "cannot do"),
        (1, {"start": 10, "end": 12}, "before 11"),
        (1, {"start": 16, "end": 18}, "arrives at 21"),
        (1, {"op": 2}, "not booked whole"),
        (2, {"start": 11, "end": 14}, "taken twice"),
        (2, {"start": 0, "end": 3}, "before 1"),
        (2, {"order": 7}, "no order 7"),
    ],
)
def test_the_check_sees_every_fault(at: int, change: dict[str, int], sign: str) -> None:
    rows = [replace(row, **change) if n == at else row for n, row in enumerate(GOOD)]
    assert any(sign in problem for problem in faults(WORLD, rows))
