"""What the sandboxed child does with one file: read, translate, mesh, recognise, answer. It never returns a guess.

Asks: a descriptor to read and one to write frames to. Runs in the child only.
"""

from __future__ import annotations

import os
import struct
from dataclasses import replace
from typing import Any

from OCP.BRepPrimAPI import BRepPrimAPI_MakeBox
from OCP.STEPControl import STEPControl_Controller

from cofab.geometry import frames, refusals, step, stl
from cofab.geometry.glb import Mesh, glb_of
from cofab.geometry.graph import number_faces
from cofab.geometry.mesh import mesh_of
from cofab.geometry.parts import part_to_json
from cofab.geometry.recognise import part_of
from cofab.geometry.unreadable import Unreadable
from cofab.geometry.upright import graphs_of


def warm() -> None:
    """Run every stage on a cube and a triangle; raises what a broken installation raises."""
    STEPControl_Controller.Init_s()
    cube = BRepPrimAPI_MakeBox(10.0, 10.0, 10.0).Shape()
    part_to_json(part_of("cube", graphs_of([cube])))
    glb_of([mesh_of("cube", [cube])])
    triangle = struct.pack("<12fH", 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0)
    stl.read(b"\0" * 80 + struct.pack("<I", 1) + triangle, "triangle")


def run(order: dict[str, Any], source: int, answer: int) -> None:
    """Read the file behind `source` and write frames to `answer`: a result and a view; raises Unreadable."""

    def tell(stage: str, percent: int) -> None:
        frames.write_json(answer, b"P", {"stage": stage, "percent": percent})

    tell("reading", 5)
    parts, meshes, stats = _stl(order, source) if order["form"] == "stl" else _step(order, source, tell)
    tell("showing", 90)
    stats["triangles"] = sum(len(m.triangles) for m in meshes)
    frames.write(answer, b"G", glb_of(meshes))
    frames.write_json(answer, b"R", {"parts": parts, "stats": stats})


def _step(order: dict[str, Any], source: int, tell) -> tuple[list, list[Mesh], dict[str, Any]]:
    shape = step.shape_from(source)
    if shape is None:
        raise Unreadable(refusals.CRASHED)
    tell("sorting", 40)
    bodies = step.bodies_of(shape, order["name"], order["assembly"])
    if not bodies:
        raise Unreadable(refusals.NO_SOLID)
    parts, meshes, faces = [], [], 0
    for number, body in enumerate(bodies):
        graphs = graphs_of(body.solids)
        number_faces(graphs)
        faces += sum(len(g.faces) for g in graphs)
        if faces > order["faces"]:
            raise Unreadable(refusals.TOO_MANY, count=faces, limit=order["faces"])
        tell("recognising", 45 + 40 * number // len(bodies))
        part = part_of(body.name, graphs)
        parts.append(part_to_json(replace(part, count=body.count)))
        meshes.append(mesh_of(body.name, body.solids))
    return parts, meshes, {"faces": faces, "form": "step"}


def _stl(order: dict[str, Any], source: int) -> tuple[list, list[Mesh], dict[str, Any]]:
    with os.fdopen(source, "rb") as file:
        found = stl.read(file.read(), order["name"])
    if found is None:
        raise Unreadable(refusals.INVALID, problem="no triangle could be read")
    part, mesh = found
    return [part_to_json(part)], [mesh], {"faces": 1, "form": "stl"}
