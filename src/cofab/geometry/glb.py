"""Triangles to a binary glTF for the viewer, face numbers kept.

Source of the format: Khronos glTF 2.0, section 4 (GLB). Lengths there are metres, and Y points up.
"""

from __future__ import annotations

import json
import struct
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

MAGIC, JSON_CHUNK, BINARY_CHUNK = 0x46546C67, 0x4E4F534A, 0x004E4942
Z_UP_TO_Y_UP = [-0.7071067811865476, 0.0, 0.0, 0.7071067811865476]


@dataclass(frozen=True, slots=True)
class Mesh:
    """A part's triangles: points (n, 3) in mm, normals (n, 3), indices (m, 3), and each face's first triangle + end."""

    name: str
    points: npt.NDArray[np.float32]
    normals: npt.NDArray[np.float32]
    triangles: npt.NDArray[np.uint32]
    faces: list[int]


def glb_of(meshes: list[Mesh]) -> bytes:
    """Return one GLB with a node and a mesh for each part; `extras.faces` of a primitive cuts it into faces."""
    binary, views, accessors, shapes = bytearray(), [], [], []
    for mesh in meshes:
        first = len(accessors)
        points = (mesh.points / 1000).astype("<f4")
        for array, target in ((points, 34962), (mesh.normals.astype("<f4"), 34962)):
            views.append(_view(binary, array.tobytes(), target))
            accessors.append({"bufferView": len(views) - 1, "componentType": 5126, "count": len(array), "type": "VEC3"})
        accessors[first] |= {"min": points.min(axis=0).tolist(), "max": points.max(axis=0).tolist()}
        indices = mesh.triangles.astype("<u4").ravel()
        views.append(_view(binary, indices.tobytes(), 34963))
        accessors.append({"bufferView": len(views) - 1, "componentType": 5125, "count": len(indices), "type": "SCALAR"})
        shapes.append(
            {"name": mesh.name, "primitives": [{"attributes": {"POSITION": first, "NORMAL": first + 1},
             "indices": first + 2, "material": 0, "extras": {"faces": mesh.faces}}]}
        )  # fmt: skip
    return _packed(binary, views, accessors, shapes)


def _view(binary: bytearray, data: bytes, target: int) -> dict[str, int]:
    start = len(binary)
    binary += data + b"\0" * (-len(data) % 4)
    return {"buffer": 0, "byteOffset": start, "byteLength": len(data), "target": target}


def _packed(binary: bytearray, views: list, accessors: list, shapes: list) -> bytes:
    document = {
        "asset": {"version": "2.0", "generator": "cofab"},
        "scene": 0,
        "scenes": [{"nodes": list(range(len(shapes)))}],
        "nodes": [{"mesh": i, "name": s["name"], "rotation": Z_UP_TO_Y_UP} for i, s in enumerate(shapes)],
        "meshes": shapes,
        "materials": [
            {
                "name": "metal",
                "doubleSided": True,
                "pbrMetallicRoughness": {
                    "baseColorFactor": [0.72, 0.74, 0.77, 1],
                    "metallicFactor": 0.35,
                    "roughnessFactor": 0.55,
                },
            }
        ],
        "accessors": accessors,
        "bufferViews": views,
        "buffers": [{"byteLength": len(binary)}],
    }
    text = json.dumps(document, separators=(",", ":")).encode()
    text += b" " * (-len(text) % 4)
    total = 12 + 8 + len(text) + 8 + len(binary)
    return b"".join(
        (struct.pack("<III", MAGIC, 2, total), struct.pack("<II", len(text), JSON_CHUNK), text,
         struct.pack("<II", len(binary), BINARY_CHUNK), bytes(binary))
    )  # fmt: skip
