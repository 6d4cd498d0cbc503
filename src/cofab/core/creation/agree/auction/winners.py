"""Which bids win: the most valuable set, proven, or the best found with a true bound where the work is cut short.

The search deepens: first it looks for an outcome within a small loss of the relaxation's bound, then within more, so
each level that ends empty lowers the bound, and the first that does not is the best. Where that takes too much, one
thread goes on lowering the bound while another looks for good outcomes (`neighbours`).
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np

from cofab.core.creation.agree.auction.bids import Bid, Flags, Market, components, conflicts, useful
from cofab.core.creation.agree.auction.cliques import Ints, Relaxation, Relaxed
from cofab.core.creation.agree.auction.kernels import Words, search
from cofab.core.creation.agree.auction.neighbours import improve

SCALE = 1000
FIRST_PPM, WIDER, LITTLE_WIDER = 2_000, 2.0, 1.3
ROUNDS, PASSES, HEAT, THREADS = 20_000, 5, 0.95, 2


@dataclass(frozen=True, slots=True)
class Outcome:
    """Winning bids, their value and a bound on any outcome's value (units of the prices); proven if they are equal."""

    won: tuple[Bid, ...]
    value: int
    bound: int

    @property
    def proven(self) -> bool:
        """Tell whether no outcome is better."""
        return self.value == self.bound


@dataclass(frozen=True, slots=True)
class Effort:
    """How much may be spent on bids that hang together: `nodes` of the search to prove the best, and where they do not
    suffice `more` nodes to lower the bound and `seconds` after which no further pass for a good outcome begins."""

    nodes: int = 200_000
    more: int = 1_500_000
    seconds: float = 7.0
    seed: int = 1


class Auction:
    """One market, ready to be decided with everybody, or as if one bidder had not come."""

    def __init__(self, market: Market, effort: Effort = Effort()) -> None:
        self.effort = effort
        bids = useful(market)
        clash = conflicts(bids, market.items, market.xor)
        self.parts = [
            _Part([bids[i] for i in rows], clash[np.ix_(rows, rows)], market.xor) for rows in components(clash)
        ]

    def decide(self) -> Outcome:
        """Return who wins."""
        return _sum([part.decide(self.effort) for part in self.parts])

    def without(self, bidder: str) -> Outcome:
        """Return who would win without one bidder."""
        return _sum([part.decide(self.effort, bidder) for part in self.parts])


def _sum(parts: Sequence[Outcome]) -> Outcome:
    won = tuple(bid for part in parts for bid in part.won)
    return Outcome(won, sum(part.value for part in parts), sum(part.bound for part in parts))


class _Part:
    """Bids that hang together by conflicts."""

    def __init__(self, bids: list[Bid], clash: Flags, xor: bool) -> None:
        self.bids, self.clash = bids, clash
        wanted = {
            item: [i for i, b in enumerate(bids) if item in b.items] for item in {j for b in bids for j in b.items}
        }
        owned = {name: [i for i, b in enumerate(bids) if b.bidder == name] for name in {b.bidder for b in bids}}
        self.bidders = set(owned)
        first = [wanted[item] for item in sorted(wanted)] + ([owned[name] for name in sorted(owned)] if xor else [])
        self.relaxation = Relaxation(bids, clash, first)
        self.all: Outcome | None = None

    def decide(self, effort: Effort, without: str = "") -> Outcome:
        if without not in self.bidders:
            if self.all is None:
                self.all = self._decide(effort, [])
            return self.all
        return self._decide(effort, [i for i, bid in enumerate(self.bids) if bid.bidder == without])

    def _decide(self, effort: Effort, shut: list[int]) -> Outcome:
        rows = np.array([i for i in range(len(self.bids)) if i not in set(shut)], dtype=np.int64)
        if not len(rows):
            return Outcome((), 0, 0)
        losses = _losses(self.bids, rows, self.relaxation.solve(shut))
        bids, clash = [self.bids[i] for i in rows], self.clash[np.ix_(rows, rows)]
        words = _words(clash)
        won, bound = _deepen(losses, words, effort.nodes)
        if won is None:
            won, bound = _hard(bids, clash, words, losses, bound, effort)
        chosen = tuple(bid for bid, flag in zip(bids, won, strict=True) if flag)
        value = sum(bid.price for bid in chosen)
        return Outcome(chosen, value, max(bound, value))


@dataclass(frozen=True, slots=True)
class _Losses:
    """The search's arrays (see `kernels.search`) in SCALE-ths of a unit; `whole` is the sum of the groups' prices."""

    group: Ints
    size: Ints
    of: Ints
    of_size: Ints
    loss: Ints
    price: Ints
    whole: int


def _losses(bids: Sequence[Bid], rows: Ints, relaxed: Relaxed) -> _Losses:
    """Round the groups' prices up, so that no bid gains by winning, and lay them out for the search."""
    place = {int(row): i for i, row in enumerate(rows)}
    groups, price = [], []
    for members, paid in zip(relaxed.groups, relaxed.prices, strict=True):
        here = [place[m] for m in members if m in place]
        if here and paid > 1e-9:
            groups.append(here)
            price.append(int(paid * SCALE) + 1)
    loss = np.array([-bids[row].price * SCALE for row in rows], dtype=np.int64)
    for here, paid in zip(groups, price, strict=True):
        loss[here] += paid
    for bid in map(int, np.flatnonzero(loss < 0)):
        groups.append([bid])
        price.append(int(-loss[bid]))
        loss[bid] = 0
    group, size = _ragged([sorted(here, key=lambda b: (loss[b], b)) for here in groups])
    belongs: list[list[int]] = [[] for _ in rows]
    for g, here in enumerate(groups):
        for bid in here:
            belongs[bid].append(g)
    of, of_size = _ragged(belongs)
    return _Losses(group, size, of, of_size, loss, np.array(price, dtype=np.int64), sum(price))


def _ragged(lists: Sequence[Sequence[int]]) -> tuple[Ints, Ints]:
    sizes = np.array([len(part) for part in lists], dtype=np.int64)
    table = np.zeros((len(lists), max(int(sizes.max()), 1)), dtype=np.int64)
    for row, part in zip(table, lists, strict=True):
        row[: len(part)] = part
    return table, sizes


def _words(clash: Flags) -> Words:
    """Pack each row of flags into bits of uint64."""
    wide = np.zeros((len(clash), -(-len(clash) // 64) * 64), dtype=np.bool_)
    wide[:, : len(clash)] = clash
    return np.ascontiguousarray(np.packbits(wide, axis=1, bitorder="little")).view("<u8").astype(np.uint64)


def _deepen(at: _Losses, clash: Words, nodes: int, empty: int = 0, factor: float = WIDER) -> tuple[Ints | None, int]:
    """Look for an outcome that loses more and more until one is found; return it, and the bound in whole units.

    `empty`: the loss known to be too little for any outcome. None where the nodes do not suffice; the bound then tells
    what is ruled out.
    """
    limit = max(int(empty * factor), at.whole * FIRST_PPM // 1_000_000, SCALE)
    while nodes > 0 and empty < at.whole:
        limit = min(limit, at.whole)
        loss, won, used, complete = search(
            clash, at.group, at.size, at.of, at.of_size, at.loss, at.price, limit + 1, nodes
        )
        nodes -= used
        if not complete:
            break
        if loss <= limit:
            return won, (at.whole - loss) // SCALE
        empty, limit = limit, int(limit * factor)
    return None, (at.whole - empty) // SCALE


def _hard(bids: Sequence[Bid], clash: Flags, words: Words, at: _Losses, bound: int, effort: Effort) -> tuple[Ints, int]:
    """Return a good outcome, the best of several passes of `improve`, and a lower bound, found side by side."""
    empty = max(at.whole - (bound + 1) * SCALE, 0)
    prices = np.array([bid.price for bid in bids], dtype=np.int64)
    start = _greedy(clash, at.loss)
    heat = HEAT * SCALE * float(prices[start > 0].mean())
    end = time.monotonic() + effort.seconds

    def again(turn: int) -> Ints:
        if turn and time.monotonic() > end:
            return start
        arrays = (at.group, at.size, at.of, at.of_size, at.loss, at.price)
        return np.asarray(improve(clash, *arrays, start, heat, ROUNDS, effort.seed + turn))

    with ThreadPoolExecutor(THREADS) as beside:
        lower = beside.submit(_deepen, at, words, effort.more, empty, LITTLE_WIDER)
        passes = list(beside.map(again, range(PASSES)))
    best, proven = lower.result()
    return (max(passes, key=lambda won: int(prices @ won)) if best is None else best), proven


def _greedy(clash: Flags, loss: Ints) -> Ints:
    """Let bids win by rising loss, as long as they clash with no winner."""
    won, free = np.zeros(len(loss), dtype=np.int64), np.ones(len(loss), dtype=np.bool_)
    for bid in np.argsort(loss, kind="stable"):
        if free[bid]:
            won[bid] = 1
            free &= ~clash[bid]
    return won
