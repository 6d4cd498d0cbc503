"""What is hard about a part: each finding names its rule, the faces, the limit, what was measured and what it costs."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from cofab.core.kernel.refusal import declare
from cofab.core.kernel.rules import RuleSet
from cofab.core.proposition.demand.brief import Brief
from cofab.core.proposition.demand.fits import growth_um, width_um
from cofab.core.proposition.demand.needs import Needs, needs_of
from cofab.core.proposition.demand.part import Part
from cofab.core.proposition.demand.questions import TOLERANCE_STATE, matters

DEEP_HOLE = declare(
    "demand.deep_hole", "The hole is {measured} times as deep as wide; beyond {limit} it needs slow drilling."
)
SMALL_RADIUS = declare(
    "demand.small_radius",
    "The inner corner has a radius of {measured} µm; below {limit} µm a thin, slow cutter is needed.",
)
SHARP_CORNER = declare(
    "demand.sharp_corner",
    "The pocket's inner corners are sharp: a round cutter cannot make them. Allow a radius of {limit} µm.",
)
THIN_WALL = declare("demand.thin_wall", "The wall is {measured} µm thick; below {limit} µm it bends under the cutter.")
COATING = declare(
    "demand.coating_fit",
    "The film takes {measured} µm of a tolerance {limit} µm wide: say when the fit holds, before or after.",
)

_RULES: dict[str, Any] = {
    "deep_hole_ratio": 8,
    "corner_um": 1_500,
    "corner_share": 8,
    "wall_um": {"aluminium": 800, "steel": 600, "": 800, "plastic": 1_200},
    "cost_minor": {"deep_hole": 150, "small_radius": 300, "sharp_corner": 2_000, "thin_wall": 400, "coating_fit": 200},
}
DEFAULT_FINDING_RULES = RuleSet("demand.findings", 1, _RULES)


@dataclass(frozen=True, slots=True)
class Finding:
    """`code` names the sentence, `rule` the rule; `limit` and `measured` in `unit`; `cost_minor` a piece, in fen."""

    rule: str
    code: str
    faces: tuple[int, ...]
    limit: int
    measured: int
    unit: str
    cost_minor: int
    feature: str = ""


def findings_of(
    part: Part, brief: Brief, group: str = "", rules: RuleSet = DEFAULT_FINDING_RULES
) -> tuple[Finding, ...]:
    """Return everything that makes the part dear or doubtful, in the order of the rules."""
    needs = needs_of(part, brief)
    return (*_deep(part, rules), *_corners(part, rules), *_thin(part, group, rules), *_film(part, brief, needs, rules))


def _deep(part: Part, rules: RuleSet) -> Iterable[Finding]:
    limit, cost = rules["deep_hole_ratio"], rules["cost_minor"]["deep_hole"]
    for f in part.features:
        ratio = f.depth_um // max(1, f.diameter_um) if f.kind.startswith("hole.") else 0
        if ratio > limit:
            yield Finding("deep_hole", DEEP_HOLE, f.faces, limit, ratio, "times", cost, f.id)


def _corners(part: Part, rules: RuleSet) -> Iterable[Finding]:
    for f in part.features:
        if not f.kind.startswith("pocket.") or f.kind == "pocket.open":
            continue
        corner = int(f.facts.get("corner_um", 0))
        limit = max(rules["corner_um"], f.depth_um // rules["corner_share"])
        if corner == 0:
            yield Finding(
                "sharp_corner", SHARP_CORNER, f.faces, limit, 0, "um", rules["cost_minor"]["sharp_corner"], f.id
            )
        elif corner < limit:
            yield Finding("small_radius", SMALL_RADIUS, f.faces, limit, corner, "um",
                          rules["cost_minor"]["small_radius"], f.id)  # fmt: skip


def _thin(part: Part, group: str, rules: RuleSet) -> Iterable[Finding]:
    limits: dict[str, int] = rules["wall_um"]
    limit = limits.get(group, limits[""])
    for f in part.features:
        measured = int(f.facts.get("thickness_um", 0)) if f.kind == "wall.thin" else 0
        if 0 < measured < limit:
            yield Finding(
                "thin_wall", THIN_WALL, f.faces, limit, measured, "um", rules["cost_minor"]["thin_wall"], f.id
            )


def _film(part: Part, brief: Brief, needs: Needs, rules: RuleSet) -> Iterable[Finding]:
    if TOLERANCE_STATE in brief.answers:
        return
    for finish in (f for f in brief.finishes if f.film_um):
        for f in part.features:
            callout = needs.fits.get(f.id)
            if callout is not None and matters(finish, callout.diameter_um, callout.fit):
                yield Finding("coating_fit", COATING, f.faces, width_um(callout.diameter_um, callout.fit),
                              2 * growth_um(finish.film_um, finish.family), "um", rules["cost_minor"]["coating_fit"],
                              f.id)  # fmt: skip
