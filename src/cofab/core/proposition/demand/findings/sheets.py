"""Rules for sheet metal and weldments: bend radius, holes near bends and edges, small holes, room for the torch."""

from __future__ import annotations

from collections.abc import Iterable

from cofab.core.kernel.refusal import declare
from cofab.core.proposition.demand.findings.model import Case, Finding
from cofab.core.proposition.demand.part import Feature

BEND_RADIUS = declare(
    "demand.bend_radius", "The inner bend radius is {measured} µm; below {limit} µm this material cracks."
)
LARGER_BEND = declare("demand.change_bend", "Bend it round {limit} µm or more.")
NEAR_BEND = declare(
    "demand.hole_near_bend", "The hole is {measured} µm from a bend; nearer than {limit} µm it is drawn out of round."
)
NEAR_EDGE = declare(
    "demand.hole_near_edge", "The hole is {measured} µm from an edge; nearer than {limit} µm the edge bulges."
)
MOVE_HOLE = declare("demand.change_hole", "Move it {limit} µm away, or drill it after bending.")
SMALL_IN_SHEET = declare(
    "demand.hole_in_sheet",
    "The hole is {measured} µm wide in a sheet of {limit} µm: it is drilled, not cut or punched.",
)
AS_WIDE = declare("demand.change_sheet_hole", "Make it as wide as the sheet is thick.")
WELD_ACCESS = declare("demand.weld_access", "The torch has {measured} µm of room at the seam; it needs {limit} µm.")
MORE_ROOM = declare("demand.change_weld", "Weld this seam before the part that covers it, or move the joint.")


def sheets(case: Case) -> Iterable[Finding]:
    """Find bends that crack and holes that a sheet's cutting or bending spoils."""
    sheet = case.needs.sheet
    thick = int(sheet.facts.get("thickness_um", 0)) if sheet is not None else 0
    if not thick:
        return
    for f in case.part.features:
        if f.kind == "bend":
            least = thick * case.limit("bend_radius", case.group) // 1000
            radius = int(f.facts.get("radius_um", 0))
            if radius < least:
                yield case.found("bend_radius", BEND_RADIUS, LARGER_BEND, least, radius, [f])
        elif f.kind.startswith("hole."):
            yield from _holes(case, f, thick)


def _holes(case: Case, hole: Feature, thick: int) -> Iterable[Finding]:
    small = thick * case.limit("hole_in_sheet") // 1000
    if hole.diameter_um < small:
        yield case.found("hole_in_sheet", SMALL_IN_SHEET, AS_WIDE, small, hole.diameter_um, [hole])
    for rule, code, fact in (
        ("hole_near_bend", NEAR_BEND, "bend_um"), ("hole_near_edge", NEAR_EDGE, "edge_um")
    ):  # fmt: skip
        limit = thick * case.limit(rule) // 1000
        if fact in hole.facts and int(hole.facts[fact]) < limit:
            yield case.found(rule, code, MOVE_HOLE, limit, int(hole.facts[fact]), [hole])


def welds(case: Case) -> Iterable[Finding]:
    """Find seams that a torch does not get at, where recognition told the room beside them."""
    for joint in case.needs.welds:
        room = int(joint.facts.get("room_um", case.limit("weld_access")))
        if room < case.limit("weld_access"):
            yield case.found("weld_access", WELD_ACCESS, MORE_ROOM, case.limit("weld_access"), room, [joint])
