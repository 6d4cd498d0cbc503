"""Why a firm is out, in money: against plans that are pinned to it."""

from __future__ import annotations

from datetime import timedelta

from cofab.core.creation.plan.model import Wishes
from cofab.core.creation.plan.through import Costs, through

from .conftest import GOODS, HOUSING, START, World


def _through(world: World, days: int, wishes: Wishes | None = None) -> Costs:
    due = START + timedelta(days=days)
    return through(world.offers, world.region.map, HOUSING, 50, due, "fenghua", START, goods=GOODS, wishes=wishes)


def test_the_price_through_a_machine_is_that_of_the_plan_pinned_to_it(world: World) -> None:
    costs = _through(world, 30)
    free = world.plans(50, 30)
    assert costs.by is not None and costs.by <= START + timedelta(days=30)
    assert costs.price_minor == free.plans[0].price_minor
    ranked = sorted((detour.price_minor, key) for key, detour in costs.machines.items() if key[0] == "o1")
    for _, (op, machine) in (ranked[0], ranked[len(ranked) // 2], ranked[-1]):
        detour = costs.machines[op, machine]
        pinned = world.plans(50, 30, wishes=Wishes({op: machine}))
        assert detour.bound_minor == pinned.bound_minor <= pinned.plans[0].price_minor <= detour.price_minor
        assert detour.extra_minor == detour.price_minor - costs.price_minor >= 0


def test_every_firm_of_the_cheapest_plan_costs_nothing_extra(world: World) -> None:
    costs = _through(world, 30)
    used = {o.firm for o in world.plans(50, 30).plans[0].operations}
    assert all(costs.firms[firm].extra_minor == 0 for firm in used)
    assert any(detour.extra_minor > 0 for firm, detour in costs.firms.items() if firm not in used)


def test_where_nothing_is_in_time_the_earliest_arrival_counts(world: World) -> None:
    costs = _through(world, 1)
    earliest = min(p.finish for p in world.plans(50, 1).plans)
    assert costs.by == earliest


def test_it_holds_under_wishes(world: World) -> None:
    firm = world.plans(50, 30).plans[0].operations[0].firm
    costs = _through(world, 30, Wishes(excluded_firms=frozenset({firm})))
    assert firm not in costs.firms and costs.firms
