"""Which cutter a milled feature takes and how much it removes: what the cutting seconds rest on.

Source of the rule: the largest cutter that enters the narrowest place and leaves the inner corner's radius.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from cofab.core.proposition.demand.part import Feature

PI_MILLIONTHS = 3_141_593
QUARTER_ROUND_PPM = 785_398
UNLIMITED_UM = 10**9
RAISED = ("boss.", "rib")


def narrowest_um(feature: Feature) -> int:
    """Return the width of the narrowest place that the cutter must enter, `UNLIMITED_UM` where nothing limits it."""
    if feature.kind == "groove.ring":
        return int(feature.facts.get("width_um", 0)) or UNLIMITED_UM
    if feature.kind.startswith("hole."):
        return feature.diameter_um
    if feature.kind.startswith(RAISED):
        return UNLIMITED_UM
    corner = int(feature.facts.get("corner_um", 0))
    if corner:
        return 2 * corner
    size = feature.facts.get("size_um")
    if not size or not any(feature.direction):
        return UNLIMITED_UM
    along = max(range(3), key=lambda k: abs(feature.direction[k]))
    return min(int(size[k]) for k in range(3) if k != along) or UNLIMITED_UM


def volume_mm3(feature: Feature) -> int:
    """Return what the mill removes for a feature, from its box: a ring and a rounded corner step are less than it.

    What stands up takes no volume of its own: it is what the cutter leaves.
    """
    if feature.kind == "groove.ring":
        inner = int(feature.facts.get("inner_um", 0))
        return (feature.diameter_um**2 - inner**2) * feature.depth_um * PI_MILLIONTHS // (4 * 10**15)
    if feature.kind.startswith("hole."):
        return feature.diameter_um**2 * feature.depth_um * PI_MILLIONTHS // (4 * 10**15)
    if feature.kind.startswith(RAISED):
        return 0
    x, y, z = feature.facts.get("size_um", (0, 0, 0))
    box = int(x) * int(y) * int(z) // 10**9
    rounded = feature.kind == "step.corner" and int(feature.facts.get("corner_um", 0))
    return box * QUARTER_ROUND_PPM // 1_000_000 if rounded else box


def cutting_s(features: Sequence[Feature], removed_mm3: int, group: str, parameters: Mapping[str, Any]) -> int:
    """Return the seconds to remove `removed_mm3`, each feature's share with the cutter that it allows.

    `parameters` are milling's: `removal_mm3_per_min` by material group for the largest cutter, `cutter_ppm` as rows
    (diameter in micrometres, share of that rate). What no feature accounts for goes with the largest cutter.
    """
    rates: Mapping[str, int] = parameters["removal_mm3_per_min"]
    best = rates.get(group, rates["steel"])
    shares = [(volume_mm3(f), _share_ppm(narrowest_um(f), parameters["cutter_ppm"])) for f in features]
    told = sum(volume for volume, _ in shares)
    scale = removed_mm3 * 1_000_000 // told if told > removed_mm3 > 0 else 1_000_000
    large = max(0, removed_mm3 - told)
    millionths = sum(volume * scale * 60 * 1_000_000 // (best * ppm) for volume, ppm in shares)
    return millionths // 1_000_000 + 60 * large // best


def _share_ppm(width_um: int, cutters: Sequence[Sequence[int]]) -> int:
    """Return the share of the largest cutter that fits a width, the smallest cutter's where none does."""
    fitting = [row[1] for row in cutters if row[0] <= width_um]
    return max(fitting) if fitting else cutters[0][1]
