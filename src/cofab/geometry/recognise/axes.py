"""Faces of revolution by their axis, and the stretches of one surface along it."""

from __future__ import annotations

import math
from dataclasses import dataclass, field

import numpy as np

from cofab.geometry.graph import Face, Vector
from cofab.geometry.vector import add, dot, sub

FULL = 3.6
ROUND = 2 * math.pi + 0.05
SAME = 0.01
ALIGNED = 1e-3
CENTRED = 0.02


@dataclass(slots=True)
class Segment:
    """A stretch [low, high] along an axis with one surface: radius at each end, and its faces."""

    kind: str
    low: float
    high: float
    radius_low: float
    radius_high: float
    span: float
    faces: set[int] = field(default_factory=set)


@dataclass(slots=True)
class Axis:
    """A line with all hollow faces of revolution round it."""

    origin: Vector
    direction: Vector
    faces: list[Face]

    def along(self, point: Vector) -> float:
        """Return the position of a point along the axis."""
        return dot(sub(point, self.origin), self.direction)


def axes_of(faces: list[Face]) -> list[Axis]:
    """Group faces of revolution by their axis."""
    axes: list[Axis] = []
    lines = np.zeros((2, len(faces), 3))
    for face in faces:
        near = _coaxial(lines[:, : len(axes)], face)
        if near.size:
            axes[near[0]].faces.append(face)
        else:
            lines[:, len(axes)] = face.origin, face.axis
            axes.append(Axis(face.origin, face.axis, [face]))
    return axes


def _coaxial(lines: np.ndarray, face: Face) -> np.ndarray:
    """Return which lines (origins and unit directions, 2 x n x 3) are the face's axis, as `vector.coaxial` does."""
    origins, directions = lines
    level = np.abs(np.abs(directions @ face.axis) - 1.0) < ALIGNED
    off = np.linalg.norm(np.cross(np.asarray(face.origin) - origins, directions), axis=1)
    return np.flatnonzero(level & (off < CENTRED))


def segments_of(axis: Axis, least: float = FULL) -> list[Segment]:
    """Merge faces that are pieces of one surface (split half-cylinders); keep those that span at least `least`."""
    merged: list[Segment] = []
    for face in axis.faces:
        new = _segment(axis, face)
        home = next((s for s in merged if _one_surface(s, new)), None)
        if home is None:
            merged.append(new)
            continue
        longer = max(home.high - home.low, new.high - new.low)
        home.low, home.high = min(home.low, new.low), max(home.high, new.high)
        share = (new.high - new.low) / longer if longer else 1.0
        home.span += new.span * min(1.0, share)
        home.faces |= new.faces
    return sorted((s for s in merged if s.span >= least), key=lambda s: (s.low, s.high))


def _segment(axis: Axis, face: Face) -> Segment:
    ends = [axis.along(add(face.origin, face.axis, face.low)), axis.along(add(face.origin, face.axis, face.high))]
    radii = [face.radius_low, face.radius_high]
    if ends[0] > ends[1]:
        ends.reverse()
        radii.reverse()
    return Segment(face.kind, ends[0], ends[1], radii[0], radii[1], face.span, {face.number})


def _one_surface(a: Segment, b: Segment) -> bool:
    overlap = min(a.high, b.high) - max(a.low, b.low)
    if a.kind != b.kind or overlap < -SAME or a.span + b.span > ROUND:
        return False
    if a.kind == "cylinder":
        return abs(a.radius_low - b.radius_low) < SAME
    return abs(a.radius_low - b.radius_low) < 0.1 and abs(a.radius_high - b.radius_high) < 0.1
