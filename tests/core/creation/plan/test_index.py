"""The columnar index: the same candidates, prices and windows as offers taken one by one, also after updates."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from random import Random

import numpy as np

from cofab.core.creation.plan.cost import Batch, block_net, block_seconds, work_gross
from cofab.core.creation.plan.index import Columns, Index, Need, block, fitting, index_of, rebook
from cofab.core.creation.plan.rules import FIRST
from cofab.core.creation.plan.timetable import Clock, Windows, windows_of
from cofab.core.proposition.demand.routing import Operation, Requirement
from cofab.core.proposition.publish.offer import Offer

NONE: frozenset[str] = frozenset()
CLOCK = Clock(datetime(2026, 1, 5, tzinfo=UTC), 900, 1000)


def _slots(random: Random, most: int) -> np.ndarray:
    at, stretch, rows = random.randint(0, 6), 0, []
    for _ in range(random.randint(0, most)):
        end = at + random.randint(1, 9)
        rows.append((at, end, stretch, 0))
        stretch += random.random() < 0.4
        at = end + random.randint(0, 5)
    return np.array(rows, np.int64).reshape(-1, 4)


def _columns(random: Random, size: int) -> Columns:
    def column(low: int, high: int) -> np.ndarray:
        return np.array([random.randint(low, high) for _ in range(size)], np.int64)

    space = np.sort(np.array([[random.choice((0, 50, 90)) for _ in range(3)] for _ in range(size)]), axis=1)
    return Columns(column(0, 3), column(0, 9), column(3_000, 20_000), column(0, 90_000), column(500_000, 1_500_000),
                   column(0, 3), column(0, 130_000), column(0, 60), space, column(0, 7))  # fmt: skip


def _built(random: Random) -> tuple[Columns, list[np.ndarray], Index]:
    columns, slots = _columns(random, 60), [_slots(random, 20) for _ in range(60)]
    owner = np.repeat(np.arange(60), [len(s) for s in slots])
    return columns, slots, index_of(columns, 4, np.concatenate(slots), owner)


def _same(ours: Windows, machine: int, slots: np.ndarray) -> bool:
    alone, rows = windows_of([slots]), ours.rows(machine)
    pairs = ((ours.start, alone.start), (ours.end, alone.end), (ours.rest, alone.rest))
    return all((a[rows.start : rows.stop] == b).all() and len(b) == len(rows) for a, b in pairs)


def test_prices_and_ticks_are_those_of_offers_one_by_one() -> None:
    columns, _, index = _built(Random(1))
    need = Need(2, 900, 77, 31)
    found = block(index, 0, need, 900, FIRST)
    assert list(found.firm) == sorted(found.firm) and len(found.firm) == (columns.process == 2).sum()
    op = Operation("o", "milling", Requirement("milling"), setup_s=need.setup_s, run_s=need.run_s)
    offer = Offer("m", "f", "t", NONE, NONE, (0, 0, 0), 0, NONE, NONE, 0, 0, ())
    batch = Batch(need.pieces, 0)
    for n, row in enumerate(found.machine):
        c = {name: int(getattr(index.columns, name)[row]) for name in ("rate", "minimum", "speed_ppm", "vat_ppm")}
        one = replace(offer, rate_minor_per_h=c["rate"], minimum_minor=c["minimum"], speed_ppm=c["speed_ppm"])
        gross = work_gross(block_net(one, [op], batch, FIRST), c["vat_ppm"], FIRST)
        ticks = max(1, CLOCK.ticks(block_seconds(one, [op], batch, FIRST)))
        assert (found.price[n], found.ticks[n]) == (gross, ticks)


def test_filters_keep_what_holds_tolerance_size_and_tags() -> None:
    columns, _, index = _built(Random(2))
    need = Need(1, 0, 1, 1, tolerance_um=30, size_um=(60, 40, 10), tags=1)
    wanted = {
        int(index.place[n])
        for n in range(60)
        if columns.process[n] == 1
        and columns.tolerance_um[n] <= 30
        and columns.tags[n] & 1
        and (
            not columns.space_um[n].any() or all(s >= w for s, w in zip(columns.space_um[n], (10, 40, 90), strict=True))
        )
    }
    assert set(fitting(index, need).tolist()) == wanted
    assert wanted


def test_windows_stay_right_under_thousands_of_updates() -> None:
    random = Random(3)
    _, slots, index = _built(random)
    for _ in range(40):
        changes = [(random.randrange(60), _slots(random, 45)) for _ in range(50)]
        slots_now = dict(changes)
        rebook(index, changes)
        slots = [slots_now.get(n, s) for n, s in enumerate(slots)]
        assert all(_same(index.windows, int(index.place[n]), s) for n, s in enumerate(slots))
    assert index.waste > 0
    assert index.bytes > 0
