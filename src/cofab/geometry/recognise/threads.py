"""Threads that are modelled: helical flanks round the wall of a hole, and the metric size they have.

Sizes: ISO 261 first choice, coarse pitch. A thread that a drawing alone tells is matched to its hole in
core.proposition.demand.
"""

from __future__ import annotations

import math

from cofab.geometry.graph import Face, Graph
from cofab.geometry.recognise.found import Found, um
from cofab.geometry.vector import add, distance_to_line, dot, sub

COARSE = {
    2.0: 0.4, 2.5: 0.45, 3.0: 0.5, 4.0: 0.7, 5.0: 0.8, 6.0: 1.0, 8.0: 1.25, 10.0: 1.5, 12.0: 1.75, 14.0: 2.0, 16.0: 2.0,
    18.0: 2.5, 20.0: 2.5, 22.0: 2.5, 24.0: 3.0, 27.0: 3.0, 30.0: 3.5, 36.0: 4.0,
}  # fmt: skip
CENTRED = 0.15
WIDEST = 1.4
NEAR = 0.06


def mark_threads(graph: Graph, holes: list[Found]) -> None:
    """Give each hole with helical flanks its thread ("M8", "M8x1"), pitch and nominal size, and the flanks' faces."""
    for hole in holes:
        wall = next((graph.faces[n] for n in sorted(hole.faces) if graph.faces[n].kind == "cylinder"), None)
        flanks = _flanks(graph, hole.faces, wall) if wall is not None else set()
        if wall is None or not flanks:
            continue
        nominal = 2 * max(_reach(graph, n, wall) for n in flanks)
        pitch = _pitch(graph, hole.faces, flanks, wall)
        hole.faces |= flanks
        hole.facts |= {"thread": _name(nominal, pitch), "nominal_um": um(nominal), "pitch_um": um(pitch)}


def _flanks(graph: Graph, faces: set[int], wall: Face) -> set[int]:
    """Return the free faces round the hole's axis that its wall runs out into, and those next to them."""
    found: set[int] = set()
    edge_of = list(faces)
    while edge_of:
        for other, _ in graph.around(edge_of.pop()):
            if other not in found and other not in faces and _is_flank(graph, graph.faces[other], wall):
                found.add(other)
                edge_of.append(other)
    return found


def _is_flank(graph: Graph, face: Face, wall: Face) -> bool:
    if face.kind != "free":
        return False
    middle = add(face.box_low, sub(face.box_high, face.box_low), 0.5)
    centred = distance_to_line(middle, wall.origin, wall.axis) < CENTRED * wall.radius
    return centred and wall.radius < _reach(graph, face.number, wall) < WIDEST * wall.radius


def _reach(graph: Graph, number: int, wall: Face) -> float:
    """Return how far a face reaches from the hole's axis, by points on its edges."""
    points = [p for _, e in graph.around(number) for p in e.points]
    return max((distance_to_line(p, wall.origin, wall.axis) for p in points), default=0.0)


def _pitch(graph: Graph, faces: set[int], flanks: set[int], wall: Face) -> float:
    """Return the rise in a turn: the hole's length over the turns of the longest edge between flank and wall."""
    round_ = 2 * math.pi * wall.radius
    runs = [sum(e.length for other, e in graph.around(n) if other in faces) for n in flanks]
    marks = [dot(p, wall.axis) for n in flanks for _, e in graph.around(n) for p in e.points]
    turns = max(runs) / round_
    return (max(marks) - min(marks)) / turns if turns else 0.0


def _name(nominal: float, pitch: float) -> str:
    size = min(COARSE, key=lambda s: abs(s - nominal))
    if abs(size - nominal) > NEAR * nominal:
        return f"M{nominal:.3g}x{pitch:.3g}"
    return f"M{size:g}" if abs(COARSE[size] - pitch) < 0.2 * pitch else f"M{size:g}x{pitch:.2g}"
