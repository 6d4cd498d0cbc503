"""How near the best a plan is when each partner is paid for once, however often the goods come back.

A pass charges a partner at every change of firm, so a return is paid twice; a bound may forgive it only to firms that
could be a return. That alone is weak. So firms that no plan cheaper than the target can use are taken out, which
leaves fewer that could be a return, and again, until nothing cheaper is left: then the gap is proven.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from cofab.core.creation.plan.backward import Mirror, backward, mirrored, through
from cofab.core.creation.plan.chain import Block, Chain, Front, by, forward
from cofab.core.creation.plan.cost import NEVER
from cofab.core.creation.plan.timetable import Ints, Windows
from cofab.core.creation.plan.trace import trace

SHARES = (2, 0, 1)
"""How much of a return's credit goes to the return, in halves; the rest goes to the visit before. Any is valid."""
ROUNDS = 12


@dataclass(frozen=True)
class Proof:
    """The price of the best plan seen by a slot, and what no plan by then costs less than."""

    price: int
    bound: int


class Partners:
    """One chain whose `enter` leaves the one-off out, and what is the same for every deadline."""

    def __init__(self, chain: Chain, windows: Windows, once: int) -> None:
        """Run the pass in which every change of firm pays the one-off `once`."""
        self.chain, self.windows, self.once = chain, windows, once
        later = (np.arange(chain.operations) > 0)[:, None]
        self.dear = replace(chain, enter=chain.enter + once * later)
        self.front = forward(self.dear, windows)
        self._first: tuple[Chain, Front, Mirror] | None = None

    def proof(self, slot: int, share_ppm: int, over: Callable[[], bool] = lambda: False) -> Proof:
        """Return price and bound by an arrival slot; stops where the gap is `share_ppm`, or when `over` says so."""
        price, kept, bound = self._paid(self.dear, self.front, slot), self.chain, 0
        for n in range(ROUNDS):
            relaxed, front, mirror = self._relaxed(kept, SHARES[n % len(SHARES)])
            least = by(front, slot)
            if least < NEVER:
                price = min(price, self._paid(relaxed, front, slot))
            target = -(-price * 1_000_000 // (1_000_000 + share_ppm))
            bound = max(bound, min(least, target))
            if bound >= target or over():
                break
            left = backward(relaxed, self.windows, int(front.at[slot]), mirror)
            costs = through(relaxed, self.windows, front, left)
            kept = replace(kept, blocks=tuple(_only(b, c < target) for b, c in zip(kept.blocks, costs, strict=True)))
        return Proof(price, min(bound, price))

    def _relaxed(self, kept: Chain, halves: int) -> tuple[Chain, Front, Mirror]:
        """Return the relaxation over the candidates kept; over all of them it is made once."""
        whole = kept is self.chain
        if whole and self._first:
            return self._first
        relaxed = replace(kept, enter=self.dear.enter - _credit(kept, self.once, halves))
        found = relaxed, forward(relaxed, self.windows), mirrored(relaxed, self.windows)
        if whole:
            self._first = found
        return found

    def _paid(self, chain: Chain, front: Front, slot: int) -> int:
        """Return what the plan by a slot costs where each firm after the first pays the one-off once."""
        at = int(np.argmin(front.price[: slot + 1]))
        visits = [(chain.blocks[s.block].first, int(chain.blocks[s.block].firm[s.candidate]))
                  for s in trace(chain, front, at)[0]]  # fmt: skip
        entered = [visits[0], *(b for a, b in pairwise(visits) if a[1] != b[1])]
        given = sum(int(chain.enter[k, firm] - self.chain.enter[k, firm]) for k, firm in entered)
        return int(front.price[at]) - given + self.once * (len({firm for _, firm in visits}) - 1)


def _credit(chain: Chain, once: int, halves: int) -> Ints:
    """Return what is forgiven for entering [operation, firm]: its share as a return, and as a visit before one."""
    size = chain.enter.shape[1]
    early, late = np.full(size, chain.operations + 2), np.full(size, -2)
    for b in chain.blocks:
        np.minimum.at(early, b.firm, b.first)
        np.maximum.at(late, b.firm, b.until - 1)
    k = np.arange(chain.operations)[:, None]
    return np.asarray(-(-once * (halves * (early <= k - 2) + (2 - halves) * (late >= k + 2)) // 2))


def _only(block: Block, keep: NDArray[np.bool_]) -> Block:
    columns = (c[keep] for c in (block.firm, block.machine, block.price, block.ticks, block.lead))
    return Block(block.first, block.until, *columns)
