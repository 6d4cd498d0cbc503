"""How long an operation takes: seconds once a batch and seconds a piece, from readable parameters.

The model: preparation + clampings + tool changes + a cycle for each hole or feature + cutting by volume and rate. Each
result keeps its terms, (parameter, how many), so that a reader sees what the seconds are made of and records can fit
the parameters, which are data (`time_rules`). All arithmetic in integers.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from cofab.core.kernel.rules import RuleSet
from cofab.core.proposition.demand.part import Feature, Part
from cofab.core.proposition.demand.time.cutters import PI_MILLIONTHS
from cofab.core.proposition.demand.time.cutters import cutting_s as milled_s

Terms = tuple[tuple[str, int], ...]
RATES = {
    "cut_s": "removal_mm3_per_min", "feed_s": "feed_mm_per_min", "seam_s": "seam_mm_per_min",
    "check_s": "check_mm_per_min", "area_s": "area_mm2_per_min",
}  # fmt: skip
"""Terms that are seconds at a rate, with the parameter that holds the rate; every other term counts its parameter."""


class Times(NamedTuple):
    """Seconds once a batch, seconds a piece, and what the latter are made of."""

    once_s: int
    run_s: int
    terms: Terms = ()


def total_s(terms: Terms, parameters: Mapping[str, Any]) -> int:
    """Return the seconds that terms add up to; a term that is no parameter counts seconds."""
    return sum(int(parameters[name]) * count if name in parameters else count for name, count in terms)


def _times(once_s: int, terms: Terms, parameters: Mapping[str, Any]) -> Times:
    kept = tuple(term for term in terms if term[1])
    return Times(once_s, total_s(kept, parameters), kept)


def cutting_s(volume_mm3: int, group: str, parameters: Mapping[str, Any]) -> int:
    """Return the seconds to remove a volume at the rate for a material group (steel's where unknown)."""
    rates: Mapping[str, int] = parameters["removal_mm3_per_min"]
    return 60 * max(0, volume_mm3) // rates.get(group, rates["steel"])


def turning_s(features: Sequence[Feature], volume_mm3: int, group: str, sides: int, fits: int, rules: RuleSet) -> Times:
    """Return the times for turning: `sides` chuckings, one tool for each kind of feature."""
    p: Mapping[str, Any] = rules["turning"]
    tools = len({f.kind for f in features}) + 1
    terms = (
        ("prepare_s", 1), ("clamp_s", sides), ("tool_change_s", tools), ("feature_s", len(features)), ("fit_s", fits),
        ("cut_s", cutting_s(volume_mm3, group, p)),
    )  # fmt: skip
    return _times(p["programme_s"] + p["set_up_s"] * sides, terms, p)


def milling_s(features: Sequence[Feature], volume_mm3: int, group: str, sides: int, fits: int, rules: RuleSet,
              usual: int = 0) -> Times:  # fmt: skip
    """Return the times for milling without its holes: a clamping a side, one more where a side has several features.

    `sides` are the set-ups that are needed, `usual` the sides from which each feature is usually cut, if more.
    """
    p: Mapping[str, Any] = rules["milling"]
    sides = max(1, sides)
    once = p["programme_s"] + p["programme_feature_s"] * len({f.kind for f in features}) + p["set_up_s"] * sides
    usual = max(sides, usual)
    clampings = usual + min(p["reclampings"], max(0, len(features) - usual))
    terms = (
        ("prepare_s", 1), ("clamp_s", clampings), ("tool_change_s", 1), ("feature_s", len(features)), ("fit_s", fits),
        ("cut_s", milled_s(features, volume_mm3, group, p)),
    )  # fmt: skip
    return _times(once, terms, p)


def drilling_s(holes: Sequence[Feature], group: str, sides: int, threads: Mapping[str, str], fits: int, rules: RuleSet
               ) -> Times:  # fmt: skip
    """Return the times for drilling as an operation of its own."""
    p: Mapping[str, Any] = rules["drilling"]
    once = p["programme_s"] + p["programme_feature_s"] * len(holes) + p["set_up_s"] * max(1, sides)
    terms = (("prepare_s", 1), ("clamp_s", max(1, sides)), *hole_terms(holes, group, threads, fits, rules))
    return _times(once, terms, p)


def with_holes(milled: Times, holes: Sequence[Feature], group: str, threads: Mapping[str, str], fits: int,
               rules: RuleSet) -> Times:  # fmt: skip
    """Return milling's times with its holes drilled in the same clamping."""
    once = milled.once_s + rules["milling"]["programme_feature_s"] * len({h.kind for h in holes})
    more = total_s(hole_terms(holes, group, threads, fits, rules), rules["drilling"])
    return Times(once, milled.run_s + more, (*milled.terms, ("holes_s", more)))


def hole_terms(holes: Sequence[Feature], group: str, threads: Mapping[str, str], fits: int, rules: RuleSet) -> Terms:
    """Return the terms for drilling, sinking, tapping and reaming holes, tool changes included.

    A sink and a thread take seconds for each millimetre of diameter, a plain hole a cycle.
    """
    p: Mapping[str, Any] = rules["drilling"]
    feeds: Mapping[str, int] = p["feed_mm_per_min"]
    feed = feeds.get(group, feeds["steel"])
    sunk = [h for h in holes if h.facts.get("form", "plain") != "plain"]
    tapped = [h for h in holes if h.id in threads]
    return tuple(term for term in (
        ("tool_change_s", min(1, len(holes))), ("tool_s", max(0, len({h.diameter_um for h in holes}) - 1)),
        ("hole_s", len(holes) - len(sunk)), ("fit_s", fits),
        ("sink_s_per_mm", _millimetres(sunk)), ("thread_s_per_mm", _millimetres(tapped)),
        ("feed_s", sum(h.depth_um for h in holes) * 60 // (1000 * feed)),
    ) if term[1])  # fmt: skip


def _millimetres(holes: Sequence[Feature]) -> int:
    return sum(-(-h.diameter_um // 1000) for h in holes)


def welding_s(joints: Sequence[Feature], rules: RuleSet) -> Times:
    """Return the times for welding: positioning each joint where there are several, seams, their check."""
    p: Mapping[str, Any] = rules["welding"]
    seam_mm = sum(int(j.facts.get("seam_um", 0)) for j in joints) // 1000
    positions = len(joints) if len(joints) > 1 else 0
    terms = (
        ("prepare_s", 1), ("position_s", positions), ("seam_s", 60 * seam_mm // p["seam_mm_per_min"]),
        ("check_s", 60 * seam_mm // p["check_mm_per_min"]),
    )  # fmt: skip
    return _times(p["set_up_s"], terms, p)


def grinding_s(features: Sequence[Feature], part: Part, rules: RuleSet) -> Times:
    """Return the times for grinding features, or where none is named the largest side: clamping and passes."""
    p: Mapping[str, Any] = rules["grinding"]
    x, y, _ = sorted(part.size_um, reverse=True)
    area = sum(f.diameter_um * f.depth_um * PI_MILLIONTHS // 10**12 for f in features) or x * y // 10**6
    terms = (
        ("prepare_s", 1), ("clamp_s", max(1, len(features))), ("feature_s", max(1, len(features))),
        ("area_s", 60 * area // p["area_mm2_per_min"]),
    )  # fmt: skip
    return _times(p["set_up_s"], terms, p)


def deburring_s(part: Part, rules: RuleSet) -> Times:
    """Return the times for deburring by hand: by features and surface."""
    p: Mapping[str, Any] = rules["deburring"]
    terms = (
        ("prepare_s", 1), ("feature_s", min(len(part.features), 40)), ("edge_s_per_dm2", part.area_mm2 // 10_000),
    )  # fmt: skip
    return _times(p["set_up_s"], terms, p)


def hole_volume_mm3(hole: Feature) -> int:
    """Return the volume of a hole, counterbore included."""
    volume = hole.diameter_um**2 * hole.depth_um
    wide, deep = int(hole.facts.get("wide_um", 0)), int(hole.facts.get("wide_depth_um", 0))
    if hole.facts.get("form") == "counterbore":
        volume += (wide**2 - hole.diameter_um**2) * deep
    return volume * PI_MILLIONTHS // (4 * 10**15)
