"""The box round a group of faces and on which of its six sides it leaves the part: that tells pocket, slot and step."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from cofab.geometry.graph import Face, Frame, Graph, Vector
from cofab.geometry.vector import add, dot, sub, unit

LEAVING = 0.5
MOSTLY = 0.5
SQUARE = 0.9999
NEAR = 0.05
NEAR_SHARE = 0.02
OPEN_OPPOSITE = 2


@dataclass(frozen=True, slots=True)
class Box:
    """Three directions with the group's extent along each; `walled` holds (axis number, sign) of closed sides."""

    frame: Frame
    low: Vector
    high: Vector
    walled: frozenset[tuple[int, int]]

    @property
    def open(self) -> list[tuple[int, int]]:
        """Return the sides on which the group leaves the part."""
        return [(k, sign) for k in range(3) for sign in (1, -1) if (k, sign) not in self.walled]

    @property
    def size(self) -> Vector:
        """Return the lengths of the box."""
        return (self.high[0] - self.low[0], self.high[1] - self.low[1], self.high[2] - self.low[2])

    def side(self, k: int, sign: int) -> Vector:
        """Return the direction that leaves the box through a side."""
        a = self.frame[k]
        return (a[0] * sign, a[1] * sign, a[2] * sign)

    def kind(self) -> str:
        """Name the group by its open sides: one is a pocket, four or more are a step."""
        open_ = self.open
        opposite = any((k, -sign) in open_ for k, sign in open_)
        if len(open_) <= 1:
            return "pocket.blind"
        if len(open_) == OPEN_OPPOSITE:
            return "pocket.through" if opposite else "pocket.open"
        if len(open_) == OPEN_OPPOSITE + 1:
            return "slot.through" if opposite else "step.corner"
        return "step.through"


def box_round(graph: Graph, group: Iterable[int], frame: Frame) -> Box:
    """Return the box round a group of faces in a frame, with the sides on which the group does not leave the part."""
    members = set(group)
    faces = [graph.faces[n] for n in sorted(members)]
    spans = [[_span(graph, f, axis) for f in faces] for axis in frame]
    low = [min(s[0] for s in span) for span in spans]
    high = [max(s[1] for s in span) for span in spans]
    rims = _rims(graph, members)
    walled = set()
    for k, axis in enumerate(frame):
        near = NEAR + NEAR_SHARE * (high[k] - low[k])
        for sign, limit in ((1, high[k]), (-1, -low[k])):
            side = (axis[0] * sign, axis[1] * sign, axis[2] * sign)
            if not any(dot(normal, side) > LEAVING and dot(point, side) > limit - near for point, normal in rims):
                walled.add((k, sign))
    return Box(frame, (low[0], low[1], low[2]), (high[0], high[1], high[2]), frozenset(walled))


def leaves_square(graph: Graph, group: set[int]) -> bool:
    """Tell whether the group leaves the part mostly along the three main directions."""
    square = [max(abs(c) for c in normal) > SQUARE for _, normal in _rims(graph, group)]
    return not square or sum(square) > MOSTLY * len(square)


def _rims(graph: Graph, group: set[int]) -> list[tuple[Vector, Vector]]:
    """Return points on the outer corners where the group ends, each with the normal of the face beyond."""
    found = []
    for number in {e for n in group for e in graph.faces[n].edges}:
        edge = graph.edges[number]
        beyond = {edge.left, edge.right} - group
        if edge.turn > 0 and len(beyond) == 1:
            face = graph.faces[beyond.pop()]
            found += [(point, _normal_at(face, point)) for point in edge.points]
    return found


def _normal_at(face: Face, point: Vector) -> Vector:
    """Return the outward normal of a face near a point of it: exact on planes and cylinders, else a middle one."""
    if face.kind == "plane":
        return face.axis
    if face.kind != "cylinder":
        return face.normals[len(face.normals) // 2]
    away = sub(point, face.origin)
    out = unit(add(away, face.axis, -dot(away, face.axis)))
    return (-out[0], -out[1], -out[2]) if face.hollow else out


def _span(graph: Graph, face: Face, axis: Vector) -> tuple[float, float]:
    """Return the extent of a face along a direction: by its box where that is square, else by points on its edges."""
    for k in range(3):
        if abs(axis[k]) > SQUARE:
            ends = (face.box_low[k] * axis[k], face.box_high[k] * axis[k])
            return min(ends), max(ends)
    marks = [dot(p, axis) for e in face.edges for p in graph.edges[e].points] or [dot(face.centre, axis)]
    return min(marks), max(marks)
