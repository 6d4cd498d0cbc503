"""The box round a group of faces and which of its six sides have walls: what is open tells pocket, slot and step."""

from __future__ import annotations

from dataclasses import dataclass

from cofab.geometry.graph import Face, Frame, Graph, Vector
from cofab.geometry.vector import dot

FACING = -0.5
SQUARE = 0.9999
NEAR = 0.05
NEAR_SHARE = 0.02
OPEN_OPPOSITE = 2


@dataclass(frozen=True, slots=True)
class Box:
    """Three directions with the group's extent along each; `walled` holds (axis number, sign) of sides with a wall."""

    frame: Frame
    low: Vector
    high: Vector
    walled: frozenset[tuple[int, int]]

    @property
    def open(self) -> list[tuple[int, int]]:
        """Return the sides without a wall."""
        return [(k, sign) for k in range(3) for sign in (1, -1) if (k, sign) not in self.walled]

    @property
    def size(self) -> Vector:
        """Return the lengths of the box."""
        return (self.high[0] - self.low[0], self.high[1] - self.low[1], self.high[2] - self.low[2])

    def side(self, k: int, sign: int) -> Vector:
        """Return the direction that leaves the box through a side."""
        a = self.frame[k]
        return (a[0] * sign, a[1] * sign, a[2] * sign)

    def kind(self, oblong: bool) -> str:
        """Name the group by its open sides: one is a pocket, four or more are a step."""
        open_ = self.open
        opposite = any((k, -sign) in open_ for k, sign in open_)
        if len(open_) <= 1:
            return "slot.closed" if oblong else "pocket.blind"
        if len(open_) == OPEN_OPPOSITE:
            return "pocket.through" if opposite else "pocket.open"
        if len(open_) == OPEN_OPPOSITE + 1:
            return "slot.through" if opposite else "step.corner"
        return "step.through"


def box_round(graph: Graph, faces: list[Face], frame: Frame) -> Box:
    """Return the box round the faces in a frame, with its walled sides."""
    spans = [[_span(graph, f, axis) for f in faces] for axis in frame]
    low = [min(s[0] for s in span) for span in spans]
    high = [max(s[1] for s in span) for span in spans]
    walled = set()
    for k, axis in enumerate(frame):
        near = NEAR + NEAR_SHARE * (high[k] - low[k])
        for face, (first, last) in zip(faces, spans[k], strict=True):
            if last > high[k] - near and any(dot(n, axis) < FACING for n in face.normals):
                walled.add((k, 1))
            if first < low[k] + near and any(dot(n, axis) > -FACING for n in face.normals):
                walled.add((k, -1))
    return Box(frame, (low[0], low[1], low[2]), (high[0], high[1], high[2]), frozenset(walled))


def _span(graph: Graph, face: Face, axis: Vector) -> tuple[float, float]:
    """Return the extent of a face along a direction: by its box where that is square, else by points on its edges."""
    for k in range(3):
        if abs(axis[k]) > SQUARE:
            ends = (face.box_low[k] * axis[k], face.box_high[k] * axis[k])
            return min(ends), max(ends)
    marks = [dot(p, axis) for e in face.edges for p in graph.edges[e].points] or [dot(face.centre, axis)]
    return min(marks), max(marks)
