"""A batch of plans: the same answer here and on a Ray cluster, and what is said where there is none."""

from __future__ import annotations

import socket
import sys
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest

from cofab.core.creation.plan.many import Wanted, World
from cofab.core.kernel.refusal import Refused
from cofab.core.kernel.window import Window
from cofab.core.proposition.demand.routing import Operation, Requirement, Routing
from cofab.demo.region import build, offers
from cofab.planner.batch import NO_CLUSTER, NO_RAY, each_alone, plan_many

START = datetime(2026, 11, 22, tzinfo=UTC)
TURNED = Routing((Operation("o1", "turning", Requirement("turning"), setup_s=3600, run_s=300),))


def _wanted(count: int) -> list[Wanted]:
    return [Wanted(f"d{n}", TURNED, 100, START + timedelta(days=9), "fenghua") for n in range(count)]


@pytest.fixture(scope="module")
def world() -> World:
    region = build(1, START)
    return World(offers(region, Window(START, START + timedelta(days=20))), region.map, START)


def test_a_batch_gives_each_demand_its_own_time(world: World) -> None:
    found = plan_many(_wanted(3), world, seconds=0.0)
    plans = [plan for plan in found.chosen.values() if plan]
    assert len(plans) == 3
    taken = sorted((op.machine, op.start, op.end) for plan in plans for op in plan.operations)
    assert all(a[0] != b[0] or a[2] <= b[1] for a, b in pairwise(taken))
    assert found.bound_minor <= found.price_minor


def test_without_ray_or_without_a_cluster_it_says_so(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("ray")
    with socket.socket() as nobody, pytest.raises(Refused) as refused:
        nobody.bind(("127.0.0.1", 0))
        each_alone(_wanted(1), world, f"127.0.0.1:{nobody.getsockname()[1]}")
    assert refused.value.code == NO_CLUSTER
    monkeypatch.setitem(sys.modules, "ray", None)
    with pytest.raises(Refused) as refused:
        each_alone(_wanted(1), world, "local")
    assert refused.value.code == NO_RAY


@pytest.mark.prove
def test_a_local_cluster_gives_the_same_answer_and_the_same_refusal(world: World) -> None:
    ray = pytest.importorskip("ray")
    try:
        assert each_alone(_wanted(3), world, "local") == each_alone(_wanted(3), world)
        with pytest.raises(Refused) as refused:
            each_alone([Wanted("d", TURNED, 0, START + timedelta(days=9), "fenghua")], world, "local")
        assert refused.value.code == "plan.quantity"
    finally:
        ray.shutdown()
