"""What the sandboxed child does with one file: read, translate, mesh, recognise, answer. It never returns a guess.

Asks: a descriptor to read and one to write frames to. Runs in the child only.
"""

from __future__ import annotations

import io
import math
import os
import struct
import zipfile
from collections.abc import Callable
from dataclasses import asdict, replace
from typing import Any

import ezdxf
from OCP.BRepPrimAPI import BRepPrimAPI_MakeBox
from OCP.IGESControl import IGESControl_Controller
from OCP.STEPControl import STEPControl_Controller

from cofab.core.proposition.demand.part import Feature
from cofab.geometry import assembly, flat, frames, iges, plate, refusals, step, stl, threemf, units
from cofab.geometry.glb import Mesh, glb_of
from cofab.geometry.graph import number_faces
from cofab.geometry.mesh import mesh_of
from cofab.geometry.parts import part_to_json
from cofab.geometry.recognise import part_of
from cofab.geometry.unreadable import Unreadable
from cofab.geometry.upright import graphs_of

SHOWN_MM = 1.0  # how thick a flat part is shown whose thickness nobody has said yet
Tell = Callable[[str, int], None]
Found = tuple[list[dict[str, Any]], list[Mesh], dict[str, Any]]


def warm() -> None:
    """Run every stage on a cube and a triangle; raises what a broken installation raises."""
    STEPControl_Controller.Init_s()
    IGESControl_Controller.Init_s()
    assembly.ready()
    cube = BRepPrimAPI_MakeBox(10.0, 10.0, 10.0).Shape()
    part_to_json(part_of("cube", graphs_of([cube])))
    glb_of([mesh_of("cube", [cube])])
    triangle = struct.pack("<12fH", 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0)
    stl.read(b"\0" * 80 + struct.pack("<I", 1) + triangle, "triangle")
    threemf.read(_corner(), 10)
    square = flat.read(_square(), "mm")
    graphs_of(plate.solids_of(square, 1.0))


def _corner() -> bytes:
    """Return a 3MF of one triangle, for warming up."""
    data = io.BytesIO()
    model = '<model unit="inch"><object id="1"><mesh><vertex x="0" y="0" z="0"/><vertex x="1" y="0" z="0"/>'
    model += '<vertex x="0" y="1" z="0"/><triangle v1="0" v2="1" v3="2"/></mesh></object></model>'
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("3D/corner.model", model)
    return data.getvalue()


def _square() -> bytes:
    """Return a DXF of a square with a hole, for warming up."""
    document = ezdxf.new()
    document.modelspace().add_lwpolyline([(0, 0), (9, 0), (9, 9), (0, 9)], close=True)
    document.modelspace().add_circle((4, 4), 1)
    text = io.StringIO()
    document.write(text)
    return text.getvalue().encode()


def run(order: dict[str, Any], source: int, answer: int) -> None:
    """Read the file behind `source` and write frames to `answer`: a result and a view; raises Unreadable."""

    def tell(stage: str, percent: int) -> None:
        frames.write_json(answer, b"P", {"stage": stage, "percent": percent})

    tell("reading", 5)
    parts, meshes, stats = _FORMS[order["form"]](order, source, tell)
    tell("showing", 90)
    stats["triangles"] = sum(len(m.triangles) for m in meshes)
    frames.write(answer, b"G", glb_of(meshes))
    frames.write_json(answer, b"R", {"parts": parts, "stats": stats})


def _step(order: dict[str, Any], source: int, tell: Tell) -> Found:
    products = assembly.products_in(source) if order["form"] == "step" and order["assembly"] else []
    bodies = step.bodies_in(products, order["name"])
    if bodies:
        tell("sorting", 40)
        return _recognised([(body.name, body.solids, body.count) for body in bodies], order, tell)
    shape = (step if order["form"] == "step" else iges).shape_from(source)
    if shape is None:
        raise Unreadable(refusals.CRASHED)
    tell("sorting", 40)
    bodies = step.bodies_of(shape, order["name"], order["assembly"])
    if not bodies:
        raise Unreadable(refusals.NO_SOLID)
    return _recognised([(body.name, body.solids, body.count) for body in bodies], order, tell)


def _recognised(bodies: list[tuple[str, list, int]], order: dict[str, Any], tell: Tell) -> Found:
    parts, meshes, faces = [], [], 0
    for number, (name, solids, count) in enumerate(bodies):
        graphs = graphs_of(solids)
        number_faces(graphs)
        faces += sum(len(g.faces) for g in graphs)
        if faces > order["faces"]:
            raise Unreadable(refusals.TOO_MANY, count=faces, limit=order["faces"])
        tell("recognising", 45 + 40 * number // len(bodies))
        part = part_of(name, graphs)
        parts.append(part_to_json(replace(part, count=count)))
        meshes.append(mesh_of(name, solids))
    return parts, meshes, {"faces": faces, "form": order["form"], "units": "mm"}


def _stl(order: dict[str, Any], source: int, tell: Tell) -> Found:
    with os.fdopen(source, "rb") as file:
        found = stl.read(file.read(), order["name"], units.MM.get(order["units"], 1.0))
    if found is None:
        raise Unreadable(refusals.INVALID, problem="no triangle could be read")
    part, mesh = found
    return [part_to_json(part)], [mesh], {"faces": 1, "form": "stl", "units": order["units"] or units.UNKNOWN}


def _3mf(order: dict[str, Any], source: int, tell: Tell) -> Found:
    with os.fdopen(source, "rb") as file:
        objects, unit = threemf.read(file.read(), order["triangles"])
    tell("sorting", 60)
    names = [name or f"{order['name']}-{n}" for n, (name, *_) in enumerate(objects, 1)]
    names = [order["name"]] if len(objects) == 1 else names
    found = [stl.part_of(n, p, t, c) for n, (_, c, p, t) in zip(names, objects, strict=True)]
    good = [one for one in found if one is not None]
    if not good:
        raise Unreadable(refusals.NO_SOLID)
    stats = {"faces": len(good), "form": "3mf", "units": unit}
    return [part_to_json(part) for part, _ in good], [mesh for _, mesh in good], stats


def _dxf(order: dict[str, Any], source: int, tell: Tell) -> Found:
    with os.fdopen(source, "rb") as file:
        pattern = flat.read(file.read(), order["units"])
    tell("sorting", 50)
    thickness = order["thickness_um"] / 1000 or pattern.thickness
    solids = plate.solids_of(pattern, thickness or SHOWN_MM)
    groups = [(f"{order['name']}-{n}" if len(solids) > 1 else order["name"], [s], 1) for n, s in enumerate(solids, 1)]
    parts, meshes, stats = _recognised(groups, order, tell)
    parts = [_flat_part(part, pattern, thickness, len(parts) == 1) for part in parts]
    stats |= {"units": pattern.units, "thickness": "known" if thickness else "unknown", "bends": len(pattern.bends)}
    return parts, meshes, stats


def _flat_part(part: dict[str, Any], pattern: flat.Flat, thickness: float, alone: bool) -> dict[str, Any]:
    """Add the lines of bends; where the thickness is not known, take out what was only shown."""
    part["features"] = list(part["features"])
    if alone:
        taken = len(part["features"])
        for number, (one, two) in enumerate(pattern.bends, taken + 1):
            facts = {"length_um": round(1000 * math.dist(one, two)), "drawn": True}
            part["features"].append(asdict(Feature(f"f{number}", "bend", (), facts=facts)))
    if not thickness:
        part["size_um"] = [*part["size_um"][:2], 0]
        part["volume_mm3"] = 0
        for feature in part["features"]:
            feature["depth_um"] = 0
            if "thickness_um" in feature["facts"]:
                feature["facts"] = {**feature["facts"], "thickness_um": 0}
    return part


_FORMS: dict[str, Callable[[dict[str, Any], int, Tell], Found]] = {
    "step": _step, "iges": _step, "stl": _stl, "3mf": _3mf, "dxf": _dxf,
}  # fmt: skip
