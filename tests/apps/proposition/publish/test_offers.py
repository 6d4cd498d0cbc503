"""What planning sees of a region's machines: free time with people, shifts and holidays, fast."""

from __future__ import annotations

from datetime import UTC, timedelta
from time import perf_counter

import pytest

from cofab.apps.base.clock import now
from cofab.apps.proposition.publish import actions
from cofab.apps.proposition.publish.models import Machine
from cofab.apps.proposition.publish.selectors import offers_between, region_map
from cofab.core.kernel.window import Window
from cofab.demo.load import load
from cofab.demo.region import build, offers


@pytest.mark.django_db
def test_the_database_offers_what_the_region_offers_and_loads_once(system):
    start = now().astimezone(UTC)
    region = build(1, start)
    loaded = load(region)
    between = Window(start, start + timedelta(days=60))
    begun = perf_counter()
    found = {offer.id: offer for offer in offers_between(between.start, between.end)}
    took = perf_counter() - begun
    pure = {offer.id: offer for offer in offers(region, between) if offer.windows}
    codes = {m.code: m.key for m in region.machines}
    keys = {row.key: codes[row.code] for row in Machine.objects.all()}
    assert {keys[key] for key in found} == set(pure)
    for key, offer in found.items():
        other = pure[keys[key]]
        assert offer.windows == other.windows, keys[key]
        assert (offer.hands, offer.rate_minor_per_h, offer.certificates) == (
            other.hands, other.rate_minor_per_h, other.certificates,
        )  # fmt: skip
    assert took < 5, f"{took:.2f} s for {len(found)} offers"
    assert len(region_map().road_km) == len(region.map.road_km)
    again = load(build(1, start))
    assert again.organisations == loaded.organisations
    assert Machine.objects.count() == len(region.machines)


@pytest.mark.django_db
def test_a_reservation_takes_its_window_out_of_the_offer(make_firm, make_machine, soon):
    mill = make_firm("Mill")
    machine = make_machine(mill)
    window = soon(24, 3)
    before = offers_between(window.start, window.end)
    actions.reserve(mill.viewer, machine.key, window, "ord_x", now() + timedelta(hours=1))
    assert [offer.id for offer in before] == [machine.key]
    assert offers_between(window.start, window.end) == []
