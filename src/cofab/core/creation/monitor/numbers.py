"""Which numbers of a run were kept: ranges, so that a repeat is known without looking for it among the points."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

Ranges = list[list[int]]
"""Inclusive [first, last], in order, neither touching nor overlapping."""


def unknown(kept: Sequence[Sequence[int]], numbers: Iterable[int]) -> set[int]:
    """Return the numbers that are in no range."""
    found = set(numbers)
    for first, last in kept:
        if last - first < len(found):
            found.difference_update(range(first, last + 1))
        else:
            found = {number for number in found if not first <= number <= last}
    return found


def joined(kept: Sequence[Sequence[int]], numbers: Iterable[int]) -> Ranges:
    """Return the ranges with `numbers` in them."""
    found: Ranges = []
    for first, last in sorted([*map(list, kept), *_runs(numbers)]):
        if found and first <= found[-1][1] + 1:
            found[-1][1] = max(found[-1][1], last)
        else:
            found.append([first, last])
    return found


def _runs(numbers: Iterable[int]) -> Ranges:
    """Return numbers as ranges of those that follow each other."""
    found: Ranges = []
    for number in sorted(numbers):
        if found and number <= found[-1][1] + 1:
            found[-1][1] = number
        else:
            found.append([number, number])
    return found
