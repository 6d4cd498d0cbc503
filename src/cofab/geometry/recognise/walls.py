"""Thin walls and sheet metal: pairs of parallel planes that face away from each other with little between."""

from __future__ import annotations

from cofab.geometry.graph import Face, Graph
from cofab.geometry.recognise.found import Found, um
from cofab.geometry.vector import dot, sub

THIN = 3.0
SHEET = 12.0
MOST = 400


def thin_walls_of(graph: Graph) -> list[Found]:
    """Return walls thinner than 3 mm that are at least five times as wide."""
    planes = sorted((f for f in graph.faces if f.kind == "plane"), key=lambda f: -f.area)[:MOST]
    found: list[Found] = []
    for i, one in enumerate(planes):
        for two in planes[i + 1 :]:
            thickness = between(one, two)
            if 0.05 < thickness < THIN and min(one.area, two.area) > (5 * thickness) ** 2:
                facts = {"thickness_um": um(thickness)}
                found.append(
                    Found("wall.thin", {one.number, two.number}, depth=thickness, direction=one.axis, facts=facts)
                )
    return found


def sheet_of(graph: Graph) -> Found | None:
    """Return the sheet's thickness where a pair of parallel planes carries most of the surface of a flat thin part."""
    size = sorted(graph.size)
    planes = sorted((f for f in graph.faces if f.kind == "plane"), key=lambda f: -f.area)[:2]
    if len(planes) < 2 or size[0] > SHEET or size[1] < 8 * size[0]:
        return None
    thickness = between(planes[0], planes[1])
    if thickness <= 0 or planes[0].area + planes[1].area < 0.8 * graph.area:
        return None
    return Found("sheet", {p.number for p in planes}, depth=thickness, direction=planes[0].axis,
                 facts={"thickness_um": um(thickness)})  # fmt: skip


def between(one: Face, two: Face) -> float:
    """Return the material between two planes that face away from each other and overlap; else -1."""
    if dot(one.axis, two.axis) > -0.9999:
        return -1.0
    gap = dot(sub(one.origin, two.origin), one.axis)
    if gap <= 0 or not _overlap(one, two, gap):
        return -1.0
    return gap


def _overlap(one: Face, two: Face, gap: float) -> bool:
    slack = 0.01
    for k in range(3):
        reach = gap * abs(one.axis[k]) + slack
        if one.box_low[k] - reach > two.box_high[k] or two.box_low[k] - reach > one.box_high[k]:
            return False
        if abs(one.axis[k]) < 0.5:
            shared = min(one.box_high[k], two.box_high[k]) - max(one.box_low[k], two.box_low[k])
            if shared <= 0.5 * min(one.box_high[k] - one.box_low[k], two.box_high[k] - two.box_low[k]):
                return False
    return True
