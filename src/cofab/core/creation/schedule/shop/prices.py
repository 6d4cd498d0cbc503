"""What an hour of each machine is worth where work can go to several: a bound at once, and ways not worth a thought.

Prices rise on machines that would get more than their share if every operation went where it is cheapest
(multiplicative weights; Arora, Hazan and Kale 2012). Any prices prove a bound, so rounding loses nothing but tightness.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from cofab.core.creation.schedule.shop.arrays import Ints, Net
from cofab.core.creation.schedule.shop.problem import Shop

Floats = npt.NDArray[np.float64]
ROUNDS, WHOLE = 50, 1_000_000


def prices(shop: Shop, net: Net) -> tuple[int, Floats]:
    """Return (a bound on the makespan, the price of each way: its ticks by the price of its machine)."""
    machines, at = np.unique(net.machine, return_inverse=True)
    free, best = _free(net, at, len(machines)), (0, net.ticks.astype(np.float64))
    price = np.ones(len(machines)) / len(machines)
    for turn in range(ROUNDS):
        load = free + _load(shop, net, at, price, turn)
        whole = np.maximum(1, np.round(price * WHOLE)).astype(np.int64)
        proven = _bound(shop, net, at, whole, free)
        if proven > best[0]:
            best = proven, price[at] * net.ticks
        mean = load @ price
        price = price * np.exp(0.5 / np.sqrt(1 + turn) * (load - mean) / max(mean, 1.0))
        price /= price.sum()
    return best


def narrowed(net: Net, cost: Floats, slack: float) -> tuple[Net, Ints]:
    """Return the net with only the ways that cost up to (1 + slack) of their operation's cheapest, and their rows."""
    least = np.minimum.reduceat(cost, net.way[:-1])
    near = cost <= np.repeat(least, np.diff(net.way)) * (1 + slack)
    rows = np.flatnonzero(near).astype(np.int32)
    way = np.concatenate([[0], np.cumsum(np.add.reduceat(near.astype(np.int64), net.way[:-1]))]).astype(np.int32)
    return net._replace(way=way, machine=net.machine[rows], ticks=net.ticks[rows]), rows


def _free(net: Net, at: npt.NDArray[np.intp], machines: int) -> npt.NDArray[np.int64]:
    """Return, for each machine, the least work before and after all that can come to it: time it stands."""
    quickest = np.minimum.reduceat(net.ticks, net.way[:-1]).astype(np.int64)
    through = np.cumsum(quickest)
    lead = np.maximum.accumulate(np.where(net.before < 0, through - quickest, 0))
    whole = np.bincount(net.job, quickest).astype(np.int64)[net.job]
    head = through - quickest - lead
    operation = np.repeat(np.arange(len(net.job)), np.diff(net.way))
    first, last = np.full(machines, 1 << 40, np.int64), np.full(machines, 1 << 40, np.int64)
    np.minimum.at(first, at, head[operation])
    np.minimum.at(last, at, (whole - head - quickest)[operation])
    return first + last


def _load(shop: Shop, net: Net, at: npt.NDArray[np.intp], price: Floats, turn: int) -> Floats:
    """Return the load of each machine where every operation goes where it costs least, ties and near ties shared."""
    cost, ways = price[at] * net.ticks, np.diff(net.way)
    least = np.repeat(np.minimum.reduceat(cost, net.way[:-1]), ways)
    near = (cost <= least * (1 + 0.02 / (1 + turn / 50))).astype(np.float64)
    share = near / np.repeat(np.add.reduceat(near, net.way[:-1]), ways)
    return np.bincount(at, share * net.ticks, len(price)) / shop.factories


def _bound(
    shop: Shop, net: Net, at: npt.NDArray[np.intp], whole: npt.NDArray[np.int64], free: npt.NDArray[np.int64]
) -> int:
    """Return what prices in whole numbers prove (Lagrange)."""
    work = int(np.minimum.reduceat(whole[at] * net.ticks, net.way[:-1]).sum())
    total = int(whole.sum())
    return -(-(work + shop.factories * int(whole @ free)) // (total * shop.factories))
