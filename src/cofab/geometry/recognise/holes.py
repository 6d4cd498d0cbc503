"""Holes: coaxial hollow cylinders and cones, put together along their axis into what one drill sequence makes."""

from __future__ import annotations

import math

from cofab.geometry.graph import Face, Graph
from cofab.geometry.recognise.axes import FULL, SAME, Axis, Segment, axes_of, segments_of
from cofab.geometry.recognise.found import Found, um
from cofab.geometry.recognise.travel import travel_of
from cofab.geometry.vector import cross, distance_to_line, norm, parallel, sub

WHOLE = 6.2
HALF = math.pi + 0.01  # with half of it left or less, it is a rounded notch of the edge


def holes_of(graph: Graph, skip: set[int]) -> list[Found]:
    """Return the holes of a solid; `skip` are faces that belong to something else (a turned bore)."""
    hollow = [f for f in graph.faces if f.hollow and f.kind in ("cylinder", "cone") and f.number not in skip]
    found = []
    for axis in axes_of(hollow):
        segments = [s for s in segments_of(axis, HALF) if s.span >= FULL or _is_cut_open(graph, s)]
        for stack in _stacks(graph, axis, segments):
            cylinders = [s for s in stack if s.kind == "cylinder"]
            if cylinders:
                found.append(_hole(graph, axis, stack, cylinders))
    return found


def _is_cut_open(graph: Graph, segment: Segment) -> bool:
    """Tell whether a wall that is not whole was cut by an edge of the part: a slot's end runs smoothly into planes."""
    return all(edge.turn != 0 or other in segment.faces for f in segment.faces for other, edge in graph.around(f))


def _stacks(graph: Graph, axis: Axis, segments: list[Segment]) -> list[list[Segment]]:
    """Split the segments on one axis where solid material or a long way lies between them."""
    stacks: list[list[Segment]] = []
    for segment in segments:
        last = stacks[-1] if stacks else None
        if last is not None and (_linked(graph, last, segment) or _same_drill(graph, axis, last, segment)):
            last.append(segment)
        else:
            stacks.append([segment])
    return stacks


def _linked(graph: Graph, stack: list[Segment], new: Segment) -> bool:
    """Tell whether the faces meet, directly or over a ring-shaped shoulder."""
    mine = set().union(*(s.faces for s in stack))
    near = {n for f in new.faces for n, _ in graph.around(f)}
    if mine & near:
        return True
    rings = {n for n in near if graph.faces[n].kind == "plane" or graph.faces[n].kind in ("torus", "cone")}
    mine_near = {n for f in mine for n, _ in graph.around(f)}
    top = max(s.high for s in stack)
    return any(graph.faces[n].kind == "plane" or n for n in rings & mine_near) and new.low - top < SAME + 0.5


def _same_drill(graph: Graph, axis: Axis, stack: list[Segment], new: Segment) -> bool:
    """Tell whether one drill makes both: equal radius, both ends open towards each other (a cross-drilled hole)."""
    last = max(stack, key=lambda s: s.high)
    if last.kind != "cylinder" or new.kind != "cylinder" or abs(last.radius_low - new.radius_low) > SAME:
        return False
    gap = new.low - last.high
    return gap < 6 * new.radius_low and not (
        bottom_at(graph, axis, last, last.high) or bottom_at(graph, axis, new, new.low)
    )


def bottom_at(graph: Graph, axis: Axis, segment: Segment, position: float) -> str:
    """Return how the hole ends at `position`: "flat", "cone", "round" or "" when it is open."""
    radius = segment.radius_low if position == segment.low else segment.radius_high
    for number in segment.faces:
        for other, edge in graph.around(number):
            face = graph.faces[other]
            if other in segment.faces or (edge.turn > 0 and face.kind == "plane"):
                continue
            if abs(axis.along(face.centre) - position) > radius * 1.5 + 0.1:
                continue
            off = distance_to_line(face.centre, axis.origin, axis.direction)
            if off > (0.25 if segment.span > WHOLE else 0.9) * radius + 0.01:
                continue
            if face.kind == "plane" and parallel(face.axis, axis.direction) and _is_disc(graph, face, radius):
                if abs(axis.along(face.origin) - position) < 0.05:
                    return "flat"
            elif face.kind == "cone" and min(face.radius_low, face.radius_high) < 0.05 * radius + 0.02:
                return "cone"
            elif face.kind in ("sphere", "torus") and face.hollow:
                return "round"
    return ""


def _is_disc(graph: Graph, face: Face, radius: float) -> bool:
    """Tell whether the face closes the hole: no ring round a smaller opening, no larger plane beyond."""
    for _, edge in graph.around(face.number):
        inner = edge.curve == "circle" and edge.turn > 0 and edge.radius < 0.98 * radius
        if inner and norm(cross(sub(edge.centre, face.centre), face.axis)) < 0.05:
            return False
    return face.area < 1.05 * math.pi * radius * radius


def _hole(graph: Graph, axis: Axis, stack: list[Segment], cylinders: list[Segment]) -> Found:
    bore = min(cylinders, key=lambda s: (round(s.radius_low, 2), -(s.high - s.low)))
    low, high = min(s.low for s in stack), max(s.high for s in stack)
    first, last = min(stack, key=lambda s: s.low), max(stack, key=lambda s: s.high)
    at_low, at_high = _end(graph, axis, first, first.low), _end(graph, axis, last, last.high)
    whole = high - low
    low, high = _without_tip(stack, low, high)
    wider = last.radius_high - first.radius_low
    up = bool(at_low) or (not at_high and (wider > SAME or (abs(wider) <= SAME and axis.direction[2] >= 0)))
    sign = 1.0 if up else -1.0
    direction = (axis.direction[0] * sign, axis.direction[1] * sign, axis.direction[2] * sign)
    through = not at_low and not at_high
    faces = set().union(*(s.faces for s in stack))
    facts = _form(stack, bore, up) | {"bottom": at_low or at_high}
    tip = whole - (high - low)
    facts["travel_um"] = um(travel_of(high - low, 2 * bore.radius_low, str(facts["form"]), at_low or at_high, tip))
    if through and facts["form"] == "plain":
        facts["sides"] = [direction, (-direction[0], -direction[1], -direction[2])]
    faces |= _shoulders(graph, faces, axis)
    kind = "hole.through" if through else "hole.blind"
    return Found(kind, faces, 2 * bore.radius_low, high - low, direction, facts)


def _end(graph: Graph, axis: Axis, segment: Segment, position: float) -> str:
    radius = segment.radius_low if position == segment.low else segment.radius_high
    if segment.kind == "cone" and radius < 0.05:
        return "cone"
    return bottom_at(graph, axis, segment, position)


def _without_tip(stack: list[Segment], low: float, high: float) -> tuple[float, float]:
    """Leave the drill's tip out of the depth, as drawings do."""
    for segment in stack:
        if segment.kind == "cone" and segment.radius_low < 0.05:
            low = segment.high
        elif segment.kind == "cone" and segment.radius_high < 0.05:
            high = segment.low
    return low, high


def _form(stack: list[Segment], bore: Segment, up: bool) -> dict[str, object]:
    """Tell a counterbore or countersink: the wider cylinder or the opening cone on the tool's side or the other.

    A cone with a short lip above it, as a sink below the surface has, is still a countersink.
    """
    form: dict[str, object] = {"form": "plain", "bore_depth_um": um(bore.high - bore.low)}
    wider = [s for s in stack if s.kind == "cylinder" and s.radius_low > bore.radius_low + SAME]
    sinks = [
        s for s in stack
        if s.kind == "cone" and min(s.radius_low, s.radius_high) > bore.radius_low - 0.1 - SAME
        and max(s.radius_low, s.radius_high) > bore.radius_low + 0.05
    ]  # fmt: skip
    lip = sum(s.high - s.low for s in wider)
    sink = max(sinks, key=lambda s: max(s.radius_low, s.radius_high), default=None)
    opens = max(sink.radius_low, sink.radius_high) if sink else 0.0
    if sink and (not wider or (sink.high - sink.low > lip and opens > max(s.radius_low for s in wider) - SAME)):
        form |= {"form": "countersink", "wide_um": um(2 * opens), "wide_depth_um": um(sink.high - sink.low + lip)}
    elif wider:
        form |= {"form": "counterbore", "wide_um": um(2 * max(s.radius_low for s in wider)), "wide_depth_um": um(lip)}
    return form


def _shoulders(graph: Graph, faces: set[int], axis: Axis) -> set[int]:
    """Return the discs and rings that close or step the hole, and drill tips."""
    found = set()
    for number in faces:
        for other, edge in graph.around(number):
            face = graph.faces[other]
            level = face.kind == "plane" and parallel(face.axis, axis.direction)
            central = distance_to_line(face.centre, axis.origin, axis.direction) < 0.05 or edge.curve == "circle"
            if other in faces or not central:
                continue
            if (level and edge.turn < 0) or (face.kind in ("cone", "sphere", "torus") and face.hollow):
                found.add(other)
    return found
