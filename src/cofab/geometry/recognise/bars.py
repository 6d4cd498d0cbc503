"""Bars: solids of one section all along, sawn off angles, channels or plate, whose inner corners nobody milled."""

from __future__ import annotations

from cofab.geometry.graph import Face, Graph, Vector
from cofab.geometry.vector import dot

AXES: tuple[Vector, ...] = ((1, 0, 0), (0, 1, 0), (0, 0, 1))
SECTIONS = ("step.through", "slot.through", "boss.square", "rib", "flat")
LEVEL = 0.9999
NEAR = 0.01


def is_bar(graph: Graph, skip: set[int]) -> bool:
    """Tell whether all faces but those to `skip` (holes) run along one direction or end it squarely."""
    faces = [f for f in graph.faces if f.number not in skip]
    return any(all(_runs(graph, face, axis, k) for face in faces) for k, axis in enumerate(AXES))


def _runs(graph: Graph, face: Face, axis: Vector, k: int) -> bool:
    if face.kind == "plane" and abs(dot(face.axis, axis)) > LEVEL:
        at = face.origin[k]
        return min(abs(at - graph.box_low[k]), abs(at - graph.box_high[k])) < NEAR
    straight = face.kind in ("plane", "cylinder")
    return straight and all(abs(dot(normal, axis)) < 1 - LEVEL for normal in face.normals)
