"""Weld joints: where two solids of one part lie against each other, and how long the seam round the contact is."""

from __future__ import annotations

from cofab.geometry.graph import Face, Graph
from cofab.geometry.recognise.found import Found, um
from cofab.geometry.vector import dot, sub

CLOSE = 0.05


def welds_of(graphs: list[Graph]) -> list[Found]:
    """Return a joint for every pair of touching solids; faces are numbered through the part."""
    found = []
    for i, one in enumerate(graphs):
        for two in graphs[i + 1 :]:
            contacts = [(a, b) for a in one.faces for b in two.faces if _against(a, b)]
            if contacts:
                found.append(_joint(one, two, contacts))
    return found


def _joint(one: Graph, two: Graph, contacts: list[tuple[Face, Face]]) -> Found:
    first, second = {a.number for a, _ in contacts}, {b.number for _, b in contacts}
    seam = min(_round(one, first), _round(two, second))
    faces = {one.first + n for n in first} | {two.first + n for n in second}
    return Found("weld", faces, direction=contacts[0][0].axis, facts={"seam_um": um(seam)})


def _round(graph: Graph, faces: set[int]) -> float:
    """Return the length once round the outside of faces, where a torch can reach: not between pieces of one foot."""
    rim = {e for n in faces for e in graph.faces[n].rim}
    return sum(edge.length for edge in (graph.edges[e] for e in rim) if not {edge.left, edge.right} <= faces)


def _against(a: Face, b: Face) -> bool:
    if a.kind != "plane" or b.kind != "plane" or dot(a.axis, b.axis) > -0.9999:
        return False
    if abs(dot(sub(a.origin, b.origin), a.axis)) > CLOSE:
        return False
    return all(
        min(a.box_high[k], b.box_high[k]) - max(a.box_low[k], b.box_low[k]) > (0.5 if abs(a.axis[k]) < 0.5 else -CLOSE)
        for k in range(3)
    )
