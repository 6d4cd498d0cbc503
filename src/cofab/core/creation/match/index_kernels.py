"""The compiled inner loops of the index; `index_reference.py` says in plain Python what `search` finds.

Why: docs/decisions on kernels. A row's numbers are price, tolerance, three sizes, credit and three coordinates.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numba import njit

from cofab.core.creation.match.index_model import BLOCK, Ints, Words

WORDS_A_BLOCK = BLOCK // 64
FAR = np.int64(2**62)
PLACES = np.zeros(64, np.int64)
for _k in range(64):
    PLACES[((0x03F79D71B4CB0A89 << _k) & (2**64 - 1)) >> 58] = _k
"""Where the only bit of a word stands, by the top six bits of its product with a de Bruijn sequence."""


@njit(cache=True)
def spread(
    order: Ints, first: Ints, tag: Ints, lists: Ints, stop: Ints, bitmaps: Words, heavy: Ints
) -> None:  # pragma: no cover
    """Write each row into the lists and bitmaps of its tags; `stop` grows to the end of each list."""
    for row in range(len(order)):
        bit = np.uint64(1) << np.uint64(row & 63)
        bitmaps[0, row >> 6] |= bit
        n = order[row]
        for k in range(first[n], first[n + 1]):
            t = tag[k]
            if heavy[t]:
                bitmaps[heavy[t], row >> 6] |= bit
            else:
                lists[stop[t]] = row
                stop[t] += 1


@njit(cache=True)
def marks(first: Ints, tag: Ints) -> Words:  # pragma: no cover
    """Return a number for the set of tags of each machine, the same in whatever order they stand (splitmix64)."""
    found = np.zeros(len(first) - 1, np.uint64)
    for n in range(len(found)):
        for k in range(first[n], first[n + 1]):
            z = np.uint64(tag[k] + 1) * np.uint64(0x9E3779B97F4A7C15)
            z = (z ^ (z >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
            z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
            found[n] += z ^ (z >> np.uint64(31))
    return found


@njit(cache=True)
def revise(cells: Ints, days: Words, rows: Ints, values: Ints, free: Words) -> None:  # pragma: no cover
    """Write new numbers and free days over rows; `settle` must follow."""
    for n in range(len(rows)):
        row = rows[n]
        for k in range(values.shape[1]):
            cells[row, k] = values[n, k]
        days[row, 0], days[row, 1] = free[n, 0], free[n, 1]


@njit(cache=True)
def settle(cells: Ints, floor: Ints, bounds: Ints, levels: Words, rows: Ints) -> None:  # pragma: no cover
    """Let rows count in the floor of their blocks (which never rises) and in the levels that they reach.

    Level k of column 0 holds tolerances of at most bounds[0, k], of the others values of at least bounds[c, k].
    """
    many = bounds.shape[1]
    for row in rows:
        floor[row // BLOCK] = min(floor[row // BLOCK], cells[row, 0])
        bit = np.uint64(1) << np.uint64(row & 63)
        for c in range(bounds.shape[0]):
            value = cells[row, 1 + c]
            for k in range(many):
                reached = value <= bounds[c, k] if c == 0 else value >= bounds[c, k]
                word = levels[c * many + k, row >> 6]
                levels[c * many + k, row >> 6] = word | bit if reached else word & ~bit


@njit(cache=True)
def helping(bounds: Ints, ask: Ints, chosen: Ints) -> int:  # pragma: no cover
    """Write which level of each column holds all rows that fit, the narrowest; return how many columns have one."""
    found, many = 0, bounds.shape[1]
    for c in range(bounds.shape[0]):
        best = -1
        for k in range(many):
            if c == 0 and best < 0 and bounds[c, k] >= ask[0]:
                best = k
            if c > 0 and bounds[c, k] <= ask[c]:
                best = k
        if best >= 0:
            chosen[found] = c * many + best
            found += 1
    return found


@njit(cache=True)
def free_run(low: Any, high: Any, first: Any, span: Any, run: Any) -> bool:  # pragma: no cover
    """Tell whether so many consecutive bits are set among `span` bits from `first` on; words are unsigned."""
    word = low if first < 64 else high
    word = word >> np.uint64(first & 63)
    if 0 < first < 64:
        word |= high << np.uint64(64 - first)
    if span < 64:
        word &= (np.uint64(1) << np.uint64(span)) - np.uint64(1)
    have = 1
    while have < run and word:
        step = min(have, run - have)
        word &= word >> np.uint64(step)
        have += step
    return bool(word)


@njit(cache=True)
def price_if_fits(cells: Ints, days: Words, row: Any, ask: Ints) -> Any:  # pragma: no cover
    """Return what a row is ordered by, or FAR where it does not fit."""
    if cells[row, 1] > ask[0] or cells[row, 5] < ask[4]:
        return FAR
    if cells[row, 2] < ask[1] or cells[row, 3] < ask[2] or cells[row, 4] < ask[3]:
        return FAR
    if ask[12] and not free_run(days[row, 0], days[row, 1], ask[10], ask[11], ask[12]):
        return FAR
    x, y, z = cells[row, 6] - ask[5], cells[row, 7] - ask[6], cells[row, 8] - ask[7]
    chord = x * x + y * y + z * z
    if chord > ask[8]:
        return FAR
    price = np.int64(cells[row, 0])
    if ask[9]:
        price += ask[9] * np.int64(np.sqrt(np.float64(chord)) / 1000.0)
    return price


@njit(cache=True)
def enter(ids: Ints, prices: Ints, found: int, price: Any, key: Any) -> int:  # pragma: no cover
    """Put a machine in its place among the best; return how many there are now."""
    most = len(ids)
    if found == most and (price, key) >= (prices[most - 1], ids[most - 1]):
        return found
    at = found if found < most else most - 1
    while at > 0 and (price, key) < (prices[at - 1], ids[at - 1]):
        ids[at], prices[at] = ids[at - 1], prices[at - 1]
        at -= 1
    ids[at], prices[at] = key, price
    return min(found + 1, most)


@njit(cache=True)
def ahead(lists: Ints, at: Any, stop: Any, row: Any) -> Any:  # pragma: no cover
    """Return the first place from `at` on whose row is not before `row`: doubling steps, then halves."""
    step = 1
    while at + step < stop and lists[at + step] < row:
        at += step
        step *= 2
    high = min(at + step, stop)
    while at < high:
        middle = (at + high) // 2
        if lists[middle] < row:
            at = middle + 1
        else:
            high = middle
    return at


@njit(cache=True)
def search(
    cells: Ints,
    days: Words,
    ids: Ints,
    lists: Ints,
    first: Ints,
    stop: Ints,
    bitmaps: Words,
    heavy: Ints,
    floor: Ints,
    bounds: Ints,
    levels: Words,
    used: int,
    tags: Ints,
    ask: Ints,
    best: Ints,
    prices: Ints,
) -> int:  # pragma: no cover
    """Write the best machines that fit; `tags` has those with lists first, the shortest in front. Return how many."""
    chosen = np.empty(bounds.shape[0], np.int64)
    chosen = chosen[: helping(bounds, ask, chosen)]
    if len(tags) and heavy[tags[0]] == 0:
        return _by_list(cells, days, ids, lists, first, stop, bitmaps, heavy, floor, tags, ask, best, prices)
    found, most = 0, len(best)
    for block in range((used + BLOCK - 1) // BLOCK):
        if found == most and floor[block] > prices[most - 1]:
            continue
        for at in range(block * WORDS_A_BLOCK, (block + 1) * WORDS_A_BLOCK):
            word = bitmaps[0, at]
            for tag in tags:
                word &= bitmaps[heavy[tag], at]
            for level in chosen:
                word &= levels[level, at]
            while word:
                bit = word & (~word + np.uint64(1))
                word ^= bit
                row = at * 64 + PLACES[(bit * np.uint64(0x03F79D71B4CB0A89)) >> np.uint64(58)]
                price = price_if_fits(cells, days, row, ask)
                if price < FAR:
                    found = enter(best, prices, found, price, ids[row])
    return found


@njit(cache=True)
def _by_list(
    cells: Ints,
    days: Words,
    ids: Ints,
    lists: Ints,
    first: Ints,
    stop: Ints,
    bitmaps: Words,
    heavy: Ints,
    floor: Ints,
    tags: Ints,
    ask: Ints,
    best: Ints,
    prices: Ints,
) -> int:  # pragma: no cover
    """Walk the shortest list; the other lists keep step, bitmaps are looked up."""
    found, most = 0, len(best)
    at = np.empty(len(tags), np.int64)
    for k in range(len(tags)):
        at[k] = first[tags[k]]
    for place in range(first[tags[0]], stop[tags[0]]):
        row = np.int64(lists[place])
        if found == most and floor[row // BLOCK] > prices[most - 1]:
            continue
        there, word, bit = True, row >> 6, np.uint64(row & 63)
        for k in range(1, len(tags)):
            tag = tags[k]
            if heavy[tag]:
                there = (bitmaps[heavy[tag], word] >> bit) & np.uint64(1) != 0
            else:
                at[k] = ahead(lists, at[k], stop[tag], row)
                there = at[k] < stop[tag] and lists[at[k]] == row
            if not there:
                break
        if there:
            price = price_if_fits(cells, days, row, ask)
            if price < FAR:
                found = enter(best, prices, found, price, ids[row])
    return found
