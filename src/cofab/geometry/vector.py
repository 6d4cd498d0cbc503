"""Small vectors of three floats, for a few dozen operations a face where arrays would cost more than they save."""

from __future__ import annotations

import math

from cofab.geometry.graph import Vector


def add(a: Vector, b: Vector, scale: float = 1.0) -> Vector:
    """Return a + scale b."""
    return (a[0] + scale * b[0], a[1] + scale * b[1], a[2] + scale * b[2])


def sub(a: Vector, b: Vector) -> Vector:
    """Return a - b."""
    return (a[0] - b[0], a[1] - b[1], a[2] - b[2])


def dot(a: Vector, b: Vector) -> float:
    """Return the scalar product."""
    return a[0] * b[0] + a[1] * b[1] + a[2] * b[2]


def cross(a: Vector, b: Vector) -> Vector:
    """Return the vector product."""
    return (a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0])


def norm(a: Vector) -> float:
    """Return the length."""
    return math.sqrt(dot(a, a))


def unit(a: Vector) -> Vector:
    """Return `a` with length one; the zero vector stays."""
    length = norm(a)
    return (a[0] / length, a[1] / length, a[2] / length) if length > 1e-12 else a


def parallel(a: Vector, b: Vector, tolerance: float = 1e-3) -> bool:
    """Tell whether two unit vectors are parallel or opposite."""
    return abs(abs(dot(a, b)) - 1.0) < tolerance


def distance_to_line(point: Vector, origin: Vector, axis: Vector) -> float:
    """Return the distance of `point` from the line through `origin` along the unit vector `axis`."""
    return norm(cross(sub(point, origin), axis))


def coaxial(a_origin: Vector, a_axis: Vector, b_origin: Vector, b_axis: Vector, tolerance: float = 0.02) -> bool:
    """Tell whether two lines are the same within `tolerance` millimetres."""
    return parallel(a_axis, b_axis) and distance_to_line(b_origin, a_origin, a_axis) < tolerance
