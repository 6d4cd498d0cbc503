"""Bids on bundles of items, and which of them cannot both win.

Promises: prices are whole numbers of the market's smallest unit; what can never matter to the best outcome is left out.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from cofab.core.kernel.refusal import Refused, declare

Flags = npt.NDArray[np.bool_]
HIGHEST = 10**12
NO_ITEM = declare("auction.item_unknown", "Bid {bid} wants item {item}; the items are 0 to {last}.")
NOTHING = declare("auction.bid_empty", "Bid {bid} names no item.")
TWICE = declare("auction.bid_twice", "There are two bids called {bid}.")
TOO_HIGH = declare("auction.price_too_high", "The price of bid {bid} is beyond {highest} units.")


@dataclass(frozen=True, slots=True)
class Bid:
    """An offer of `price` (whole units) for all of `items` together (indexes from zero)."""

    id: str
    bidder: str
    items: frozenset[int]
    price: int


@dataclass(frozen=True, slots=True)
class Market:
    """Bids on `items` items; with `xor` a bidder wins at most one of its bids."""

    items: int
    bids: tuple[Bid, ...]
    xor: bool = True

    def without(self, bidder: str) -> Market:
        """Return the market as if one bidder had not come."""
        return replace(self, bids=tuple(bid for bid in self.bids if bid.bidder != bidder))


def checked(market: Market) -> Market:
    """Return the market; refuses a bid for nothing, for an unknown item, named twice or priced beyond 10^12."""
    seen: set[str] = set()
    for bid in market.bids:
        if bid.id in seen:
            raise Refused(TWICE, bid=bid.id)
        seen.add(bid.id)
        if not bid.items:
            raise Refused(NOTHING, bid=bid.id)
        if strange := [item for item in bid.items if not 0 <= item < market.items]:
            raise Refused(NO_ITEM, bid=bid.id, item=strange[0], last=market.items - 1)
        if abs(bid.price) > HIGHEST:
            raise Refused(TOO_HIGH, bid=bid.id, highest=HIGHEST)
    return market


def useful(market: Market) -> list[Bid]:
    """Return the bids that may win: those of positive price that no bid of the same bidder beats with fewer items."""
    kept: list[Bid] = []
    for bid in sorted(market.bids, key=lambda b: (-b.price, len(b.items), b.id)):
        beaten = any(k.bidder == bid.bidder and k.items <= bid.items for k in kept)
        if bid.price > 0 and not beaten:
            kept.append(bid)
    return kept


def conflicts(bids: Sequence[Bid], items: int, xor: bool) -> Flags:
    """Return a square table: whether two bids share an item, or a bidder where each wins one at most."""
    wants = np.zeros((len(bids), items), dtype=np.float32)
    for row, bid in enumerate(bids):
        wants[row, list(bid.items)] = 1
    clash = (wants @ wants.T) > 0
    if xor:
        numbers = {name: i for i, name in enumerate({bid.bidder: None for bid in bids})}
        who = np.array([numbers[bid.bidder] for bid in bids])
        clash |= who[:, None] == who[None, :]
    np.fill_diagonal(clash, False)
    return np.asarray(clash, dtype=np.bool_)


def components(clash: Flags) -> list[npt.NDArray[np.int64]]:
    """Return the groups of bids that have nothing to do with each other, as arrays of rows."""
    left, groups = np.ones(len(clash), dtype=np.bool_), []
    for start in range(len(clash)):
        if not left[start]:
            continue
        group = np.zeros(len(clash), dtype=np.bool_)
        group[start] = True
        edge = group.copy()
        while edge.any():
            edge = clash[edge].any(axis=0) & ~group
            group |= edge
        left &= ~group
        groups.append(np.flatnonzero(group))
    return groups
