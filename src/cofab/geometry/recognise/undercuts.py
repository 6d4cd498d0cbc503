"""Slots that are wider below than at their mouth: T-slots and dovetails, which a formed cutter makes from their end."""

from __future__ import annotations

from itertools import combinations

from cofab.geometry.graph import Face, Graph, Vector
from cofab.geometry.recognise.found import Found, um
from cofab.geometry.vector import cross, dot, sub

LEVEL = 0.999
SQUARE = 0.01
LEANING = -0.05


def undercuts_of(graph: Graph, taken: set[int]) -> list[Found]:
    """Return the T-slots and dovetails made of faces that are not `taken`; depth is the whole, from the mouth."""
    found: list[Found] = []
    used = set(taken)
    for floor in sorted((f for f in graph.faces if f.kind == "plane"), key=lambda f: -f.area):
        pieces = _level(graph, floor)
        near = sorted({n for p in pieces for n in _near(graph, p, -1)} - used)
        walls = [n for n in near if _is_undercut(graph, graph.faces[n], floor.axis)]
        for one, two in combinations(walls, 2):
            slot = _slot(graph, floor, graph.faces[one], graph.faces[two])
            if slot is not None and not (slot.faces | pieces) & used:
                slot.faces |= pieces
                found.append(slot)
                used |= slot.faces
    return found


def _level(graph: Graph, floor: Face) -> set[int]:
    """Return the planes that a floor runs on into, itself included."""
    found, left = {floor.number}, [floor.number]
    while left:
        for other, edge in graph.around(left.pop()):
            if edge.turn == 0 and other not in found and graph.faces[other].kind == "plane":
                found.add(other)
                left.append(other)
    return found


def _near(graph: Graph, number: int, turn: int) -> list[int]:
    """Return the planes that meet a face at an inner (-1) or an outer (1) corner along a line."""
    return sorted({n for n, e in graph.around(number)
                   if e.turn == turn and e.curve == "line" and graph.faces[n].kind == "plane"})  # fmt: skip


def _is_undercut(graph: Graph, wall: Face, up: Vector) -> bool:
    """Tell whether a wall may be one of an undercut's two: it leans inwards under a lip, or has a neck above it."""
    lean = dot(wall.axis, up)
    leans, upright = lean < LEANING, abs(lean) <= SQUARE
    return (leans and _has_lip(graph, wall, up)) or (upright and _neck(graph, wall, up) is not None)


def _slot(graph: Graph, floor: Face, one: Face, two: Face) -> Found | None:
    up = floor.axis
    if dot(sub(two.origin, one.origin), one.axis) <= 0 or dot(sub(one.origin, two.origin), two.axis) <= 0:
        return None
    leans = dot(one.axis, up), dot(two.axis, up)
    if max(leans) < LEANING and all(_has_lip(graph, wall, up) for wall in (one, two)):
        return _found(graph, "slot.dovetail", floor, {one.number, two.number}, {one.number, two.number})
    if max(map(abs, leans)) > SQUARE or dot(one.axis, two.axis) > -LEVEL:
        return None
    necks = [_neck(graph, wall, up) for wall in (one, two)]
    if not all(necks):
        return None
    ceilings, lips = zip(*(neck for neck in necks if neck), strict=True)
    return _found(graph, "slot.t", floor, {one.number, two.number, *ceilings, *lips}, set(lips))


def _has_lip(graph: Graph, wall: Face, up: Vector) -> bool:
    """Tell whether a wall ends at an outer corner with a face that looks up: the mouth of a dovetail."""
    return any(dot(graph.faces[n].axis, up) > LEVEL for n in _near(graph, wall.number, 1))


def _neck(graph: Graph, wall: Face, up: Vector) -> tuple[int, int] | None:
    """Return the ceiling above a wall of a T-slot and the wall of its mouth."""
    for ceiling in _near(graph, wall.number, -1):
        if dot(graph.faces[ceiling].axis, up) > -LEVEL:
            continue
        for lip in _near(graph, ceiling, 1):
            if dot(graph.faces[lip].axis, wall.axis) > LEVEL:
                return ceiling, lip
    return None


def _found(graph: Graph, kind: str, floor: Face, faces: set[int], mouth: set[int]) -> Found:
    up, side = floor.axis, cross(floor.axis, _along(graph, floor, mouth))
    own = faces | {floor.number}
    depth, wide = _extent(graph, own, up), _extent(graph, own, side)
    high = max(dot(p, up) for p in _points(graph, mouth))
    rim = [dot(p, side) for p in _points(graph, mouth) if high - dot(p, up) < SQUARE]
    long = _extent(graph, own, cross(side, up))
    middle = (max(rim) + min(rim)) / 2
    width = min(r for r in rim if r > middle) - max(r for r in rim if r < middle)
    facts = {"width_um": um(width), "wide_um": um(wide), "size_um": [um(long), um(wide), um(depth)], "sides": [up],
             "open": [up], "corner_um": 0}  # fmt: skip
    return Found(kind, own, 0.0, depth, up, facts)


def _along(graph: Graph, floor: Face, mouth: set[int]) -> Vector:
    """Return the direction in which the slot runs: across the floor's normal and a wall's."""
    way = cross(graph.faces[min(mouth)].axis, floor.axis)
    length = dot(way, way) ** 0.5
    return (way[0] / length, way[1] / length, way[2] / length)


def _points(graph: Graph, faces: set[int]) -> list[Vector]:
    return [p for n in faces for _, e in graph.around(n) for p in e.points]


def _extent(graph: Graph, faces: set[int], way: Vector) -> float:
    marks = [dot(p, way) for p in _points(graph, faces)]
    return max(marks) - min(marks)
