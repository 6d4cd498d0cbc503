"""The proof of a gap with each partner paid once, against walking every possibility."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pytest

from cofab.core.creation.plan.chain import Chain, points
from cofab.core.creation.plan.partners import Partners
from cofab.core.creation.plan.reference import finish_of
from cofab.core.creation.plan.timetable import Windows

from .small_chains import small
from .test_chain import _sent

Seen = tuple[int, ...]


def _walk(chain: Chain, w: Windows, once: int, k: int, firms: Seen, at: tuple[int, int]) -> Iterator[tuple[int, int]]:
    """Yield (arrival, price) of every plan, each firm after the first paying once."""
    time, price = at
    if k == chain.operations:
        extra = once * (len(set(firms)) - 1)
        for arrive, cost in _sent(chain, k, firms[-1], time, price, chain.buyer, 0):
            yield arrive, cost + extra
        return
    for block in (b for b in chain.blocks if b.first == k):
        for c in range(len(block.firm)):
            target = int(block.firm[c])
            enter = int(chain.enter[k, target])
            starts = [(time, price + enter)] if not firms else []
            if firms:
                sent = _sent(chain, k, firms[-1], time, price, int(chain.town[target]), chain.handover)
                starts = [(arrive, cost + enter) for arrive, cost in sent]
                starts += [(time, price)] if firms[-1] == target else []
            for ready, cost in starts:
                finish = finish_of(w, w.rows(int(block.machine[c])), ready + int(block.lead[c]), int(block.ticks[c]))
                if finish is not None:
                    now = finish, cost + int(block.price[c])
                    yield from _walk(chain, w, once, block.until, (*firms, target), now)


def _prove(seed: int) -> tuple[int, int]:
    world, proven, slots = small(seed), 0, 0
    chain = replace(world.chain, base_price=world.chain.base_price + 200)
    for once in (0, 7, 40):
        partners = Partners(chain, world.windows, once)
        every = list(_walk(chain, world.windows, once, 0, (), (chain.ready_at, chain.base_price)))
        for slot in points(partners.front):
            best = min(price for arrive, price in every if arrive <= int(partners.front.at[slot]))
            proof = partners.proof(slot, 0)
            assert proof.bound <= best <= proof.price, (seed, once, slot)
            proven += proof.bound == proof.price
            slots += 1
            rough = partners.proof(slot, 50_000)
            assert rough.bound <= best <= rough.price, (seed, once, slot)
    return proven, slots


def test_the_best_lies_between_bound_and_price() -> None:
    found = np.array([_prove(seed) for seed in range(25)]).sum(axis=0)
    assert found[1] > 60 and found[0] >= 0.9 * found[1], found


@pytest.mark.prove
def test_it_holds_on_a_thousand_small_worlds() -> None:
    found = np.array([_prove(seed) for seed in range(7_000, 8_000)]).sum(axis=0)
    assert found[0] >= 0.9 * found[1], found
