"""Auctions: the search equals trying everything, worked examples to the unit, and who could gain by lying."""

import random
from fractions import Fraction as F

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cofab.core.creation.agree.auction import bids as bidding
from cofab.core.creation.agree.auction.bids import Bid, Market, checked
from cofab.core.creation.agree.auction.double import mcafee
from cofab.core.creation.agree.auction.payments import first_price, vickrey_clarke_groves
from cofab.core.creation.agree.auction.reference import best
from cofab.core.creation.agree.auction.winners import Auction, Effort, Outcome
from cofab.core.kernel.refusal import Refused

BIDS = st.lists(
    st.tuples(st.integers(0, 4), st.sets(st.integers(0, 5), min_size=1, max_size=4), st.integers(-3, 40)),
    max_size=14,
).map(
    lambda rows: tuple(Bid(f"b{i}", f"P{who}", frozenset(items), price) for i, (who, items, price) in enumerate(rows))
)


def bundles(*rows):
    return tuple(Bid(f"b{i}", who, frozenset(items), price) for i, (who, items, price) in enumerate(rows))


@settings(max_examples=60)
@given(BIDS, st.booleans())
def test_the_search_finds_what_trying_everything_finds(offered, xor):
    auction = Auction(Market(6, offered, xor))
    outcome = auction.decide()
    assert outcome.proven and outcome.value == best(offered, xor)
    sold = [item for bid in outcome.won for item in bid.items]
    assert len(sold) == len(set(sold))
    for bidder in {bid.bidder for bid in offered}:
        assert auction.without(bidder).value == best([b for b in offered if b.bidder != bidder], xor)


def test_two_alone_beat_one_for_both_and_pay_what_they_displace():
    offered = bundles(("A", [0], 150), ("B", [1], 150), ("AB", [0, 1], 200))
    auction = Auction(Market(2, offered))
    assert vickrey_clarke_groves(auction, auction.decide()) == {"A": 50, "B": 50}
    dearer = Auction(Market(2, (Bid("b0", "A", frozenset([0]), 160), *offered[1:])))
    assert vickrey_clarke_groves(dearer, dearer.decide()) == {"A": 50, "B": 40}


def test_a_bidder_of_exclusive_bids_wins_one_and_otherwise_both():
    offered = bundles(("A", [0], 10), ("A", [1], 10), ("B", [1], 4))
    assert Auction(Market(2, offered, xor=True)).decide().value == 14
    assert first_price(Auction(Market(2, offered, xor=False)).decide().won) == {"A": 20}


def test_markets_that_hang_apart_are_decided_apart():
    offered = bundles(("A", [0], 5), ("B", [0], 7), ("C", [1], 3), ("D", [1], 2))
    assert len(Auction(Market(2, offered)).parts) == 2
    auction = Auction(Market(2, offered))
    assert vickrey_clarke_groves(auction, auction.decide()) == {"B": 5, "C": 2}


def test_what_is_cut_short_says_so_and_no_truthful_price_is_made_of_it():
    dice = random.Random(3)
    rows = [(f"P{i}", dice.sample(range(40), 5), dice.randint(300, 700)) for i in range(200)]
    auction = Auction(Market(40, bundles(*rows)), Effort(nodes=20, seconds=0.2))
    outcome = auction.decide()
    assert outcome.value <= outcome.bound
    cut = Outcome(outcome.won, outcome.value, outcome.value + 1)
    with pytest.raises(Refused, match="unproven"):
        vickrey_clarke_groves(auction, cut)


@pytest.mark.parametrize(
    ("rows", "code"),
    [
        ([("A", [], 1)], "bid_empty"),
        ([("A", [2], 1)], "item_unknown"),
        ([("A", [0], 10**13)], "price_too_high"),
    ],
)
def test_bids_that_mean_nothing_are_refused(rows, code):
    with pytest.raises(Refused, match=code):
        checked(Market(2, bundles(*rows)))
    with pytest.raises(Refused, match="bid_twice"):
        checked(Market(2, (*bundles(("A", [0], 1)), *bundles(("B", [0], 1)))))
    assert bidding.useful(Market(2, bundles(("A", [0], 5), ("A", [0, 1], 4)))) == list(bundles(("A", [0], 5)))


def test_nobody_gains_by_lying_to_vickrey_clarke_and_groves_but_by_bidding_low_at_first_price():
    dice = random.Random(11)
    shaded = 0
    for _ in range(40):
        truth = bundles(*[(f"P{i}", dice.sample(range(4), dice.randint(1, 3)), dice.randint(1, 50)) for i in range(6)])
        honest, first = utilities(truth, truth)
        for _ in range(6):
            liar = dice.randrange(len(truth))
            lie = dice.randint(0, 60)
            told = tuple(Bid(b.id, b.bidder, b.items, lie if i == liar else b.price) for i, b in enumerate(truth))
            vcg, low = utilities(truth, told)
            name = truth[liar].bidder
            assert vcg.get(name, 0) <= honest.get(name, 0)
            shaded += low.get(name, 0) > first.get(name, 0)
    assert shaded > 0


def utilities(truth, told):
    """Return what each gains with VCG and with first prices: its true worth less what it pays."""
    auction = Auction(Market(4, told))
    outcome = auction.decide()
    worth = {bid.id: bid.price for bid in truth}
    paid, own = vickrey_clarke_groves(auction, outcome), first_price(outcome.won)
    won = {bid.bidder: worth[bid.id] for bid in outcome.won}
    return {who: won[who] - paid[who] for who in won}, {who: won[who] - own[who] for who in won}


def test_mcafees_market_trades_at_the_middle_or_drops_the_last_pair():
    buyers = [17, 14, 13, 9, 6]
    traded = mcafee(buyers, [1, 4, 5, 8, 11])
    assert (len(traded.buyers), traded.buyers_pay, traded.sellers_get, traded.surplus) == (4, F(17, 2), F(17, 2), 0)
    dropped = mcafee(buyers, [1, 4, 5, 8, 13])
    assert (len(dropped.buyers), dropped.buyers_pay, dropped.sellers_get, dropped.surplus) == (3, 9, 8, 3)
    assert mcafee([5], [6]).buyers == () and mcafee([6], [5]).buyers == ()


@settings(max_examples=200)
@given(
    st.lists(st.integers(0, 30), min_size=1, max_size=6),
    st.lists(st.integers(0, 30), min_size=1, max_size=6),
    st.integers(0, 30),
    st.integers(0, 11),
)
def test_nobody_gains_by_lying_in_mcafees_market(buyers, sellers, lie, who):
    if who < len(buyers):
        told = [*buyers[:who], lie, *buyers[who + 1 :]]
        assert bought(mcafee(told, sellers), who, buyers[who]) <= bought(mcafee(buyers, sellers), who, buyers[who])
    elif who - 6 in range(len(sellers)):
        seller = who - 6
        told = [*sellers[:seller], lie, *sellers[seller + 1 :]]
        assert sold(mcafee(buyers, told), seller, sellers[seller]) <= sold(
            mcafee(buyers, sellers), seller, sellers[seller]
        )


def bought(traded, buyer, worth):
    return worth - traded.buyers_pay if buyer in traded.buyers else 0


def sold(traded, seller, cost):
    return traded.sellers_get - cost if seller in traded.sellers else 0


@pytest.mark.parametrize(("pairs", "ratio"), [(2, 0.772), (10, 0.984), (100, 0.9998)])
def test_the_share_of_gains_kept_is_mcafees_table(pairs, ratio):
    """McAfee 1992, uniform worths and costs; the ratio of the sums over seeded markets."""
    dice = random.Random(pairs)
    kept = best_gain = 0
    for _ in range(20_000 // pairs if pairs > 2 else 20_000):
        draw = [[dice.randrange(10**6) for _ in range(pairs)] for _ in range(2)]
        traded = mcafee(*draw)
        kept, best_gain = kept + traded.gain, best_gain + traded.best
    assert float(kept / best_gain) == pytest.approx(ratio, abs=0.005)
