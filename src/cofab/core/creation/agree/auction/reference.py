"""The same answer as the compiled search, by trying every set of bids."""

from __future__ import annotations

from collections.abc import Sequence

from cofab.core.creation.agree.auction.bids import Bid


def best(bids: Sequence[Bid], xor: bool) -> int:
    """Return the greatest sum of prices of bids that can win together; for about twenty bids."""
    if not bids:
        return 0
    bid, rest = bids[0], bids[1:]
    after = [b for b in rest if not (b.items & bid.items) and not (xor and b.bidder == bid.bidder)]
    return max(best(rest, xor), bid.price + best(after, xor))
