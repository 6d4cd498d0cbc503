"""The compiled loop in which a forward and a backward pass meet at every candidate.

Types as in `kernels.py`.
"""

from __future__ import annotations

import numpy as np
from numba import njit

from cofab.core.creation.plan.kernels import fit, merge
from cofab.core.creation.plan.timetable import Ints


@njit(cache=True)
def meet(
    group: Ints,
    place: Ints,
    enter: Ints,
    own: Ints,
    r_first: Ints,
    r_time: Ints,
    r_price: Ints,
    o_first: Ints,
    o_time: Ints,
    o_price: Ints,
    machine: Ints,
    add: Ints,
    ticks: Ints,
    lead: Ints,
    w_first: Ints,
    w_stop: Ints,
    w_start: Ints,
    w_end: Ints,
    w_rest: Ints,
    goes: Ints,
    keeps: Ints,
    g_first: Ints,
    g_time: Ints,
    g_price: Ints,
    k_first: Ints,
    k_time: Ints,
    k_price: Ints,
    horizon: int,
    never: int,
) -> Ints:  # pragma: no cover
    """Return for each candidate the cheapest price of a plan through it, or `never`.

    Until the candidate as in `work`; from there what is left to pay: rows g of its town and k of its own firm, whose
    times count back from `horizon`.
    """  # fmt: skip
    size = 1
    for g in range(len(place)):
        n = r_first[place[g] + 1] - r_first[place[g]] + g_first[goes[g] + 1] - g_first[goes[g]]
        n += o_first[own[g] + 1] - o_first[own[g]] if own[g] >= 0 else 0
        size = max(size, n + (k_first[keeps[g] + 1] - k_first[keeps[g]] if keeps[g] >= 0 else 0))
    a_price, time, price = np.empty(size, r_price.dtype), np.empty(size, np.int32), np.empty(size, r_price.dtype)
    b_time, b_price, begin = np.empty(size, np.int32), np.empty(size, r_price.dtype), np.empty(size, np.int32)
    l_time, l_price, mine = np.empty(size, np.int32), np.empty(size, r_price.dtype), np.empty(size, np.bool_)
    found = np.full(len(machine), never)
    for g in range(len(place)):
        low, high = r_first[place[g]], r_first[place[g] + 1]
        for i in range(high - low):
            a_price[i] = r_price[low + i] + enter[g]
        o_low, o_high = (o_first[own[g]], o_first[own[g] + 1]) if own[g] >= 0 else (0, 0)
        n = merge(r_time[low:], a_price, high - low, o_time[o_low:], o_price[o_low:], o_high - o_low, time, price, mine)
        low, high = g_first[goes[g]], g_first[goes[g] + 1]
        o_low, o_high = (k_first[keeps[g]], k_first[keeps[g] + 1]) if keeps[g] >= 0 else (0, 0)
        left = merge(g_time[low:], g_price[low:], high - low, k_time[o_low:], k_price[o_low:], o_high - o_low,
                     l_time, l_price, mine)  # fmt: skip
        for c in range(group[g], group[g + 1]):
            m = machine[c]
            done = fit(time, price, n, add[c], ticks[c], lead[c], w_first[m], w_stop[m], w_start, w_end, w_rest,
                       b_time, b_price, begin)  # fmt: skip
            at = left - 1
            for i in range(done):
                while at >= 0 and l_time[at] > horizon - b_time[i]:
                    at -= 1
                if at < 0:
                    break
                found[c] = min(found[c], np.int64(b_price[i]) + np.int64(l_price[at]))
    return found
