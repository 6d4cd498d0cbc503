"""Set-ups from tool-access directions: the fewest clampings from which every feature can be reached."""

from __future__ import annotations

from collections.abc import Sequence

from cofab.core.proposition.demand.part import Feature

Direction = tuple[int, int, int]
FLANK_UM, SLACK_UM = 15_000, 10


def sides_of(feature: Feature) -> frozenset[Direction]:
    """Return the directions from which a tool can make the feature: as recognition saw them, but for corner steps."""
    told = feature.facts.get("sides")
    sides = frozenset((s[0], s[1], s[2]) for s in told) if told else frozenset[Direction]()
    if not sides:
        sides = frozenset({feature.direction}) if any(feature.direction) else frozenset()
    if feature.kind == "step.corner" and not int(feature.facts.get("corner_um", 0)):
        return _flank(feature, sides)
    return sides


def reached(feature: Feature) -> frozenset[Direction]:
    """Return all directions from which recognition saw that a tool can come, in the model's axes; none if untold."""
    return frozenset((s[0], s[1], s[2]) for s in feature.facts.get("open", ()))


def _flank(feature: Feature, sides: frozenset[Direction]) -> frozenset[Direction]:
    """Return how a corner step with sharp walls is cut: by the cutter's flank, standing along its middle length.

    The shortest length is then the cut's width and the longest its travel; which end is open is left open.
    """
    size = [int(s) for s in feature.facts.get("size_um", ())]
    if len(set(size)) != 3:
        return sides
    along = size.index(sorted(size)[1])
    same = frozenset(side for side in sides if abs(side[along]) > 900)
    ends: list[Direction] = [(0, 0, 0), (0, 0, 0)]
    for n, sign in enumerate((1000, -1000)):
        ends[n] = (sign if along == 0 else 0, sign if along == 1 else 0, sign if along == 2 else 0)
    return same or frozenset(ends)


def through_plate(feature: Feature, size_um: Sequence[int]) -> frozenset[Direction]:
    """Return both sides of a plate where a feature runs through it: the cutter's flank makes it in one pass.

    `size_um` is the part's box; a part thicker than the flank of a usual cutter is no plate.
    """
    own = [int(s) for s in feature.facts.get("size_um", ())]
    if len(own) != 3 or len(size_um) != 3 or min(size_um) > FLANK_UM:
        return frozenset()
    along = size_um.index(min(size_um))
    if own[along] < size_um[along] - SLACK_UM:
        return frozenset()
    ends = [[0, 0, 0], [0, 0, 0]]
    ends[0][along], ends[1][along] = 1000, -1000
    return frozenset((e[0], e[1], e[2]) for e in ends)


def clampings(features: Sequence[Feature], size_um: Sequence[int] = ()) -> list[Direction]:
    """Return directions that together reach all features: the direction that reaches most first (greedy cover).

    `size_um` is the part's box: what runs through a plate is reached from its faces too.
    """
    return _cover([reached(f) or sides_of(f) | through_plate(f, size_um) for f in features])


def usual_clampings(features: Sequence[Feature], size_um: Sequence[int] = ()) -> list[Direction]:
    """Return the directions from which work plans clamp: each feature is cut from where it is least deep.

    Never fewer than `clampings`, which says what would do.
    """
    return _cover([sides_of(f) | through_plate(f, size_um) for f in features])


def _cover(ways: Sequence[frozenset[Direction]]) -> list[Direction]:
    left = [sides for sides in ways if sides]
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
