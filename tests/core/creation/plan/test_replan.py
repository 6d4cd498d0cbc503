"""A mill breaks at sixty per cent: who goes on, with whose consent, at what cost."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from cofab.core.creation.plan.model import Plan, PlanSet
from cofab.core.creation.plan.problem import problem
from cofab.core.creation.plan.replan import Proposal, Upset, applied, replan
from cofab.core.creation.plan.replan_check import recovery_faults
from cofab.core.creation.plan.rules import FIRST
from cofab.core.kernel.window import Window, subtract
from cofab.core.proposition.publish.offer import Offer

from .conftest import GOODS, HOUSING, START, World

Case = tuple[Upset, tuple[Proposal, ...]]
DUE = START + timedelta(days=42)


def _free(world: World, plan: Plan, broken: str, at: datetime, back: datetime) -> tuple[Offer, ...]:
    """Return what is free at `at` beside the running plan, with one machine down."""
    found = []
    for offer in world.offers:
        taken = [Window(o.start, o.end) for o in plan.operations if o.machine == offer.id]
        taken += [Window(at, back)] if offer.id == broken else []
        past = [Window(START - timedelta(days=1), at)]
        rows = [
            (piece, 100 * stretch + sum(t.start < piece.start for t in taken), hands)
            for window, stretch, hands in zip(offer.windows, offer.stretches, offer.hands, strict=True)
            for piece in subtract([window], taken + past)
        ]
        windows, stretches, hands = zip(*rows, strict=True) if rows else ((), (), ())
        found.append(replace(offer, windows=windows, stretches=stretches, hands=hands))
    return tuple(found)


@pytest.fixture(scope="module")
def running(reorder: PlanSet) -> Plan:
    return reorder.plans[0]


@pytest.fixture(scope="module")
def cases(world: World, running: Plan) -> list[Case]:
    """Return four mills of the plan, broken one at a time, with the proposals for each."""
    upsets = [_upset(running, machine) for machine in _mills(running)[:4]]
    return [(upset, _proposals(world, upset)) for upset in upsets]


def _upset(plan: Plan, machine: str, until: datetime | None = None) -> Upset:
    first = min((o for o in plan.operations if o.machine == machine), key=lambda o: o.start)
    at = first.start + (first.end - first.start) * 6 / 10
    done = {(o.lot, o.op): o.quantity for o in plan.operations if o.end <= at}
    return Upset(plan, machine, at, until, {**done, (first.lot, first.op): first.quantity * 6 // 10})


def _proposals(world: World, upset: Upset) -> tuple[Proposal, ...]:
    free = _free(world, upset.plan, upset.machine, upset.at, upset.until or upset.at + timedelta(days=200))
    return replan(upset, free, world.region.map, HOUSING, 2000, DUE, "fenghua", goods=GOODS)


def _mills(plan: Plan) -> list[str]:
    return sorted({o.machine for o in plan.operations if o.op == "o2"})


def test_every_broken_mill_has_a_way_on_and_no_piece_is_lost(cases: list[Case]) -> None:
    for upset, proposals in cases:
        assert proposals
        for proposal in proposals:
            _whole(upset, proposal)


def _whole(upset: Upset, proposal: Proposal) -> None:
    replaced = {(o.lot, o.op): o for o in proposal.replaces}
    for (lot, op), old in replaced.items():
        made = sum(o.quantity for o in proposal.operations if (o.lot, o.op) == (lot, op))
        kept = upset.done.get((lot, op), 0) if old.machine == upset.machine else 0
        assert made + kept == old.quantity
    assert all(o.start >= upset.at for o in proposal.operations)
    assert all(o.machine != upset.machine for o in proposal.operations)
    touched = {o.firm for o in proposal.operations}
    assert touched <= set(proposal.consent)
    after = applied(upset.plan, proposal)
    assert after.finish == max(leg.arrive for leg in after.legs)


def test_the_own_shop_comes_first_where_it_delays_nobody(cases: list[Case]) -> None:
    own = [proposals[0] for _, proposals in cases if proposals[0].way == "own_shop"]
    assert any(p.late_s == 0 and p.cost_minor == 0 and not p.legs for p in own)


def test_proposals_come_with_the_least_disturbance_first(cases: list[Case]) -> None:
    for _, proposals in cases:
        firms = [len(set(p.consent) - {"buyer"}) for p in proposals]
        assert firms == sorted(firms)


def test_half_finished_goods_travel_to_the_other_firm(cases: list[Case]) -> None:
    market = [p for _, proposals in cases for p in proposals if p.way == "market"]
    assert market
    for proposal in market:
        for move in (m for m in proposal.moves if m.to_firm != m.from_firm):
            assert any((leg.origin, leg.destination) == (move.from_firm, move.to_firm) for leg in proposal.legs)
            assert proposal.cost_minor > 0
            assert "buyer" in proposal.consent


def test_a_short_stop_can_be_waited_out(world: World, running: Plan) -> None:
    machine = _mills(running)[0]
    upset = _upset(running, machine)
    back = replace(upset, until=upset.at + timedelta(hours=30))
    assert "wait" in {p.way for p in _proposals(world, back)}


def test_the_check_catches_a_recovery_that_loses_pieces(world: World, cases: list[Case]) -> None:
    upset, proposals = cases[-1]
    first, *rest = proposals[0].operations
    lost = (replace(first, quantity=first.quantity - 1), *rest)
    early = (replace(first, start=first.start - timedelta(days=300)), *rest)
    free = _free(world, upset.plan, upset.machine, upset.at, upset.at + timedelta(days=200))
    p = problem(free, world.region.map, HOUSING, 2000, DUE, "fenghua", upset.at, FIRST, GOODS)
    for operations, wrong in ((lost, True), (early, True), (proposals[0].operations, False)):
        found = recovery_faults(p, upset.plan, upset.machine, upset.done, operations, proposals[0].legs)
        assert bool(found) is wrong
