"""The compiled pass against the plain one, and both against walking every possibility."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pytest

from cofab.core.creation.plan.chain import Chain, Front, forward, points
from cofab.core.creation.plan.cost import NEVER, leg_net, with_vat
from cofab.core.creation.plan.problem import fares
from cofab.core.creation.plan.reference import best, finish_of, front
from cofab.core.creation.plan.rules import FIRST
from cofab.core.creation.plan.timetable import Windows
from cofab.core.creation.plan.trace import trace
from cofab.core.proposition.publish.place import Map, Tariff

from .small_chains import small

FAR = 1 << 40


def _walk(chain: Chain, w: Windows, k: int, at: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Yield (arrival, price) of every plan; `at` is (firm or -1 at the start, ready tick or finish) and the price."""
    (firm, time), (price, _) = at
    if k == chain.operations:
        yield from _sent(chain, k, firm, time, price, chain.buyer, 0)
        return
    for block in (b for b in chain.blocks if b.first == k):
        for c in range(len(block.firm)):
            target = int(block.firm[c])
            if firm < 0:
                starts = [(time, price + int(chain.enter[k, target]))]
            else:
                starts = [
                    (arrive, cost + int(chain.enter[k, target]))
                    for arrive, cost in _sent(chain, k, firm, time, price, int(chain.town[target]), chain.handover)
                ]
                starts += [(time, price)] if firm == target else []
            rows = w.rows(int(block.machine[c]))
            for ready, cost in starts:
                finish = finish_of(w, rows, ready + int(block.lead[c]), int(block.ticks[c]))
                if finish is not None:
                    yield from _walk(chain, w, block.until, [(target, finish), (cost + int(block.price[c]), 0)])


def _sent(
    chain: Chain, k: int, firm: int, time: int, price: int, town: int, handover: int
) -> Iterator[tuple[int, int]]:
    for j in range(chain.fare[k].shape[0]):
        cost = int(chain.fare[k][j, chain.road[chain.town[firm], town]])
        for s, leave in enumerate(chain.runs.departures):
            slot = int(chain.runs.arrival[j, s])
            if cost < NEVER and leave >= time + chain.loading and slot >= 0:
                yield int(chain.runs.arrivals[slot]) + handover, price + cost
                break


def _compiled(chain: Chain, found: Front) -> list[tuple[int, int]]:
    return [(int(found.at[a]), int(found.price[a])) for a in points(found)]


def _prove(seed: int) -> int:
    world = small(seed)
    found = forward(world.chain, world.windows)
    ours = _compiled(world.chain, found)
    assert ours == front(world.chain, world.windows), seed
    start = [(-1, world.chain.ready_at), (world.chain.base_price, 0)]
    assert ours == best(_walk(world.chain, world.windows, 0, start)), seed
    for slot in points(found):
        _follow(world.chain, found, slot)
    return len(ours)


def _follow(chain: Chain, found: Front, slot: int) -> None:
    """Add up a traced plan's price from its parts."""
    steps, last = trace(chain, found, slot)
    price, k = chain.base_price, 0
    for step in steps:
        block = chain.blocks[step.block]
        assert block.first == k
        k = block.until
        price += int(block.price[step.candidate])
        if step.leg:
            price += int(chain.fare[block.first][step.leg.tariff, chain.road[step.leg.origin, step.leg.target]])
            price += int(chain.enter[block.first, block.firm[step.candidate]])
    assert k == chain.operations
    assert price + int(chain.fare[k][last.tariff, chain.road[last.origin, last.target]]) == int(found.price[slot])


def test_the_front_is_that_of_brute_force_and_of_the_plain_pass() -> None:
    assert sum(_prove(seed) for seed in range(60)) > 100


def test_prices_beyond_32_bits_give_the_same_front() -> None:
    for seed in range(20):
        world = small(seed)
        near = forward(world.chain, world.windows)
        far = forward(replace(world.chain, base_price=world.chain.base_price + FAR), world.windows)
        assert near.money is np.int32 and far.money is np.int64
        assert _compiled(world.chain, far) == [(at, price + FAR) for at, price in _compiled(world.chain, near)]
        assert [trace(world.chain, near, s) for s in points(near)] == [
            trace(replace(world.chain, base_price=world.chain.base_price + FAR), far, s) for s in points(far)
        ]


def test_fares_are_the_carriers_prices_with_vat() -> None:
    tariffs = (
        Tariff("van", 30, 6_000, 211, 0, 0, 9_000, (), up_to_kg=300),
        Tariff("line", 800, 17, 3, 21, 217_003, 5_000, (), arrive_days=1),
    )
    kms = np.array([-1, 0, 1, 29, 30, 31, 799, 800, 801])
    for weight in (1, 999, 12_345, 1_000_001):
        table = fares(Map({}, {}, tariffs), kms, weight, FIRST)
        for j, tariff in enumerate(tariffs):
            for n, km in enumerate(kms.tolist()):
                net = leg_net(tariff, km, weight, FIRST) if km >= 0 else NEVER
                assert table[j, n] == (with_vat(net, FIRST["vat_leg_ppm"]) if net < NEVER else NEVER)


@pytest.mark.prove
def test_the_front_is_exact_on_thousands_of_small_worlds() -> None:
    assert sum(_prove(seed) for seed in range(1_000, 4_000)) > 5_000
