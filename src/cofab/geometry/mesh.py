"""A solid's faces as triangles for the viewer. Runs in the sandboxed child only."""

from __future__ import annotations

import numpy as np
from OCP.BRep import BRep_Tool
from OCP.BRepMesh import BRepMesh_IncrementalMesh
from OCP.TopAbs import TopAbs_Orientation as Side
from OCP.TopLoc import TopLoc_Location

from cofab.geometry.brep import box_of, faces_of
from cofab.geometry.glb import Mesh

COARSE = 0.002
ANGLE = 0.35


def mesh_of(name: str, solids: list) -> Mesh:
    """Return the triangles of a part's solids, face after face in the order that numbers them."""
    points, triangles, starts, total = [], [], [0], 0
    for solid in solids:
        BRepMesh_IncrementalMesh(solid, _deflection(solid), False, ANGLE, False)
        for face in faces_of(solid):
            nodes, corners = _triangulation(face)
            points.append(nodes)
            triangles.append(corners + total)
            total += len(nodes)
            starts.append(starts[-1] + len(corners))
    return Mesh(name, *shaded(np.concatenate(points), np.concatenate(triangles)), starts)


def shaded(points: np.ndarray, triangles: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return points, their area-weighted normals and the triangles."""
    corners = points[triangles]
    flat = np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])
    normals = np.zeros_like(points)
    for k in range(3):
        np.add.at(normals, triangles[:, k], flat)
    length = np.linalg.norm(normals, axis=1, keepdims=True)
    normals = np.where(length > 1e-12, normals / np.maximum(length, 1e-12), (0.0, 0.0, 1.0))
    return points.astype(np.float32), normals.astype(np.float32), triangles.astype(np.uint32)


def _deflection(solid) -> float:
    low, high = box_of(solid)
    return max(0.01, COARSE * max(high[k] - low[k] for k in range(3)))


def _triangulation(face) -> tuple[np.ndarray, np.ndarray]:
    place = TopLoc_Location()
    found = BRep_Tool.Triangulation_s(face, place)
    if found is None:
        return np.zeros((0, 3)), np.zeros((0, 3), dtype=np.int64)
    move = place.Transformation()
    nodes = [found.Node(i).Transformed(move) for i in range(1, found.NbNodes() + 1)]
    corners = [found.Triangle(i).Get() for i in range(1, found.NbTriangles() + 1)]
    indices = np.array(corners, dtype=np.int64).reshape(-1, 3) - 1
    if face.Orientation() == Side.TopAbs_REVERSED:
        indices = indices[:, ::-1]
    return np.array([(n.X(), n.Y(), n.Z()) for n in nodes]).reshape(-1, 3), indices
