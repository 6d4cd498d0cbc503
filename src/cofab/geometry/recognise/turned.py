"""The turned profile: is the part a body of revolution, round which axis, with which diameters, bores and grooves."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

from cofab.geometry.graph import Face, Graph, Vector
from cofab.geometry.recognise.axes import Axis, Segment, axes_of, segments_of
from cofab.geometry.recognise.found import Found, um
from cofab.geometry.recognise.holes import bottom_at
from cofab.geometry.vector import add, distance_to_line, parallel, sub

ROUND = ("cylinder", "cone", "torus", "sphere")
MOSTLY = 0.55
WIDEST = 12.0


@dataclass(slots=True)
class Profile:
    """The turning axis, the largest diameter and the faces that a lathe makes."""

    origin: Vector
    axis: Vector
    diameter: float
    length: float
    faces: set[int]
    features: list[Found]


def profile_of(graph: Graph) -> Profile | None:
    """Return the turned profile of a solid, or None where it is no body of revolution with little else."""
    outer = [f for f in graph.faces if f.kind in ("cylinder", "cone") and not f.hollow]
    best = max(axes_of(outer), key=lambda a: _weight(a.faces), default=None)
    if best is None or not _reaches_the_box(graph, best):
        return None
    on_axis = {f.number for f in graph.faces if _on_axis(f, best) and not _is_milled(graph, f)}
    faces = _with_pieces(graph, on_axis)
    share = sum(graph.faces[n].area for n in faces) / max(graph.area, 1e-9)
    if share < MOSTLY:
        return None
    low, high = _extent(graph, best, faces)
    faces |= {f.number for f in graph.faces if _ends(f, best, low, high) and not _is_milled(graph, f)}
    diameter = 2 * max(f.radius for f in best.faces)
    return Profile(best.origin, best.direction, diameter, high - low, faces, _features(graph, best, faces))


def _is_milled(graph: Graph, face: Face) -> bool:
    """Tell whether a plane is the floor of something milled into the end: walls stand on it along straight lines."""
    return face.kind == "plane" and any(e.turn < 0 and e.curve == "line" for _, e in graph.around(face.number))


def _ends(face: Face, axis: Axis, low: float, high: float) -> bool:
    """Tell whether a plane is a piece of one of the two end faces."""
    if face.kind != "plane" or not parallel(face.axis, axis.direction):
        return False
    at = axis.along(face.origin)
    return min(abs(at - low), abs(at - high)) < 0.02


def _with_pieces(graph: Graph, faces: set[int]) -> set[int]:
    """Return the faces with the level pieces into which something cut their planes."""
    found, edge_of = set(faces), [n for n in faces if graph.faces[n].kind == "plane"]
    while edge_of:
        number = edge_of.pop()
        for other, edge in graph.around(number):
            if other not in found and edge.turn == 0 and graph.faces[other].kind == "plane":
                found.add(other)
                edge_of.append(other)
    return found


def _weight(faces: list[Face]) -> float:
    return sum(f.area for f in faces)


def _reaches_the_box(graph: Graph, axis: Axis) -> bool:
    """Tell whether the widest face round the axis is as wide as the solid across it."""
    diameter = 2 * max(f.radius for f in axis.faces)
    spans = sorted(
        _across(graph.size, axis.direction, k) for k in range(3) if abs(axis.direction[k]) < 0.9
    )  # fmt: skip
    return bool(spans) and spans[-1] < 1.03 * diameter and spans[-1] > 0.5 * diameter


def _across(size: Vector, axis: Vector, k: int) -> float:
    return size[k]


def _on_axis(face: Face, axis: Axis) -> bool:
    if face.kind in ROUND:
        if distance_to_line(face.origin, axis.origin, axis.direction) > 0.02:
            return False
        return face.kind == "sphere" or parallel(face.axis, axis.direction)
    return face.kind == "plane" and parallel(face.axis, axis.direction) and _central(face, axis)


def _central(face: Face, axis: Axis) -> bool:
    """Tell whether a face across the axis surrounds it (an end or a shoulder, not a spot face beside it)."""
    centre = add(face.box_low, sub(face.box_high, face.box_low), 0.5)
    width = max(sub(face.box_high, face.box_low))
    return distance_to_line(centre, axis.origin, axis.direction) < 0.12 * width + 0.02


def _extent(graph: Graph, axis: Axis, faces: set[int]) -> tuple[float, float]:
    marks = [axis.along(graph.faces[n].origin) for n in faces if graph.faces[n].kind == "plane"]
    for n in faces:
        face = graph.faces[n]
        if face.kind != "plane":
            marks += [
                axis.along(add(face.origin, face.axis, face.low)),
                axis.along(add(face.origin, face.axis, face.high)),
            ]
    return min(marks), max(marks)


def _features(graph: Graph, axis: Axis, faces: set[int]) -> list[Found]:
    own = [graph.faces[n] for n in sorted(faces)]
    outside = Axis(axis.origin, axis.direction, [f for f in own if f.kind in ("cylinder", "cone") and not f.hollow])
    inside = Axis(axis.origin, axis.direction, [f for f in own if f.kind in ("cylinder", "cone") and f.hollow])
    found = [*_diameters(graph, outside), *_bores(graph, inside)]
    used = set().union(*(f.faces for f in found)) if found else set()
    ends = {f.number for f in own if f.kind == "plane"} - used
    if ends:
        found.append(Found("turned.face", ends, direction=axis.direction))
    free = {f.number for f in own if f.kind in ("torus", "sphere")} - used
    if free:
        found.append(Found("turned.form", free, direction=axis.direction))
    return found


def _loose_segments(axis: Axis) -> list[Segment]:
    """Return segments even where flats or keyways interrupt them: pieces of one cylinder count as the whole."""
    pieces = [replace(face, span=2 * math.pi) for face in axis.faces]
    whole: list[Segment] = []
    for segment in segments_of(Axis(axis.origin, axis.direction, pieces)):
        same = next((s for s in whole if _same_surface(s, segment)), None)
        if same is None:
            whole.append(segment)
            continue
        same.low, same.high = min(same.low, segment.low), max(same.high, segment.high)
        same.faces |= segment.faces
    return whole


def _same_surface(one: Segment, two: Segment) -> bool:
    overlap = min(one.high, two.high) - max(one.low, two.low)
    return (
        one.kind == two.kind
        and overlap > -0.01
        and abs(one.radius_low - two.radius_low) < 0.01
        and abs(one.radius_high - two.radius_high) < 0.01
    )


def _diameters(graph: Graph, axis: Axis) -> list[Found]:
    """Return outer diameters, cones and grooves: a groove is a cylinder that is lower than both its neighbours."""
    found = []
    for segment in _loose_segments(axis):
        depth = _groove_depth(graph, segment)
        facts = {"width_um": um(segment.high - segment.low)}
        if segment.kind == "cone":
            found.append(Found("turned.cone", segment.faces, 2 * max(segment.radius_low, segment.radius_high),
                               segment.high - segment.low, axis.direction))  # fmt: skip
        elif depth > 0:
            walls = {n for f in segment.faces for n, e in graph.around(f) if e.turn < 0}
            found.append(
                Found("groove.outer", segment.faces | walls, 2 * segment.radius_low, depth, axis.direction, facts)
            )
        else:
            found.append(Found("turned.diameter", segment.faces, 2 * segment.radius_low, segment.high - segment.low,
                               axis.direction))  # fmt: skip
    return found


def _groove_depth(graph: Graph, segment: Segment) -> float:
    """Return how deep a groove the segment is the floor of; 0 where it is none or so wide that it is a diameter."""
    heights = []
    for number in segment.faces:
        for other, edge in graph.around(number):
            if edge.turn < 0 and edge.curve == "circle" and other not in segment.faces:
                heights.append(_height(graph.faces[other], segment.radius_low))
    if len(heights) < 2:
        return 0.0
    width = segment.high - segment.low
    return min(heights) if width <= max(WIDEST, 3 * min(heights)) else 0.0


def _height(wall: Face, radius: float) -> float:
    width = max(sub(wall.box_high, wall.box_low)) / 2
    return abs(width - radius) if wall.kind == "plane" else abs(max(wall.radius_low, wall.radius_high) - radius)


def _bores(graph: Graph, axis: Axis) -> list[Found]:
    """Return bores on the axis, one for each diameter, and inner grooves."""
    segments = _loose_segments(axis)
    found = []
    for segment in (s for s in segments if s.kind == "cylinder"):
        walls = {n: e for f in segment.faces for n, e in graph.around(f) if e.turn < 0 and e.curve == "circle"}
        planes = [n for n in walls if graph.faces[n].kind == "plane"]
        length = segment.high - segment.low
        bottom = bottom_at(graph, axis, segment, segment.low) or bottom_at(graph, axis, segment, segment.high)
        if len(planes) >= 2 and not bottom:
            facts = {"width_um": um(length)}
            faces_ = segment.faces | set(planes)
            found.append(Found("groove.inner", faces_, 2 * segment.radius_low, length, axis.direction, facts))
        else:
            kind = "bore.blind" if bottom else "bore.through"
            found.append(Found(kind, set(segment.faces), 2 * segment.radius_low, length, axis.direction))
    cones = set().union(*(s.faces for s in segments if s.kind == "cone"), set())
    if cones:
        found.append(Found("turned.cone", cones, direction=axis.direction, facts={"inner": True}))
    return found
