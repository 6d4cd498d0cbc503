"""Several demands together: no machine twice, no operator twice, no price below the bound, better than as they come."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from itertools import count

import pytest

from cofab.core.creation.plan.check import Question, faults
from cofab.core.creation.plan.many import Together, Wanted, World, alone, clashes, together, without
from cofab.core.creation.plan.model import PlannedOperation
from cofab.core.creation.plan.problem import with_inspection
from cofab.core.creation.plan.rules import FIRST
from cofab.core.kernel.window import Window
from cofab.core.proposition.publish.offer import Offer

from .conftest import GOODS, HOUSING, START
from .conftest import World as Demo


@pytest.fixture(scope="module")
def wanted() -> list[Wanted]:
    due = START + timedelta(days=16)
    return [Wanted(f"d{n}", HOUSING, 40 + 10 * n, due, "fenghua", GOODS) for n in range(3)]


@pytest.fixture(scope="module")
def found(world: Demo, wanted: list[Wanted]) -> Together:
    asked = count()
    return together(wanted, World(world.offers, world.region.map, START), lambda: next(asked) >= 1)


def test_nothing_is_taken_twice_and_each_plan_holds(world: Demo, wanted: list[Wanted], found: Together) -> None:
    plans = [plan for plan in found.chosen.values() if plan]
    assert len(plans) == 3
    assert clashes([op for plan in plans for op in plan.operations], world.offers) == []
    for one in wanted:
        plan = found.chosen[one.id]
        assert plan is not None
        asked = Question(with_inspection(HOUSING.operations, FIRST), one.quantity, START, one.due, "fenghua", GOODS)
        assert faults(plan, asked, world.offers, world.region.map, FIRST) == ()


def test_the_bound_is_that_of_each_alone(world: Demo, wanted: list[Wanted], found: Together) -> None:
    sets = [alone(one, World(world.offers, world.region.map, START)) for one in wanted]
    assert found.bound_minor == sum(one.bound_minor for one in sets)
    assert found.bound_minor <= found.price_minor
    assert found.price_minor == sum(plan.price_minor for plan in found.chosen.values() if plan)
    apart = [op for one in sets for op in one.plans[0].operations]
    assert clashes(apart, world.offers), "all want the same machines, or nothing is tried here"


def test_more_time_never_makes_it_dearer(world: Demo, wanted: list[Wanted], found: Together) -> None:
    first = together(wanted, World(world.offers, world.region.map, START), lambda: True)
    assert (len(found.late), found.price_minor) <= (len(first.late), first.price_minor)


def _at(hour: int) -> Window:
    return Window(START + timedelta(hours=hour), START + timedelta(hours=hour + 8))


def _offer(name: str, hands: int) -> Offer:
    none: frozenset[str] = frozenset()
    windows = (_at(0), _at(24))
    return Offer(
        name, "f", "t", none, none, (0, 0, 0), 0, none, none, 1, 1, windows, stretches=(0, 0), hands=(hands, hands)
    )


def _op(machine: str, start: int, end: int) -> PlannedOperation:
    return PlannedOperation("o", "f", machine, _at(start).start, _at(end).start, 1, 1)


def test_a_booking_takes_its_time_and_one_operator() -> None:
    offers = [_offer("m", 2), _offer("n", 2)]
    own, other = without(offers, [_op("m", 2, 4)])
    assert [(w.start, w.end) for w in own.windows] == [
        (_at(0).start, _at(2).start), (_at(4).start, _at(8).start), (_at(24).start, _at(32).start),
    ]  # fmt: skip
    assert (own.stretches, own.hands) == ((0, 1, 1), (2, 2, 2))
    assert other.hands == (2, 1, 2, 2)
    assert len(set(other.stretches)) == 1
    both = without(offers, [_op("m", 2, 4), _op("n", 3, 5)])
    assert [(w.start, w.end) for w in both[0].windows][1:3] == [
        (_at(4).start, _at(5).start),
        (_at(5).start, _at(8).start),
    ]
    assert both[0].hands[1:3] == (1, 2)
    alone = without([replace(offers[0], hands=(1, 1)), offers[1]], [_op("n", 3, 5)])[0]
    assert alone.stretches == (0, 1, 1), "work does not pause while nobody is there"


def test_without_operators_a_machine_is_free_beside_others() -> None:
    offers = [_offer("m", 0), replace(_offer("n", 0), hands=())]
    assert without(offers, [_op("m", 2, 4)])[1].windows == offers[1].windows


def test_clashes_are_seen() -> None:
    offers = [_offer("m", 1), _offer("n", 1)]
    assert clashes([_op("m", 0, 2), _op("m", 2, 4)], offers) == []
    assert "taken twice" in clashes([_op("m", 0, 3), _op("m", 2, 4)], offers)[0]
    assert "taken twice" in clashes([_op("m", 0, 3), _op("m", 0, 3)], offers)[0]
    assert "operators" in clashes([_op("m", 0, 3), _op("n", 2, 4)], offers)[0]
