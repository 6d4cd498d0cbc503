"""The compiled search for the best set of bids; `reference.py` says the same in plain Python.

Value = sum of group prices - loss, where each winning bid loses what its groups cost beyond its price, and each group
without a winner loses its price. So the best outcome is the one of least loss, and a branch whose loss has reached the
best known is cut. All arrays are int64 but the sets of bids, which are bits in uint64 words.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from numba import njit

from cofab.core.creation.agree.auction.cliques import Ints

Words = npt.NDArray[np.uint64]
ONE = np.uint64(1)


@njit(cache=True, nogil=True)
def holds(words: Words, bid: int) -> bool:  # pragma: no cover
    """Tell whether a bid's bit is set."""
    return bool((words[bid >> 6] >> np.uint64(bid & 63)) & ONE)


@njit(cache=True, nogil=True)
def settle(
    open_bids: Words, done: Ints, group: Ints, size: Ints, loss: Ints, price: Ints, lost: int, limit: int
) -> tuple[int, int]:  # pragma: no cover
    """Charge the groups that no open bid can win any more; return the loss and the group to branch on, or -1.

    The group chosen has few open bids and a great price; one that must be won comes first.
    """
    chosen, best = -1, -1.0
    for g in range(len(price)):
        if done[g]:
            continue
        count = 0
        for k in range(size[g]):
            bid = group[g, k]
            if lost + loss[bid] >= limit:
                break
            if holds(open_bids, bid):
                count += 1
        if count == 0:
            done[g] = 1
            lost += price[g]
            if lost >= limit:
                return lost, -1
            continue
        urgency = price[g] / (count + 1)
        if lost + price[g] >= limit:
            urgency += 1e15 / (count * count)
        if urgency > best:
            best, chosen = urgency, g
    return lost, chosen


@njit(cache=True, nogil=True)
def search(  # noqa: PLR0912
    clash: Words, group: Ints, size: Ints, of: Ints, of_size: Ints, loss: Ints, price: Ints, limit: int, most: int
) -> tuple[int, Ints, int, bool]:  # pragma: no cover
    """Find the bids of least total loss under `limit`, in at most `most` nodes.

    `clash[b]` holds the bits of the bids that clash with b; `group[g, :size[g]]` its bids by rising loss; `of[b,
    :of_size[b]]` the groups of b. Returns (loss or `limit`, 1 for each winner, nodes, whether the search is complete).
    """
    bids, words = clash.shape
    depth_most = len(price) + 2
    open_bids = np.zeros((depth_most, words), np.uint64)
    done = np.zeros((depth_most, len(price)), np.int64)
    lost, at, next_bid = np.zeros(depth_most, np.int64), np.zeros(depth_most, np.int64), np.zeros(depth_most, np.int64)
    pick = np.full(depth_most, -1, np.int64)
    winners = np.zeros(bids, np.int64)
    for b in range(bids):
        open_bids[0, b >> 6] |= ONE << np.uint64(b & 63)
    best, nodes, depth, fresh = limit, 0, 0, True
    while depth >= 0:
        if fresh:
            if nodes >= most:
                return best, winners, nodes, False
            nodes += 1
            fresh = False
            lost[depth], g = settle(open_bids[depth], done[depth], group, size, loss, price, lost[depth], best)
            at[depth], next_bid[depth] = g, 0
            if lost[depth] >= best or g < 0:
                if lost[depth] < best:
                    best = lost[depth]
                    winners[:] = 0
                    for d in range(depth):
                        if pick[d] >= 0:
                            winners[pick[d]] = 1
                depth -= 1
                continue
        g, k = at[depth], next_bid[depth]
        while k < size[g] and not holds(open_bids[depth], group[g, k]):
            k += 1
        if k < size[g] and lost[depth] + loss[group[g, k]] < best:
            b = group[g, k]
            next_bid[depth], pick[depth] = k + 1, b
            open_bids[depth + 1] = open_bids[depth] & ~clash[b]
            open_bids[depth + 1, b >> 6] &= ~(ONE << np.uint64(b & 63))
            done[depth + 1] = done[depth]
            for n in range(of_size[b]):
                done[depth + 1, of[b, n]] = 1
            lost[depth + 1] = lost[depth] + loss[b]
            depth, fresh = depth + 1, True
        elif next_bid[depth] <= size[g] and lost[depth] + price[g] < best:
            next_bid[depth], pick[depth] = size[g] + 1, -1
            open_bids[depth + 1] = open_bids[depth]
            for n in range(size[g]):
                b = group[g, n]
                open_bids[depth + 1, b >> 6] &= ~(ONE << np.uint64(b & 63))
            done[depth + 1] = done[depth]
            done[depth + 1, g] = 1
            lost[depth + 1] = lost[depth] + price[g]
            depth, fresh = depth + 1, True
        else:
            depth -= 1
    return best, winners, nodes, True
