"""STL: triangles without features. Enough for a view, a size and a volume; everything else must be asked."""

from __future__ import annotations

import io

import numpy as np
import trimesh

from cofab.core.proposition.demand.part import Part
from cofab.geometry.glb import Mesh
from cofab.geometry.mesh import shaded

FARTHEST = 1e6  # a kilometre in mm


def read(data: bytes, name: str, scale: float = 1.0) -> tuple[Part, Mesh] | None:
    """Return the part and its triangles, or None where no triangle can be read; `scale` brings them to mm."""
    try:
        found = trimesh.load(io.BytesIO(data), file_type="stl", force="mesh")
    except (ValueError, IndexError, KeyError, UnicodeDecodeError):
        return None
    return part_of(name, np.asarray(found.vertices) * scale, np.asarray(found.faces))


def part_of(name: str, points: np.ndarray, triangles: np.ndarray, count: int = 1) -> tuple[Part, Mesh] | None:
    """Return triangles in mm as a part, its volume 0 where they do not close, or None where there are none."""
    if not len(triangles) or not np.isfinite(points).all() or np.abs(points).max() > FARTHEST:
        return None
    found = trimesh.Trimesh(points, triangles, process=True)
    size = tuple(round(float(s) * 1000) for s in found.extents)
    volume = abs(round(float(found.volume))) if found.is_watertight else 0
    part = Part(name, count, 1, size, volume, round(float(found.area)), (), False, 1)
    return part, Mesh(name, *shaded(points, triangles), [0, len(triangles)])
