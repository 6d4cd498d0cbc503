"""How long an operation takes: seconds once a batch and seconds a piece, from readable parameters.

Source of the model: clamping + tool changes + volume by removal rate + a cycle for each hole and feature; parameters
in `time_rules`. All arithmetic in integers.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from cofab.core.kernel.rules import RuleSet
from cofab.core.proposition.demand.part import Feature, Part

PI_MILLIONTHS = 3_141_593


def cutting_s(volume_mm3: int, group: str, parameters: Mapping[str, Any]) -> int:
    """Return the seconds to remove a volume at the rate for a material group (steel's where unknown)."""
    rates: Mapping[str, int] = parameters["removal_mm3_per_min"]
    return 60 * max(0, volume_mm3) // rates.get(group, rates["steel"])


def turning_s(features: Sequence[Feature], volume_mm3: int, group: str, sides: int, fits: int, rules: RuleSet
              ) -> tuple[int, int]:  # fmt: skip
    """Return (once, a piece) for turning: `sides` chuckings, one tool for each kind of feature."""
    p: Mapping[str, Any] = rules["turning"]
    tools = len({f.kind for f in features}) + 1
    once = p["programme_s"] + p["set_up_s"] * sides
    run = p["prepare_s"] + p["clamp_s"] * sides + p["tool_change_s"] * tools + p["feature_s"] * len(features)
    return once, run + cutting_s(volume_mm3, group, p) + p["fit_s"] * fits


def milling_s(features: Sequence[Feature], volume_mm3: int, group: str, sides: int, fits: int, rules: RuleSet
              ) -> tuple[int, int]:  # fmt: skip
    """Return (once, a piece) for milling without its holes."""
    p: Mapping[str, Any] = rules["milling"]
    once = p["programme_s"] + p["programme_feature_s"] * len({f.kind for f in features}) + p["set_up_s"] * max(1, sides)
    run = p["prepare_s"] + p["clamp_s"] * max(1, sides) + p["tool_change_s"] + p["feature_s"] * len(features)
    return once, run + cutting_s(volume_mm3, group, p) + p["fit_s"] * fits


def drilling_s(holes: Sequence[Feature], group: str, sides: int, threads: Mapping[str, str], fits: int, rules: RuleSet
               ) -> tuple[int, int]:  # fmt: skip
    """Return (once, a piece) for drilling as an operation of its own."""
    p: Mapping[str, Any] = rules["drilling"]
    once = p["programme_s"] + p["programme_feature_s"] * len(holes) + p["set_up_s"] * max(1, sides)
    run = p["prepare_s"] + p["clamp_s"] * max(1, sides)
    return once, run + holes_s(holes, group, threads, fits, rules)


def holes_s(holes: Sequence[Feature], group: str, threads: Mapping[str, str], fits: int, rules: RuleSet) -> int:
    """Return the seconds a piece for drilling, sinking, tapping and reaming holes, tool changes included."""
    p: Mapping[str, Any] = rules["drilling"]
    tools = len({h.diameter_um for h in holes}) + len(set(threads.values()))
    run: int = p["tool_change_s"] * tools + p["fit_s"] * fits
    for hole in holes:
        run += p["hole_s"] + cutting_s(hole_volume_mm3(hole), group, p)
        if hole.facts.get("form", "plain") != "plain":
            run += p["sink_s"]
        if hole.id in threads:
            run += p["thread_s_per_mm"] * -(-hole.diameter_um // 1000)
    return run


def welding_s(joints: Sequence[Feature], rules: RuleSet) -> tuple[int, int]:
    """Return (once, a piece) for welding: positioning each joint after the first, seams, their check."""
    p: Mapping[str, Any] = rules["welding"]
    seam_mm = sum(int(j.facts.get("seam_um", 0)) for j in joints) // 1000
    positions = len(joints) if len(joints) > 1 else 0
    run = p["prepare_s"] + p["position_s"] * positions
    return p["set_up_s"], run + 60 * seam_mm // p["seam_mm_per_min"] + 60 * seam_mm // p["check_mm_per_min"]


def deburring_s(part: Part, rules: RuleSet) -> tuple[int, int]:
    """Return (once, a piece) for deburring by hand: by features and surface."""
    p: Mapping[str, Any] = rules["deburring"]
    run = p["prepare_s"] + p["feature_s"] * min(len(part.features), 40) + p["edge_s_per_dm2"] * part.area_mm2 // 10_000
    return p["set_up_s"], run


def hole_volume_mm3(hole: Feature) -> int:
    """Return the volume of a hole, counterbore included."""
    volume = hole.diameter_um**2 * hole.depth_um
    wide, deep = int(hole.facts.get("wide_um", 0)), int(hole.facts.get("wide_depth_um", 0))
    if hole.facts.get("form") == "counterbore":
        volume += (wide**2 - hole.diameter_um**2) * deep
    return volume * PI_MILLIONTHS // (4 * 10**15)
