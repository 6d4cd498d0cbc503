"""The demo region: its size, its ranges, and that it is the same for the same seed."""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from math import asin, cos, radians, sin, sqrt

import pytest

from cofab.core.kernel.window import Window
from cofab.core.proposition.publish.calendar import open_windows
from cofab.demo.region import Region, build, offers, vocabulary
from cofab.demo.region.kinds import kinds
from cofab.demo.region.towns import road_km

START = datetime(2026, 11, 22, tzinfo=UTC)


@pytest.fixture(scope="module")
def region() -> Region:
    return build(1, START)


def test_forty_firms_with_three_hundred_machines_of_skewed_size(region: Region) -> None:
    suppliers = [f for f in region.firms if f.kind == "supplier"]
    sizes = sorted(len(f.machines) for f in suppliers)
    assert (len(suppliers), len(region.machines)) == (40, 300)
    assert sizes[-1] == 60
    assert sum(2 <= n <= 5 for n in sizes) >= 10


def test_every_kind_of_body_is_there_and_marked_as_invented(region: Region) -> None:
    kinds_there = {f.kind for f in region.firms}
    assert kinds_there == {
        "supplier", "demander", "carrier", "inspection", "bank", "material", "maintenance", "training", "operator",
        "committee",
    }  # fmt: skip
    assert all(f.name_zh.startswith("演示·") and f.name_en.startswith("Demo ") and f.people for f in region.firms)


def test_prices_lie_in_their_ranges_and_one_firm_is_consistent(region: Region) -> None:
    table = kinds()
    for m in region.machines:
        kind = table[m.kind]
        assert kind.rate[0] - 50 <= m.rate_minor_per_h <= kind.rate[1] + 50
        assert kind.minimum[0] - 1000 <= m.minimum_minor <= kind.minimum[1] + 1000
        assert m.processes <= vocabulary().keys()
    shares: dict[str, list[float]] = defaultdict(list)
    for m in (m for m in region.machines if table[m.kind].rate[0]):
        low, high = table[m.kind].rate
        shares[m.firm].append((m.rate_minor_per_h - low) / (high - low))
    spread = [max(s) - min(s) for s in shares.values() if len(s) > 3]
    assert sum(spread) / len(spread) < 0.45


def test_operators_are_the_bottleneck_and_own_work_respects_them(region: Region) -> None:
    taken: dict[str, list[Window]] = defaultdict(list)
    for b in region.bookings:
        taken[b.machine].append(b.window)
    for firm in (f for f in region.firms if f.trade == "cnc"):
        assert 0.45 <= firm.operators / len(firm.machines) <= 0.76
        windows = [w for m in firm.machines for w in taken[m.key]]
        assert max(sum(w.start <= t.start < w.end for w in windows) for t in windows) <= firm.operators
        for m in firm.machines:
            rows = sorted(taken[m.key])
            assert all(a.end <= b.start for a, b in pairwise(rows))


def test_own_work_takes_between_a_third_and_four_fifths_of_the_operators(region: Region) -> None:
    span = Window(START, START + timedelta(days=28))
    shares = []
    for firm in (f for f in region.firms if f.trade == "cnc"):
        mine = {m.key: m for m in firm.machines}
        busy = sum(
            w.seconds
            for b in region.bookings
            if b.machine in mine
            for a in open_windows(mine[b.machine].calendar, span)
            if (w := a.cut(b.window))
        )
        attended = sum(a.seconds for m in firm.machines for a in open_windows(m.calendar, span))
        shares.append(busy / (attended * firm.operators / len(firm.machines)))
    assert min(shares) > 0.33
    assert max(shares) < 0.95
    assert 0.5 < sum(shares) / len(shares) < 0.8


def test_only_licensed_sites_coat_and_some_papers_are_expired(region: Region) -> None:
    on_offer = offers(region, Window(START, START + timedelta(days=7)))
    wet = [o for o in on_offer if o.families & {"anodising", "plating"}]
    assert wet
    assert all("discharge-permit" in o.certificates for o in wet)
    assert any(o.expired for o in on_offer)
    assert all(not o.expired & o.certificates for o in on_offer)


def test_half_the_firms_are_reached_by_phone_and_some_are_sloppy(region: Region) -> None:
    marks = Counter(
        mark
        for f in region.firms
        if f.kind == "supplier"
        for mark in ("phone_only", "calendar_late", "telemetry", "it8_only")
        if getattr(f, mark)
    )
    assert marks == {"phone_only": 20, "calendar_late": 8, "telemetry": 6, "it8_only": 10}


def test_the_same_seed_gives_the_same_region_and_another_seed_another(region: Region) -> None:
    assert build(1, START) == region
    assert build(2, START).bookings != region.bookings


def test_dates_move_with_the_start(region: Region) -> None:
    later = build(1, START + timedelta(days=100))
    assert {b.window.start - timedelta(days=100) for b in later.bookings} != set()
    assert min(later.holidays) - min(region.holidays) == timedelta(days=100)


@pytest.mark.parametrize(
    ("a", "b", "km"),
    [
        ("beilun", "huangyan", 165), ("beilun", "yuyao", 75), ("cixi", "yinzhou", 65), ("ninghai", "huangyan", 95),
        ("huangyan", "zeguo", 30), ("huangyan", "yuhuan", 75), ("huangyan", "luqiao", 15), ("zeguo", "liushi", 75),
        ("liushi", "tangxia", 60), ("tangxia", "longgang", 50), ("yinzhou", "tangxia", 290), ("yinzhou", "liushi", 235),
    ],
)  # fmt: skip
def test_roads_are_as_long_as_they_are(a: str, b: str, km: int) -> None:
    assert road_km()[a, b] == road_km()[b, a] == km


def test_the_bays_make_a_straight_line_wrong(region: Region) -> None:
    towns = region.map.towns
    a, b = towns["xiangshan"], towns["sanmen"]
    lat, lon = radians((a.latitude_udeg - b.latitude_udeg) / 1e6), radians((a.longitude_udeg - b.longitude_udeg) / 1e6)
    h = (
        sin(lat / 2) ** 2
        + cos(radians(a.latitude_udeg / 1e6)) * cos(radians(b.latitude_udeg / 1e6)) * sin(lon / 2) ** 2
    )
    assert region.map.road_km["xiangshan", "sanmen"] > 1.3 * 2 * 6371 * asin(sqrt(h))
