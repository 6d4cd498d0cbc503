"""Sheet metal: one thickness throughout, flat or with bends; a bend is a pair of cylinders round one axis."""

from __future__ import annotations

import math

from cofab.geometry.graph import Face, Graph
from cofab.geometry.recognise.found import Found, um
from cofab.geometry.recognise.walls import between
from cofab.geometry.vector import coaxial

THICKEST = 12.0
SLACK = 0.02
MOST = 60


def bent_sheet_of(graph: Graph) -> list[Found]:
    """Return the sheet and its bends, or nothing where the part is no bent sheet.

    `sheet` has the thickness as depth; `bend` has the inner radius, the angle by which the sheet turns and the length
    of the bend line.
    """
    hollow = [f for f in graph.faces if f.kind == "cylinder" and f.hollow and f.span < math.pi + 0.1]
    full = [f for f in graph.faces if f.kind == "cylinder" and not f.hollow and f.span < math.pi + 0.1]
    if not hollow or not full:
        return []
    thickness, planes = _thickness(graph)
    if not 0 < thickness <= THICKEST:
        return []
    found = [_bend(i, o) for i in hollow for o in full if _is_bend(graph, i, o, thickness)]
    if not found or not 0.6 * thickness < 2 * graph.volume / graph.area < 1.02 * thickness:
        return []
    facts = {"thickness_um": um(thickness), "bends": len(found)}
    skin = planes | set().union(*(b.faces for b in found))
    main = max((graph.faces[n] for n in planes), key=lambda f: f.area)
    return [Found("sheet", skin - set().union(*(b.faces for b in found)), depth=thickness, direction=main.axis,
                  facts=facts), *found]  # fmt: skip


def cut_outs_of(graph: Graph, sheet: Found) -> set[int]:
    """Return the faces that stand round openings within the sheet's planes."""
    found = set()
    for number in sheet.faces:
        inner = set(graph.faces[number].edges) - graph.faces[number].rim
        found |= {graph.other(graph.edges[e], number) for e in inner}
    return found


def _thickness(graph: Graph) -> tuple[float, set[int]]:
    """Return the distance between opposite planes that carries the most surface, and those planes."""
    planes = sorted((f for f in graph.faces if f.kind == "plane"), key=lambda f: -f.area)[:MOST]
    weights: dict[int, float] = {}
    members: dict[int, set[int]] = {}
    for i, one in enumerate(planes):
        for two in planes[i + 1 :]:
            gap = between(one, two)
            if 0.05 < gap <= THICKEST:
                key = round(gap / SLACK)
                weights[key] = weights.get(key, 0.0) + min(one.area, two.area)
                members.setdefault(key, set()).update((one.number, two.number))
    if not weights:
        return 0.0, set()
    best = max(sorted(weights), key=lambda key: weights[key])
    return best * SLACK, members[best]


def _is_bend(graph: Graph, inner: Face, outer: Face, thickness: float) -> bool:
    if abs(outer.radius - inner.radius - thickness) > SLACK or abs(inner.span - outer.span) > 0.02:
        return False
    if not coaxial(inner.origin, inner.axis, outer.origin, outer.axis):
        return False
    return all(sum(1 for _, e in graph.around(f.number) if e.turn == 0) >= 2 for f in (inner, outer))


def _bend(inner: Face, outer: Face) -> Found:
    facts = {
        "angle_mdeg": round(math.degrees(inner.span) * 1000), "radius_um": um(inner.radius),
        "length_um": um(inner.high - inner.low),
    }  # fmt: skip
    return Found("bend", {inner.number, outer.number}, direction=inner.axis, facts=facts)
