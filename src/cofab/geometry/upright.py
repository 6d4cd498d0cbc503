"""The frame in which a part stands square: its main directions, whatever position its file gives it.

Recognition asks which planes lie on the bounding box and from which of six sides a tool comes; both need a part that
stands square. Runs in the sandboxed child only.
"""

from __future__ import annotations

from OCP.gp import gp_Ax3, gp_Dir, gp_Pnt, gp_Trsf
from OCP.TopLoc import TopLoc_Location

from cofab.geometry.brep import graph_of
from cofab.geometry.graph import Face, Frame, Graph, Vector
from cofab.geometry.vector import cross, dot, parallel, unit

WORLD: Frame = ((1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (0.0, 0.0, 1.0))
SQUARE = 1e-6
FAVOUR = 1.5


def graphs_of(solids: list) -> list[Graph]:
    """Return the graphs of a part's solids, all in the frame in which the part stands square.

    A solid that is set on aslant has a second graph, `alone`, in the frame in which it stands square itself.
    """
    graphs = [graph_of(solid) for solid in solids]
    frame = frame_of([face for graph in graphs for face in graph.faces])
    own = [frame_of(graph.faces) for graph in graphs] if len(graphs) > 1 else [frame]
    common = graphs if frame == WORLD else [_graph_in(frame, solid) for solid in solids]
    for graph, solid, other in zip(common, solids, own, strict=True):
        if not _along(other, frame):
            graph.alone = _graph_in(other, solid)
    return common


def _graph_in(frame: Frame, solid) -> Graph:
    move = gp_Trsf()
    move.SetTransformation(gp_Ax3(gp_Pnt(0, 0, 0), gp_Dir(*frame[2]), gp_Dir(*frame[0])))
    graph = graph_of(solid.Moved(TopLoc_Location(move)))
    graph.frame = frame
    return graph


def _along(one: Frame, two: Frame) -> bool:
    """Tell whether each direction of one frame is one of the other's, either way."""
    return all(any(parallel(a, b, 1e-7) for b in two) for a in one)


def frame_of(faces: list[Face]) -> Frame:
    """Return three directions that carry the most surface, named so that they are near to x, y and z."""
    groups: list[tuple[Vector, float]] = []
    for face in faces:
        if face.kind not in ("plane", "cylinder", "cone"):
            continue
        at = next((i for i, (axis, _) in enumerate(groups) if parallel(axis, face.axis, 1e-7)), None)
        if at is None:
            groups.append((face.axis, face.area))
        else:
            groups[at] = (groups[at][0], groups[at][1] + face.area)
    ranked = sorted(groups, key=lambda g: -g[1] * (FAVOUR if _is_square(g[0]) else 1.0))
    if not ranked:
        return WORLD
    first = ranked[0][0]
    second = next((axis for axis, _ in ranked[1:] if abs(dot(axis, first)) < 1e-4), None)
    if second is None:
        near = min(WORLD, key=lambda axis: abs(dot(axis, first)))
        second = near if abs(dot(near, first)) < SQUARE else unit(cross(first, near))
    second = unit(cross(cross(first, second), first))
    return _named([first, second, cross(first, second)])


def _is_square(axis: Vector) -> bool:
    return any(abs(abs(c) - 1.0) < SQUARE for c in axis)


def _named(axes: list[Vector]) -> Frame:
    """Return the axes in the order and sign nearest to x, y, z and right-handed; the world itself where they are it."""
    if all(_is_square(axis) for axis in axes):
        return WORLD
    up = max(axes, key=lambda axis: abs(axis[2]))
    rest = [axis for axis in axes if axis is not up]
    right = max(rest, key=lambda axis: abs(axis[0]))
    up, right = _positive(up, 2), _positive(right, 0)
    return right, cross(up, right), up


def _positive(axis: Vector, k: int) -> Vector:
    return axis if axis[k] >= 0 else (-axis[0], -axis[1], -axis[2])
