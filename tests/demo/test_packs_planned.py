"""Every trade pack finds firms in the demo region, and the planner's answers stand up to the checker."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from cofab.core.creation.plan.compose import Limits, plans
from cofab.core.creation.plan.model import Goods
from cofab.core.creation.plan.rules import FIRST
from cofab.core.kernel.window import Window
from cofab.core.proposition.demand.packs.data import DEFAULT_PACKS
from cofab.core.proposition.demand.packs.estimate import plan_rules, tell
from cofab.core.proposition.demand.packs.form import read_form
from cofab.core.proposition.demand.packs.matrix import spread
from cofab.core.proposition.demand.packs.model import pack_of
from cofab.demo.region import build, offers

START = datetime(2026, 11, 23, 1, tzinfo=UTC)
JACKETS = spread(("black", "red", "blue"), ("S", "M", "L", "XL", "XXL"), (1, 2, 3, 2, 1), 300).as_json()
CASES = [*((name, False) for name in DEFAULT_PACKS["packs"]), ("garment", True)]


@pytest.fixture(scope="module")
def there():
    region = build(1, START)
    return region, offers(region, Window(START, START + timedelta(days=60)))


@pytest.mark.parametrize(("name", "sample"), CASES)
def test_the_region_can_make_it(there, name, sample):
    region, on_offer = there
    pack = pack_of(DEFAULT_PACKS, name)
    told = tell(pack, read_form(pack, {"matrix": JACKETS}), name, sample)
    quantity, due = told.price.quantity, START + timedelta(days=40)
    rules = plan_rules(FIRST, pack, sample)
    found = plans(on_offer, region.map, told.routing, quantity, due, "ouhai", START, rules, Goods(**told.goods),
                  Limits(lambda: True))  # fmt: skip
    assert found.plans, (found.fewer, found.fewer_facts)
    best = found.plans[0]
    assert best.finish <= due
    assert told.price.low_minor // 2 < best.price_minor < told.price.high_minor * 2
