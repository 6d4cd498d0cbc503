"""Rules for milled and turned shapes: inner corners, deep pockets, thin walls and ribs, what no tool reaches."""

from __future__ import annotations

from collections.abc import Iterable

from cofab.core.kernel.refusal import declare
from cofab.core.proposition.demand.blank import turned_size
from cofab.core.proposition.demand.findings.model import Case, Finding

SMALL_RADIUS = declare(
    "demand.small_radius",
    "The inner corner has a radius of {measured} µm; below {limit} µm a thin, slow cutter is needed.",
)
SHARP_CORNER = declare(
    "demand.sharp_corner",
    "The pocket's inner corners are sharp: a round cutter cannot make them. Allow a radius of {limit} µm.",
)
ROUND_CORNERS = declare("demand.change_corners", "Round the inner corners to {limit} µm or more.")
DEEP_POCKET = declare(
    "demand.deep_pocket", "The pocket is {measured} times as deep as wide; beyond {limit} the cutter bends."
)
SHALLOWER = declare("demand.change_shallower", "Make it wider or shallower, or open it to a side.")
THIN_WALL = declare("demand.thin_wall", "The wall is {measured} µm thick; below {limit} µm it bends under the cutter.")
THICKER = declare("demand.change_thicker", "Make the wall {limit} µm thick or more.")
THIN_RIB = declare("demand.thin_rib", "The rib is {measured} times as high as thick; beyond {limit} it chatters.")
THICKER_RIB = declare("demand.change_rib", "Make the rib thicker or lower.")
UNREACHABLE = declare("demand.unreachable", "No tool reaches these faces from any side.")
OPEN_UP = declare(
    "demand.change_open", "Open it to a side; otherwise it is eroded, printed or made of two parts joined."
)
SLENDER = declare(
    "demand.slender", "The turned part is {measured} times as long as thick; beyond {limit} it needs a steady rest."
)
SHORT_OR_THICK = declare("demand.change_slender", "Make it thicker, or allow a coarser tolerance in the middle.")
MILLED = ("pocket.", "slot.", "step.", "groove.")


def corners(case: Case) -> Iterable[Finding]:
    """Find inner corners that a usual cutter cannot leave."""
    for f in case.part.features:
        if not f.kind.startswith("pocket.") or f.kind == "pocket.open":
            continue
        corner = int(f.facts.get("corner_um", 0))
        rule = "small_radius" if corner else "sharp_corner"
        limit = max(case.limit(rule), f.depth_um // case.rules[rule]["share"])
        if corner < limit:
            code = SMALL_RADIUS if corner else SHARP_CORNER
            yield case.found(rule, code, ROUND_CORNERS, limit, corner, [f])


def pockets(case: Case) -> Iterable[Finding]:
    """Find pockets and slots deeper than a cutter of their width is long."""
    for f in case.part.features:
        size = f.facts.get("size_um")
        if not f.kind.startswith(("pocket.", "slot.")) or not size or not any(f.direction):
            continue
        along = max(range(3), key=lambda k: abs(f.direction[k]))
        width = min(int(size[k]) for k in range(3) if k != along)
        ratio = f.depth_um // max(1, width)
        if f.kind in ("pocket.blind", "slot.closed") and ratio > case.limit("deep_pocket"):
            yield case.found("deep_pocket", DEEP_POCKET, SHALLOWER, case.limit("deep_pocket"), ratio, [f])


def walls(case: Case) -> Iterable[Finding]:
    """Find walls and ribs that give way under the cutter."""
    for f in case.part.features:
        thick = int(f.facts.get("thickness_um", 0))
        limit = case.limit("thin_wall", case.group)
        if f.kind == "wall.thin" and 0 < thick < limit:
            yield case.found("thin_wall", THIN_WALL, THICKER, limit, thick, [f])
        high = case.limit("thin_rib", case.group)
        if f.kind == "rib" and thick and f.depth_um // thick > high:
            yield case.found("thin_rib", THIN_RIB, THICKER_RIB, high, f.depth_um // thick, [f])


def access(case: Case) -> Iterable[Finding]:
    """Find features that recognition saw open to no side, and undercuts."""
    for f in case.part.features:
        closed = f.kind.startswith(MILLED) and "sides" in f.facts and not f.facts["sides"]
        if closed or f.kind.startswith("undercut"):
            yield case.found("unreachable", UNREACHABLE, OPEN_UP, case.limit("unreachable"), 0, [f])


def slender(case: Case) -> Iterable[Finding]:
    """Find turned parts that whip: the length against the thickest diameter."""
    turned = [f for f in case.part.features if f.kind == "turned.diameter"]
    if not case.part.turned or not turned:
        return
    diameter, length = turned_size(case.part)
    ratio = length // max(1, diameter)
    if ratio >= case.limit("slender"):
        yield case.found("slender", SLENDER, SHORT_OR_THICK, case.limit("slender"), ratio, turned[:1])
