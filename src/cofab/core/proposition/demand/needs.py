"""Which features need which trade, and which callouts belong to them: the sorting before operations are written."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from cofab.core.proposition.demand.brief import Brief, Callout
from cofab.core.proposition.demand.fits import width_um
from cofab.core.proposition.demand.part import Feature, Part
from cofab.core.proposition.demand.time.cutters import RAISED

TURNED = ("turned.", "bore.", "groove.outer", "groove.inner")
MILLED = ("pocket.", "slot.", "step.", "flat", "bevel", "groove.ring", "outline")
SAME_UM = 100
LARGEST_DRILL_UM = 40_000
TAP_DRILL_UM = {
    "M2": 1600, "M2.5": 2050, "M3": 2500, "M4": 3300, "M5": 4200, "M6": 5000, "M8": 6800, "M10": 8500, "M12": 10200,
    "M14": 12000, "M16": 14000, "M20": 17500, "M24": 21000,
}  # fmt: skip
PITCH_UM = {
    "M2": 400, "M2.5": 450, "M3": 500, "M4": 700, "M5": 800, "M6": 1000, "M8": 1250, "M10": 1500, "M12": 1750,
    "M14": 2000, "M16": 2000, "M20": 2500, "M24": 3000,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Needs:
    """Features by trade; `threads` maps a hole's id to its thread, `fits` a feature's id to its callout.

    `thread_depths` are the depths of threads where they are known, by the hole's id.
    """

    turned: tuple[Feature, ...]
    milled: tuple[Feature, ...]
    holes: tuple[Feature, ...]
    welds: tuple[Feature, ...]
    sheet: Feature | None
    threads: Mapping[str, str] = field(default_factory=dict)
    fits: Mapping[str, Callout] = field(default_factory=dict)
    thread_depths: Mapping[str, int] = field(default_factory=dict)

    def tolerance_um(self, features: tuple[Feature, ...], default_um: int) -> int:
        """Return the tightest tolerance among the features: their fits', else the general one."""
        widths = [width_um(c.diameter_um, c.fit) for f in features if (c := self.fits.get(f.id)) is not None]
        return min([w for w in widths if w] or [default_um])

    def fits_among(self, features: tuple[Feature, ...]) -> int:
        """Return how many of the features carry a fit."""
        return sum(1 for f in features if f.id in self.fits)


def needs_of(part: Part, brief: Brief) -> Needs:
    """Sort a part's features by trade and give each callout to the features it means."""
    holes = [f for f in part.features if f.kind.startswith("hole.")]
    large = [h for h in holes if h.diameter_um > LARGEST_DRILL_UM]
    milled = [f for f in part.features if f.kind.startswith(MILLED) and not _is_trim(f)] + large
    if part.solids > 1:
        milled = [f for f in milled if not _is_profile(f)]
    elif not part.turned:
        milled += [f for f in part.features if f.kind.startswith(RAISED)]
    small = tuple(h for h in holes if h.diameter_um <= LARGEST_DRILL_UM)
    turned = tuple(f for f in part.features if f.kind.startswith(TURNED)) if part.turned else ()
    return Needs(
        turned, tuple(milled), small, tuple(f for f in part.features if f.kind == "weld"),
        next((f for f in part.features if f.kind == "sheet"), None), _threads(brief, small),
        _fits(brief, (*turned, *small, *milled)), _thread_depths(brief, small),
    )  # fmt: skip


def _is_profile(feature: Feature) -> bool:
    """Tell whether a step in a weldment is the inside of an angle bar: shortest along its run, open at both ends.

    Angles are sawn off and welded on; a step that is milled runs further than it is deep.
    """
    sides = [tuple(side) for side in feature.facts.get("sides", ())]
    if feature.kind != "step.through" or len(sides) != 2 or int(feature.facts.get("corner_um", 0)):
        return False
    return sides[0] == tuple(-c for c in sides[1])


def _is_trim(feature: Feature) -> bool:
    """Tell whether a plane is so narrow that it is an edge break and no work of its own."""
    return feature.kind == "bevel" and int(feature.facts.get("width_um", 0)) < 1_500


def _threads(brief: Brief, holes: tuple[Feature, ...]) -> dict[str, str]:
    """Give each thread callout to holes of its tap drill or nominal diameter, as many as it says; then the model's."""
    found = {hole.id: callout.thread for hole, callout in _tapped(brief, holes)}
    told = {h.id: str(h.facts["thread"]) for h in holes if h.facts.get("thread")}
    return told | found


def _thread_depths(brief: Brief, holes: tuple[Feature, ...]) -> dict[str, int]:
    told = {h.id: int(h.facts["thread_um"]) for h in holes if h.facts.get("thread_um")}
    return told | {hole.id: callout.depth_um for hole, callout in _tapped(brief, holes) if callout.depth_um}


def _tapped(brief: Brief, holes: tuple[Feature, ...]) -> list[tuple[Feature, Callout]]:
    found: list[tuple[Feature, Callout]] = []
    for callout in (c for c in brief.callouts if c.thread):
        size = callout.thread.partition("x")[0]
        nominal = nominal_um(size)
        sizes = (TAP_DRILL_UM.get(size, nominal), nominal)
        given = {hole.id for hole, _ in found}
        fitting = [h for h in holes if h.id not in given and min(abs(h.diameter_um - s) for s in sizes) <= SAME_UM]
        found += [(hole, callout) for hole in fitting[: callout.count]]
    return found


def nominal_um(thread: str) -> int:
    """Return a thread's nominal diameter: "M2.5" is 2500."""
    whole, _, part = thread.removeprefix("M").partition(".")
    return int(whole or 0) * 1000 + int((part + "000")[:3] if part else 0)


def _fits(brief: Brief, features: tuple[Feature, ...]) -> dict[str, Callout]:
    found: dict[str, Callout] = {}
    for callout in (c for c in brief.callouts if c.fit):
        fitting = [f for f in features if abs(f.diameter_um - callout.diameter_um) <= SAME_UM and f.id not in found]
        for feature in fitting[: callout.count]:
            found[feature.id] = callout
    return found
