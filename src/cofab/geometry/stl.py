"""STL: triangles without features. Enough for a view, a size and a volume; everything else must be asked."""

from __future__ import annotations

import io

import numpy as np
import trimesh

from cofab.core.proposition.demand.part import Part
from cofab.geometry.glb import Mesh
from cofab.geometry.mesh import shaded


def read(data: bytes, name: str) -> tuple[Part, Mesh] | None:
    """Return the part and its triangles, or None where no triangle can be read. STL has no unit: mm is taken."""
    try:
        found = trimesh.load(io.BytesIO(data), file_type="stl", force="mesh")
    except (ValueError, IndexError, KeyError, UnicodeDecodeError):
        return None
    triangles, points = np.asarray(found.faces), np.asarray(found.vertices)
    if not len(triangles) or not np.isfinite(points).all():
        return None
    size = tuple(round(float(s) * 1000) for s in found.extents)
    volume = abs(round(float(found.volume))) if found.is_watertight else 0
    part = Part(name, 1, 1, size, volume, round(float(found.area)), (), False, 1)
    return part, Mesh(name, *shaded(points, triangles), [0, len(triangles)])
