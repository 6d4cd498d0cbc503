"""Set-ups from tool-access directions: the fewest clampings from which every feature can be reached."""

from __future__ import annotations

from collections.abc import Sequence

from cofab.core.proposition.demand.part import Feature

Direction = tuple[int, int, int]


def sides_of(feature: Feature) -> frozenset[Direction]:
    """Return the directions from which a tool can make the feature, as recognition saw them."""
    sides = feature.facts.get("sides")
    if sides:
        return frozenset((s[0], s[1], s[2]) for s in sides)
    return frozenset({feature.direction}) if any(feature.direction) else frozenset()


def clampings(features: Sequence[Feature]) -> list[Direction]:
    """Return directions that together reach all features: the direction that reaches most first (greedy cover)."""
    left = [sides_of(f) for f in features]
    left = [sides for sides in left if sides]
    chosen: list[Direction] = []
    while left:
        counts: dict[Direction, int] = {}
        for sides in left:
            for side in sides:
                counts[side] = counts.get(side, 0) + 1
        best = max(sorted(counts), key=lambda side: counts[side])
        chosen.append(best)
        left = [sides for sides in left if best not in sides]
    return chosen
