"""1,000 seeded markets, 50 lies in each: no lie gains with VCG or McAfee; the same lies gain where they may."""

from __future__ import annotations

import random
from collections.abc import Callable
from fractions import Fraction
from typing import Any

import pytest

from cofab.core.creation.agree.auction.bids import Bid, Market
from cofab.core.creation.agree.auction.double import mcafee
from cofab.core.creation.agree.auction.payments import first_price, vickrey_clarke_groves
from cofab.core.creation.agree.auction.winners import Auction

pytestmark = pytest.mark.prove
MARKETS, LIES, ITEMS, BIDDERS, NOTHING = 1_000, 50, 3, 5, Fraction(1, 10**9)


def bundles(dice: random.Random) -> list[Bid]:
    """Return one bid a bidder, on one to three items."""
    return [
        Bid(f"b{i}", f"P{i}", frozenset(dice.sample(range(ITEMS), dice.randint(1, ITEMS))), dice.randint(1, 50))
        for i in range(BIDDERS)
    ]


def gains(told: list[Bid], worth: dict[str, int]) -> tuple[dict[str, int], dict[str, int]]:
    """Return what each gains with VCG and with first prices: its true worth less what it pays."""
    auction = Auction(Market(ITEMS, tuple(told)))
    outcome = auction.decide()
    paid, own = vickrey_clarke_groves(auction, outcome), first_price(outcome.won)
    won = {bid.bidder: worth[bid.bidder] for bid in outcome.won}
    return {who: won[who] - paid[who] for who in won}, {who: won[who] - own[who] for who in won}


def test_no_lie_gains_with_vickrey_clarke_and_groves_and_many_do_at_first_price():
    shaded = lies = 0
    for seed in range(MARKETS):
        dice = random.Random(seed)
        truth = bundles(dice)
        worth = {bid.bidder: bid.price for bid in truth}
        honest, first = gains(truth, worth)
        for _ in range(LIES):
            liar, lie = dice.randrange(BIDDERS), dice.randint(0, 60)
            told = [Bid(b.id, b.bidder, b.items, lie if i == liar else b.price) for i, b in enumerate(truth)]
            truthful, low = gains(told, worth)
            name = f"P{liar}"
            assert truthful.get(name, 0) - honest.get(name, 0) <= NOTHING, (seed, liar, lie)
            shaded += low.get(name, 0) > first.get(name, 0)
            lies += 1
    assert lies == MARKETS * LIES
    assert shaded > lies // 50


def half_way(buyers: list[int], sellers: list[int]) -> Any:
    """Return the k-double auction with k = 1/2: all pairs that could trade do, at the middle of the last."""
    worth = sorted(range(len(buyers)), key=lambda i: -buyers[i])
    cost = sorted(range(len(sellers)), key=lambda i: sellers[i])
    pairs = sum(buyers[b] >= sellers[s] for b, s in zip(worth, cost, strict=False))
    price = Fraction(buyers[worth[pairs - 1]] + sellers[cost[pairs - 1]], 2) if pairs else Fraction(0)
    return worth[:pairs], cost[:pairs], price, price


def dropping(buyers: list[int], sellers: list[int]) -> Any:
    """Return McAfee's market in the same form."""
    traded = mcafee(buyers, sellers)
    return traded.buyers, traded.sellers, traded.buyers_pay, traded.sellers_get


def lies_that_gain(rule: Callable[..., Any]) -> int:
    """Return how many of the seeded lies gain, by a buyer or a seller."""
    found = 0
    for seed in range(MARKETS):
        dice = random.Random(seed)
        sides = [[dice.randint(0, 100) for _ in range(dice.randint(2, 6))] for _ in range(2)]
        for _ in range(LIES):
            side, lie = dice.randrange(2), dice.randint(0, 100)
            who = dice.randrange(len(sides[side]))
            told = [list(part) for part in sides]
            told[side][who] = lie
            found += gain(rule(*told), side, who, sides) - gain(rule(*sides), side, who, sides) > NOTHING
    return found


def gain(traded: Any, side: int, who: int, truth: list[list[int]]) -> Fraction:
    """Return what one gains of a market at its true worth or cost."""
    buyers, sellers, pay, get = traded
    if who not in (buyers, sellers)[side]:
        return Fraction(0)
    return truth[0][who] - pay if side == 0 else get - truth[1][who]


def test_no_lie_gains_in_mcafees_market_and_many_do_in_the_k_double_auction():
    assert lies_that_gain(dropping) == 0
    assert lies_that_gain(half_way) > MARKETS


@pytest.mark.parametrize(("pairs", "ratio"), [(2, 0.772), (10, 0.984), (100, 0.9998)])
def test_mcafees_table_at_20_000_seeded_runs(pairs: int, ratio: float):
    """McAfee 1992, uniform worths and costs; the ratio of the sums."""
    kept = best = Fraction(0)
    for seed in range(20_000):
        dice = random.Random(seed)
        traded = mcafee(*[[dice.randrange(10**6) for _ in range(pairs)] for _ in range(2)])
        kept, best = kept + traded.gain, best + traded.best
    assert float(kept / best) == pytest.approx(ratio, abs=0.005)
