"""Plans under pins and exclusions: exact over what is left, refused where nothing is."""

from __future__ import annotations

from dataclasses import replace

import pytest

from cofab.core.creation.plan.check import faults
from cofab.core.creation.plan.model import PlanSet, Wishes
from cofab.core.creation.plan.rules import FIRST
from cofab.core.kernel.refusal import Refused

from .conftest import World
from .test_plans import _question


@pytest.fixture(scope="module")
def free(world: World) -> PlanSet:
    return world.plans(50, 14)


def test_excluding_is_the_same_as_not_being_on_offer(world: World, free: PlanSet) -> None:
    firm, machine = free.plans[0].operations[0].firm, free.plans[-1].operations[-1].machine
    wishes = Wishes(excluded_firms=frozenset({firm}), excluded_machines=frozenset({machine}))
    found = world.plans(50, 14, wishes=wishes)
    left = World(world.region, tuple(o for o in world.offers if o.firm != firm and o.id != machine)).plans(50, 14)
    strip = [replace(p, rules=()) for p in found.plans]
    assert strip == [replace(p, rules=()) for p in left.plans]
    assert found.bound_minor == left.bound_minor > free.bound_minor
    assert all("as pinned and excluded" in p.rules for p in found.plans)


@pytest.mark.parametrize("by_firm", [True, False])
def test_a_pin_holds_in_every_plan_and_cannot_be_cheaper(world: World, free: PlanSet, by_firm: bool) -> None:
    used = {o.firm for o in free.plans[0].operations if o.op == "o1"}
    other = next(o for o in world.offers if o.id in free.matched["o1"] and o.firm not in used)
    pin = other.firm if by_firm else other.id
    found = world.plans(50, 30, wishes=Wishes({"o1": pin}))
    assert found.plans
    for plan in found.plans:
        assert {o.firm for o in plan.operations if o.op == "o1"} == {other.firm}
        assert by_firm or {o.machine for o in plan.operations if o.op == "o1"} == {other.id}
        assert not faults(plan, replace(_question(50, 30), wishes=Wishes({"o1": pin})), world.offers,
                          world.region.map, FIRST)  # fmt: skip
    assert found.bound_minor >= world.plans(50, 30).bound_minor
    elsewhere = next(r for r in found.refused if r.op == "o1" and r.machine in free.matched["o1"])
    assert [reason.code for reason in elsewhere.reasons] == ["plan.pinned_elsewhere"]


def test_the_checker_finds_a_broken_wish(world: World, free: PlanSet) -> None:
    plan = free.plans[0]
    first = plan.operations[0]
    for wishes in (Wishes({first.op: "other"}), Wishes(excluded_machines=frozenset({first.machine}))):
        asked = replace(_question(50, 14), wishes=wishes)
        assert {f.rule for f in faults(plan, asked, world.offers, world.region.map, FIRST)} == {"wish"}


def test_wishes_that_leave_nothing_are_refused(world: World, free: PlanSet) -> None:
    coaters = frozenset(o.firm for o in world.offers if o.id in free.matched["o5"])
    one = min(coaters)
    unfit = next(o.id for o in world.offers if o.id not in free.matched["o1"])
    for code, wishes in (
        ("plan.nothing_left", Wishes(excluded_firms=coaters)),
        ("plan.pinned_and_excluded", Wishes({"o5": one}, excluded_firms=frozenset({one}))),
        ("plan.pinned_unfit", Wishes({"o1": unfit})),
        ("plan.unknown_wish", Wishes({"o1": "nobody"})),
        ("plan.unknown_wish", Wishes({"o99": one})),
    ):
        with pytest.raises(Refused) as refused:
            world.plans(50, 14, wishes=wishes)
        assert refused.value.code == code
    assert world.plans(50, 14, wishes=Wishes(excluded_firms=frozenset({"gone"}))).plans == tuple(
        replace(p, rules=(*p.rules[:3], "as pinned and excluded", *p.rules[3:])) for p in free.plans
    )
