"""The compiled pass against the plain one, and both against walking every possibility."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from cofab.core.creation.plan.chain import Chain, Front, forward, points
from cofab.core.creation.plan.cost import NEVER
from cofab.core.creation.plan.reference import best, finish_of, front
from cofab.core.creation.plan.timetable import Windows
from cofab.core.creation.plan.trace import trace

from .small_chains import small


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


@pytest.mark.prove
def test_the_front_is_exact_on_thousands_of_small_worlds() -> None:
    assert sum(_prove(seed) for seed in range(1_000, 4_000)) > 5_000
