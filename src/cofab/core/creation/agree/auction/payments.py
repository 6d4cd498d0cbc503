"""What winners pay: their own price, or what their coming takes from the others."""

from __future__ import annotations

from collections.abc import Sequence

from cofab.core.creation.agree.auction.bids import Bid
from cofab.core.creation.agree.auction.winners import Auction, Outcome
from cofab.core.kernel.refusal import Refused, declare

UNPROVEN = declare(
    "auction.unproven",
    "The best outcome could not be proven, and without proof bidding the truth is not safe: hold a smaller auction.",
)


def first_price(won: Sequence[Bid]) -> dict[str, int]:
    """Return what each winner pays where everybody pays its own bid (units of the prices).

    Who bids less than it is worth to it gains, so the truth is not safe.
    """
    paid: dict[str, int] = {}
    for bid in won:
        paid[bid.bidder] = paid.get(bid.bidder, 0) + bid.price
    return paid


def vickrey_clarke_groves(auction: Auction, outcome: Outcome) -> dict[str, int]:
    """Return what each winner pays: the others' best without it, less what the others get with it.

    Source: Vickrey 1961, Clarke 1971, Groves 1973: whatever the others bid, bidding the truth is best. Refuses where
    a best outcome is not proven, since that promise then fails.
    """
    if not outcome.proven:
        raise Refused(UNPROVEN)
    paid = {}
    for bidder, own in first_price(outcome.won).items():
        alone = auction.without(bidder)
        if not alone.proven:
            raise Refused(UNPROVEN)
        paid[bidder] = alone.value - (outcome.value - own)
    return paid
