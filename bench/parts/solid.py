"""Solids by the CAD kernel in a few words, what a maker knows of them, and the file they are written to."""

from __future__ import annotations

import math
import random
from dataclasses import dataclass, field
from pathlib import Path

from OCP.BRep import BRep_Builder
from OCP.BRepAlgoAPI import BRepAlgoAPI_Cut, BRepAlgoAPI_Fuse
from OCP.BRepBuilderAPI import BRepBuilderAPI_MakeFace, BRepBuilderAPI_MakePolygon, BRepBuilderAPI_Transform
from OCP.BRepPrimAPI import (
    BRepPrimAPI_MakeBox,
    BRepPrimAPI_MakeCone,
    BRepPrimAPI_MakeCylinder,
    BRepPrimAPI_MakePrism,
    BRepPrimAPI_MakeRevol,
)
from OCP.gp import gp_Ax1, gp_Ax2, gp_Ax3, gp_Dir, gp_Pnt, gp_Trsf, gp_Vec
from OCP.IFSelect import IFSelect_ReturnStatus
from OCP.Interface import Interface_Static
from OCP.Message import Message, Message_PrinterOStream
from OCP.ShapeUpgrade import ShapeUpgrade_UnifySameDomain
from OCP.STEPControl import STEPControl_Controller, STEPControl_StepModelType, STEPControl_Writer
from OCP.TopoDS import TopoDS_Compound

Point = tuple[float, float, float]
UNITS = ("MM", "MM", "MM", "INCH", "CM", "M")


@dataclass(slots=True)
class Known:
    """One feature as it was made: its kind and its sizes in mm (`form` is a word, `size` a box in any order)."""

    kind: str
    sizes: dict[str, object] = field(default_factory=dict)


@dataclass(slots=True)
class Made:
    """One part: its solids, what is known of them, the unit of its file; `reach` is each feature's tool directions."""

    name: str
    solids: list
    known: list[Known]
    unit: str = "MM"
    reach: list[frozenset[str]] = field(default_factory=list)


def box(low: Point, high: Point):
    """Return the box between two corners."""
    return BRepPrimAPI_MakeBox(gp_Pnt(*low), gp_Pnt(*high)).Shape()


def rod(at: Point, along: Point, radius: float, length: float):
    """Return a cylinder that starts at a point and runs along a direction."""
    return BRepPrimAPI_MakeCylinder(gp_Ax2(gp_Pnt(*at), gp_Dir(*along)), radius, length).Shape()


def taper(at: Point, along: Point, first: float, last: float, length: float):
    """Return a cone frustum with the radii at its two ends."""
    return BRepPrimAPI_MakeCone(gp_Ax2(gp_Pnt(*at), gp_Dir(*along)), first, last, length).Shape()


def outline(points: list[Point]):
    """Return the face within a closed polygon."""
    polygon = BRepBuilderAPI_MakePolygon()
    for point in points:
        polygon.Add(gp_Pnt(*point))
    polygon.Close()
    return BRepBuilderAPI_MakeFace(polygon.Wire()).Face()


def swept(face, way: Point):
    """Return the prism of a face along a vector."""
    return BRepPrimAPI_MakePrism(face, gp_Vec(*way)).Shape()


def turned(face, at: Point = (0, 0, 0), axis: Point = (0, 0, 1), angle: float = 2 * math.pi):
    """Return the body that a face sweeps round an axis."""
    return BRepPrimAPI_MakeRevol(face, gp_Ax1(gp_Pnt(*at), gp_Dir(*axis)), angle).Shape()


def cut(shape, *tools):
    """Return the shape without the tools."""
    for tool in tools:
        shape = BRepAlgoAPI_Cut(shape, tool).Shape()
    return shape


def fused(shape, *more):
    """Return all shapes as one, faces that lie in one surface merged."""
    for other in more:
        shape = BRepAlgoAPI_Fuse(shape, other).Shape()
    plain = ShapeUpgrade_UnifySameDomain(shape, True, True, False)
    plain.Build()
    return plain.Shape()


def placed(shape, origin: Point, up: Point, across: Point):
    """Return the shape moved so that its z axis runs `up` and its x axis `across` from `origin`."""
    move = gp_Trsf()
    move.SetTransformation(gp_Ax3(gp_Pnt(*origin), gp_Dir(*up), gp_Dir(*across)), gp_Ax3())
    return BRepBuilderAPI_Transform(shape, move, True).Shape()


def somewhere(rng: random.Random, solids: list) -> list:
    """Return the solids together in a random position: as drawn, on another side, or at any angle."""
    move, shift, how = gp_Trsf(), gp_Trsf(), rng.random()
    if how > 0.35:
        quarter = how < 0.6
        axis = rng.choice(((1, 0, 0), (0, 1, 0), (0, 0, 1))) if quarter else [rng.uniform(-1, 1) for _ in range(3)]
        angle = rng.choice((1, 2, 3)) * math.pi / 2 if quarter else rng.uniform(0.2, 3.0)
        move.SetRotation(gp_Ax1(gp_Pnt(0, 0, 0), gp_Dir(*axis)), angle)
    shift.SetTranslation(gp_Vec(*(rng.uniform(-300, 300) for _ in range(3))))
    return [BRepBuilderAPI_Transform(s, shift.Multiplied(move), True).Shape() for s in solids]


def write(made: Made, path: Path) -> None:
    """Write a part as STEP; raises OSError where the kernel cannot."""
    Message.DefaultMessenger_s().RemovePrinters(Message_PrinterOStream.get_type_descriptor_s())
    STEPControl_Controller.Init_s()
    Interface_Static.SetCVal_s("write.step.unit", made.unit)
    Interface_Static.SetIVal_s("write.step.assembly", 0)
    whole, builder = TopoDS_Compound(), BRep_Builder()
    builder.MakeCompound(whole)
    for solid in made.solids:
        builder.Add(whole, solid)
    writer = STEPControl_Writer()
    writer.Transfer(whole if len(made.solids) > 1 else made.solids[0], STEPControl_StepModelType.STEPControl_AsIs)
    if writer.Write(str(path)) != IFSelect_ReturnStatus.IFSelect_RetDone:
        raise OSError(f"could not write {path}")
