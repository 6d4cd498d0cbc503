"""Pockets, slots and steps: faces joined by inner corners, told apart by the sides from which a tool can reach them.

Source of the idea: Joshi and Chang 1988, attributed adjacency graphs; the open-side rule is our own simplification.
"""

from __future__ import annotations

import math

from cofab.geometry.graph import Face, Graph, Vector
from cofab.geometry.recognise.found import Found, um
from cofab.geometry.recognise.meeting import crossed_slots, merged
from cofab.geometry.recognise.sides import Box, box_round, leaves_square
from cofab.geometry.vector import add, cross, dot, parallel, sub, unit

AGAINST = -0.2
AXES: tuple[Vector, ...] = ((1, 0, 0), (0, 1, 0), (0, 0, 1))
OPPOSITE = 2
EQUAL = 1.05
ROUNDED = 0.6 * math.pi  # a rounded corner has half of pi


def depressions_of(graph: Graph, taken: set[int], stock: set[int]) -> list[Found]:
    """Return pockets, slots, steps and flats made of faces that are neither `taken` nor `stock`."""
    free = {f.number for f in graph.faces} - taken - stock
    found: list[Found | None] = []
    for group in _components(graph, free):
        for piece in _pieces(graph, group):
            floor = _floor(graph, piece)
            crossed = crossed_slots(graph, piece, floor.number, _frame(graph, piece)) if floor else []
            found += crossed or [_classified(graph, piece)]
    return merged(graph, [f for f in found if f is not None], AXES)


def _components(graph: Graph, free: set[int]) -> list[set[int]]:
    """Group faces that meet in an inner corner or smoothly."""
    groups, left = [], set(free)
    while left:
        group, edge_of = set(), [left.pop()]
        while edge_of:
            number = edge_of.pop()
            group.add(number)
            for other, edge in graph.around(number):
                if other in left and edge.turn <= 0:
                    left.discard(other)
                    edge_of.append(other)
        groups.append(group)
    return groups


def _pieces(graph: Graph, group: set[int]) -> list[set[int]]:
    """Split a group that is several features run together: one for each floor, with the walls that stand on it."""
    floors = [n for n in group if _is_floor(graph, n, group)]
    if len(floors) < 2 or _open_sides(graph, group):
        return [group]
    pieces = []
    left = set(group)
    for floor in sorted(floors, key=lambda n: -graph.faces[n].area):
        piece = {floor} | {n for n, e in graph.around(floor) if n in group and e.turn < 0 and n not in floors}
        piece &= left
        if len(piece) > 1:
            pieces.append(piece)
            left -= piece
    return pieces + ([left] if left else []) if pieces else [group]


def _is_floor(graph: Graph, number: int, group: set[int]) -> bool:
    """Tell whether most of the face's neighbours in the group stand on it at an inner corner."""
    if graph.faces[number].kind != "plane":
        return False
    return sum(1 for n, e in graph.around(number) if e.turn < 0 and n in group) >= 3


def _frame(graph: Graph, group: set[int]) -> tuple[Vector, Vector, Vector]:
    """Return three directions fitted to the group: its largest plane's normal first, the world's where that is one.

    What leaves the part through its square sides is seen from these, whatever its own walls lean on.
    """
    if leaves_square(graph, group):
        return AXES
    planes = sorted((graph.faces[n] for n in group if graph.faces[n].kind == "plane"), key=lambda f: -f.area)
    if not planes or any(abs(planes[0].axis[k]) > 0.999 for k in range(3)):
        others = [p for p in planes if not any(abs(p.axis[k]) > 0.999 for k in range(3))]
        straight = [p for p in planes if any(abs(p.axis[k]) > 0.999 for k in range(3))]
        if straight and others and sum(p.area for p in others) > sum(p.area for p in straight[1:]):
            return _turned_frame(straight[0].axis, others[0].axis)
        return AXES
    second = next((p.axis for p in planes[1:] if abs(dot(p.axis, planes[0].axis)) < 0.01), None)
    if second is None:
        second = next(a for a in AXES if abs(dot(a, planes[0].axis)) < 0.8)
    return _turned_frame(planes[0].axis, second)


def _turned_frame(one: Vector, near: Vector) -> tuple[Vector, Vector, Vector]:
    third = cross(one, near)
    if abs(third[0]) + abs(third[1]) + abs(third[2]) < 1e-6:
        return AXES
    third = unit(third)
    return one, unit(cross(third, one)), third


def _open_sides(graph: Graph, group: set[int]) -> list[Vector]:
    """Return the directions from which nothing in the group faces away."""
    normals = [normal for n in group for normal in graph.faces[n].normals]
    sides = []
    for axis in _frame(graph, group):
        for sign in (1.0, -1.0):
            side = (axis[0] * sign, axis[1] * sign, axis[2] * sign)
            if all(dot(normal, side) > AGAINST for normal in normals):
                sides.append(side)
    return sides


def _classified(graph: Graph, group: set[int]) -> Found | None:
    faces = [graph.faces[n] for n in group]
    concave = sum(1 for n in group for o, e in graph.around(n) if o in group and e.turn < 0)
    sides = _open_sides(graph, group)
    if not concave:
        return _single(graph, group, faces, sides)
    direction, near = _approach(graph, group, sides)
    oblong = _is_oblong(faces, direction)
    box = box_round(graph, group, _frame(graph, group))
    kind = "slot.closed" if oblong else "pocket.through" if _is_shaft(graph, group) else box.kind()
    facts = _measures(faces, direction) | {"sides": near, "open": _reachable(faces, box) or near}
    return Found(kind, set(group), 0.0, _reach(faces, direction), direction, facts)


def _reachable(faces: list[Face], box: Box) -> list[Vector]:
    """Return all sides from which a tool can reach in, but not lengthwise through it; along rounded corners alone."""
    across = [(k, sign) for k, sign in box.open if (k, -sign) in box.walled]
    sides = [box.side(k, sign) for k, sign in across or box.open]
    return _along_corners(faces, sides) or sides


def _approach(graph: Graph, group: set[int], sides: list[Vector]) -> tuple[Vector, list[Vector]]:
    """Return the open side from which a tool comes, and all that are about as good.

    Along its rounded corners, onto a floor where it has one, least deep.
    """
    faces = [graph.faces[n] for n in group]
    if not sides:
        floor = _floor(graph, group)
        direction = floor.axis if floor is not None else (0.0, 0.0, 1.0)
        return direction, [direction]
    sides = _along_corners(faces, sides) or sides
    sides = [side for side in sides if _facing(faces, side) > 0] or sides
    ranked = sorted(sides, key=lambda side: (round(_reach(faces, side), 2), -_facing(faces, side)))
    least = _reach(faces, ranked[0])
    return ranked[0], [side for side in ranked if _reach(faces, side) <= EQUAL * least + 0.01]


def _along_corners(faces: list[Face], sides: list[Vector]) -> list[Vector]:
    """Return the sides along which rounded inner corners run: only a cutter that stands that way leaves them."""
    corners = [f.axis for f in faces if f.kind == "cylinder" and f.hollow]
    return [side for side in sides if corners and all(parallel(side, axis) for axis in corners)]


def _facing(faces: list[Face], side: Vector) -> float:
    """Return the surface that looks that way: what the tool would stand on."""
    return sum(f.area for f in faces if f.kind == "plane" and dot(f.axis, side) > 0.99)


def _floor(graph: Graph, group: set[int]) -> Face | None:
    """Return the plane on which most of the others stand, the larger of two."""
    planes = [graph.faces[n] for n in group if graph.faces[n].kind == "plane"]
    return max(planes, key=lambda f: (_standing(graph, group, f), f.area), default=None)


def _standing(graph: Graph, group: set[int], face: Face) -> int:
    return len({n for n, edge in graph.around(face.number) if n in group and edge.turn < 0})


def _is_shaft(graph: Graph, group: set[int]) -> bool:
    """Tell whether the faces are walls only, closed to a ring round one direction, without a floor."""
    faces = [graph.faces[n] for n in group]
    if any(len({o for o, e in graph.around(f.number) if o in group and e.turn <= 0}) < 2 for f in faces):
        return False
    first = faces[0].normals[0]
    other = next((n for f in faces for n in f.normals if abs(dot(n, first)) < 0.95), None)
    if other is None:
        return False
    along = unit(cross(first, other))
    return all(abs(dot(n, along)) < 0.1 for f in faces for n in f.normals)


def _single(graph: Graph, group: set[int], faces: list[Face], sides: list[Vector]) -> Found | None:
    """Classify faces without an inner corner: an opening, a pocket whose floor is rounded off, a slanted plane."""
    hollow = [f for f in faces if f.hollow]
    if hollow and sides:
        direction, near = _approach(graph, group, sides)
        if _facing(faces, direction) > 0:
            box = box_round(graph, group, _frame(graph, group))
            kind = "slot.closed" if _is_oblong(faces, direction) else box.kind()
        else:
            kind = _opening_kind(faces, sides, direction)
        facts = _measures(faces, direction) | {"sides": near}
        return Found(kind, set(group), 2 * hollow[0].radius, _reach(faces, direction), direction, facts)
    if len(faces) == 1 and faces[0].kind == "plane":
        face = faces[0]
        slanted = not any(abs(face.axis[k]) > 0.9999 for k in range(3))
        kind = "bevel" if slanted else "flat"
        facts = {"width_um": um(_narrow(graph, face)), "sides": sides}
        return Found(kind, set(group), 0.0, 0.0, face.axis, facts)
    return None


def _opening_kind(faces: list[Face], sides: list[Vector], direction: Vector) -> str:
    """Name an opening with smooth walls only: closed round one direction, open at one side, or open at more."""
    opposite = any(dot(a, b) < -0.99 for a in sides for b in sides)
    if len(sides) == OPPOSITE and opposite:
        return "slot.closed" if _is_oblong(faces, direction) else "pocket.through"
    return "slot.through" if len(sides) == OPPOSITE + 1 and opposite else "step.round"


def _narrow(graph: Graph, face: Face) -> float:
    longest = max((e.length for _, e in graph.around(face.number)), default=0.0)
    return face.area / longest if longest else 0.0


def _is_oblong(faces: list[Face], direction: Vector) -> bool:
    """Tell whether the walls have two round ends, half cylinders or most of them: a slot, whatever breaks its walls."""
    ends = [f for f in faces if f.kind == "cylinder" and f.hollow and parallel(f.axis, direction)]
    spans: dict[tuple[float, ...], float] = {}
    for end in ends:
        key = tuple(round(c, 1) for c in add(end.origin, end.axis, -dot(end.origin, end.axis)))
        spans[key] = spans.get(key, 0.0) + end.span
    return len(spans) == 2 and min(spans.values()) > ROUNDED


def _reach(faces: list[Face], direction: Vector) -> float:
    """Return the extent of the faces along the direction."""
    marks = [dot(corner, direction) for f in faces for corner in _corners(f)]
    return max(marks) - min(marks) if marks else 0.0


def _corners(face: Face) -> list[Vector]:
    low, high = face.box_low, face.box_high
    return [(x, y, z) for x in (low[0], high[0]) for y in (low[1], high[1]) for z in (low[2], high[2])]


def _measures(faces: list[Face], direction: Vector) -> dict[str, object]:
    """Return the smallest inner corner radius across the tool, and the box of the feature."""
    radii = [f.radius for f in faces if f.kind == "cylinder" and f.hollow and parallel(f.axis, direction)]
    low = [min(f.box_low[k] for f in faces) for k in range(3)]
    high = [max(f.box_high[k] for f in faces) for k in range(3)]
    size = sub((high[0], high[1], high[2]), (low[0], low[1], low[2]))
    return {"corner_um": um(min(radii)) if radii else 0, "size_um": [um(s) for s in size]}
