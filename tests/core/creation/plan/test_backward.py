"""What any plan through a candidate costs: the backward pass against forward passes without the others."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from cofab.core.creation.plan.backward import backward, through
from cofab.core.creation.plan.chain import Block, Chain, by, forward, points
from cofab.core.creation.plan.cost import NEVER

from .small_chains import small


def _only(chain: Chain, n: int, c: int) -> Chain:
    """Return the chain in which the operations of block n can only be done by its candidate c."""
    mine, blocks = chain.blocks[n], []
    for m, b in enumerate(chain.blocks):
        if m == n:
            row = slice(c, c + 1)
            blocks.append(Block(b.first, b.until, b.firm[row], b.machine[row], b.price[row], b.ticks[row], b.lead[row]))
        elif b.until <= mine.first or b.first >= mine.until:
            blocks.append(b)
    return replace(chain, blocks=tuple(blocks))


def _prove(seed: int, slots: int) -> int:
    world = small(seed)
    chain, compared = world.chain, 0
    front = forward(chain, world.windows)
    for slot in points(front)[:slots]:
        found = through(chain, world.windows, front, backward(chain, world.windows, int(front.at[slot])))
        least = min((int(prices.min(initial=NEVER)) for prices in found), default=NEVER)
        assert least == by(front, slot), seed
        for n, prices in enumerate(found):
            for c, price in enumerate(prices.tolist()):
                assert price == by(forward(_only(chain, n, c), world.windows), slot), (seed, slot, n, c)
                compared += price < NEVER
    return compared


def test_a_plan_through_a_candidate_costs_what_it_costs_without_the_others() -> None:
    assert sum(_prove(seed, 2) for seed in range(40)) > 300


def test_calendars_that_reach_beyond_16_bits_when_mirrored_are_kept() -> None:
    world = small(3)
    chain = replace(world.chain, blocks=tuple(replace(b, lead=b.lead + 3) for b in world.chain.blocks))
    front = forward(chain, world.windows)
    far = 65_530
    near, late = (backward(chain, world.windows, end) for end in (int(front.at[-1]), far))
    slow, fast = (np.minimum.reduce([p.min(initial=NEVER) for p in through(chain, world.windows, front, left)])
                  for left in (near, late))  # fmt: skip
    assert slow == fast == by(front, len(front.at) - 1)


@pytest.mark.prove
def test_it_holds_on_a_thousand_small_worlds() -> None:
    assert sum(_prove(seed, 3) for seed in range(5_000, 6_000)) > 5_000
