"""The compiled search for good outcomes of auctions too large to be proven: free some winners, decide anew, repeat.

Winners that hang together by the bids they keep out are freed, and the bids that then fit are decided by the exact
search of `kernels`. Losses are blurred by a noise that cools to nothing, so that the search leaves outcomes that no
single step betters (large neighbourhood search, Shaw 1998; noising, Charon and Hudry 1993).
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from numba import njit

from cofab.core.creation.agree.auction.bids import Flags
from cofab.core.creation.agree.auction.cliques import Ints
from cofab.core.creation.agree.auction.kernels import ONE, search

FREED, NODES, TRIES = 14, 2_000, 400


@njit(cache=True, nogil=True)
def free_some(clash: Flags, won: Ints, count: int) -> npt.NDArray[np.bool_]:  # pragma: no cover
    """Return which winners to free: one by chance, and those that losers next to the freed ones clash with."""
    bids, winners = len(won), np.flatnonzero(won)
    freed = np.zeros(bids, np.bool_)
    freed[winners[np.random.randint(len(winners))]] = True
    done = 1
    for _ in range(TRIES):
        if done >= min(count, len(winners)):
            break
        loser = np.random.randint(bids)
        near, more = False, 0
        for winner in winners:
            if clash[loser, winner]:
                near = near or freed[winner]
                more += not freed[winner]
        if won[loser] or not near or more == 0 or done + more > count + 2 or np.random.random() * more > 1:
            continue
        for winner in winners:
            if clash[loser, winner]:
                freed[winner] = True
        done += more
    return freed


@njit(cache=True, nogil=True)
def fitting(clash: Flags, won: Ints, freed: npt.NDArray[np.bool_]) -> Ints:  # pragma: no cover
    """Return the bids that clash with no winner that stays, the freed ones included."""
    fits = np.ones(len(won), np.bool_)
    for winner in np.flatnonzero(won):
        if not freed[winner]:
            fits &= ~clash[winner]
            fits[winner] = False
    return np.flatnonzero(fits)


@njit(cache=True, nogil=True)
def lost(group: Ints, size: Ints, loss: Ints, price: Ints, won: Ints) -> int:  # pragma: no cover
    """Return what an outcome loses against the sum of the prices."""
    total = 0
    for bid in np.flatnonzero(won):
        total += loss[bid]
    for g in range(len(price)):
        taken = False
        for k in range(size[g]):
            taken = taken or won[group[g, k]] > 0
        if not taken:
            total += price[g]
    return total


@njit(cache=True, nogil=True)
def decide_anew(
    clash: Flags, group: Ints, size: Ints, of: Ints, of_size: Ints, loss: Ints, price: Ints, won: Ints, noise: float
) -> bool:  # pragma: no cover
    """Free some winners and decide their part anew under noise; tell whether `won` changed."""
    freed = free_some(clash, won, FREED)
    bids = fitting(clash, won, freed)
    place = np.full(len(won), -1, np.int64)
    place[bids] = np.arange(len(bids))
    sub_group = np.zeros(group.shape, np.int64)
    sub_size, sub_price = np.zeros(len(price), np.int64), np.zeros(len(price), np.int64)
    number = np.full(len(price), -1, np.int64)
    groups, now = 0, 0
    for g in range(len(price)):
        inside, here, kept = 0, False, False
        for k in range(size[g]):
            bid = group[g, k]
            if place[bid] >= 0:
                sub_group[groups, inside] = place[bid]
                inside += 1
                here = here or won[bid] > 0
            kept = kept or (won[bid] > 0 and not freed[bid])
        if inside and not kept:
            number[g], sub_size[groups], sub_price[groups] = groups, inside, price[g]
            groups += 1
            now += 0 if here else price[g]
    sub_of, sub_of_size = np.zeros((len(bids), of.shape[1]), np.int64), np.zeros(len(bids), np.int64)
    sub_loss = np.zeros(len(bids), np.int64)
    words = np.zeros((len(bids), (len(bids) + 63) // 64), np.uint64)
    for one in range(len(bids)):
        bid = bids[one]
        sub_loss[one] = loss[bid] + np.int64(np.random.random() * noise)
        now += sub_loss[one] if won[bid] else 0
        for k in range(of_size[bid]):
            if number[of[bid, k]] >= 0:
                sub_of[one, sub_of_size[one]] = number[of[bid, k]]
                sub_of_size[one] += 1
        for other in range(len(bids)):
            if clash[bid, bids[other]]:
                words[one, other >> 6] |= ONE << np.uint64(other & 63)
    found, better, _nodes, _complete = search(
        words, sub_group[:groups], sub_size[:groups], sub_of, sub_of_size, sub_loss, sub_price[:groups], now, NODES
    )
    if found < now:
        won[bids] = better
    return bool(found < now)


@njit(cache=True, nogil=True)
def improve(
    clash: Flags,
    group: Ints,
    size: Ints,
    of: Ints,
    of_size: Ints,
    loss: Ints,
    price: Ints,
    start: Ints,
    heat: float,
    rounds: int,
    seed: int,
) -> Ints:  # pragma: no cover
    """Return the best outcome (1 for each winner) met in `rounds` rounds from `start`; see `kernels.search`.

    `heat` is the noise at the beginning, in the unit of the losses.
    """
    np.random.seed(seed)
    won, best = start.copy(), start.copy()
    least = lost(group, size, loss, price, won)
    for done in range(rounds):
        noise = heat * (1 - done / rounds)
        if decide_anew(clash, group, size, of, of_size, loss, price, won, noise):
            now = lost(group, size, loss, price, won)
            if now < least:
                least, best = now, won.copy()
    return best
