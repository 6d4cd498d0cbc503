"""A world to plan in: the demo region and the flanged bearing housing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest

from cofab.core.creation.plan.model import Goods, PlanSet
from cofab.core.kernel.window import Window
from cofab.core.proposition.demand.routing import Operation, Requirement, Routing
from cofab.core.proposition.publish.offer import Offer
from cofab.demo.region import Region, build, offers
from cofab.planner.service import plan

START = datetime(2026, 11, 22, tzinfo=UTC)
GOODS = Goods(1020, 500, 4300, "6061-T6", "yinzhou-metal")
HOUSING = Routing(
    tuple(
        Operation(
            f"o{n}",
            process,
            Requirement(process, frozenset(kinds), (48_000, 100_000, 100_000), tolerance, "aluminium"),
            (f"o{n - 1}",) if n > 1 else (),
            setup_s=setup * 60,
            run_s=run,
            area_mm2=35_000,
            weight_g=500,
        )
        for n, process, kinds, tolerance, setup, run in (
            (1, "turning", (), 25, 90, 840),
            (2, "milling", (), 50, 135, 480),
            (3, "drilling", (), 100, 30, 240),
            (4, "deburring", (), 0, 10, 120),
            (5, "anodising", ("hard-anodising",), 0, 60, 60),
        )
    )
)


@dataclass(frozen=True)
class World:
    """The demo region with the bearing housing, and the plans for it."""

    region: Region
    offers: tuple[Offer, ...]

    def plans(self, quantity: int, days: int, **more: object) -> PlanSet:
        """Return the plans for so many pieces in so many days, delivered to the pump maker."""
        due = START + timedelta(days=days)
        return plan(
            self.offers, self.region.map, HOUSING, quantity, due, "fenghua", START, goods=GOODS, seconds=600, **more
        )


@pytest.fixture(scope="session")
def reorder(world: World) -> PlanSet:
    """Return the plans for 2,000 pieces in 42 days."""
    return world.plans(2000, 42)


@pytest.fixture(scope="session")
def world() -> World:
    region = build(1, START)
    return World(region, offers(region, Window(START, START + timedelta(days=90))))
