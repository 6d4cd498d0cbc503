"""Make the model of FBH-047, a flanged bearing housing, as a STEP file.

Run `python -m cofab.demo.parts.housing FILE` to write it. All lengths in millimetres.
"""

from __future__ import annotations

import math
import sys
from pathlib import Path

from OCP.BRepAlgoAPI import BRepAlgoAPI_Cut, BRepAlgoAPI_Fuse
from OCP.BRepBuilderAPI import BRepBuilderAPI_MakeEdge, BRepBuilderAPI_MakeFace, BRepBuilderAPI_MakeWire
from OCP.BRepPrimAPI import BRepPrimAPI_MakeBox, BRepPrimAPI_MakeCone, BRepPrimAPI_MakeCylinder, BRepPrimAPI_MakeRevol
from OCP.gp import gp_Ax1, gp_Ax2, gp_Dir, gp_Pnt
from OCP.IFSelect import IFSelect_ReturnStatus
from OCP.Interface import Interface_Static
from OCP.STEPControl import STEPControl_StepModelType, STEPControl_Writer

FLANGE, FLANGE_HIGH, FLATS = 98.0, 15.0, 90.0
BODY, LENGTH = 76.0, 46.0
BORE, BORE_DEEP, THROUGH = 47.0, 34.0, 40.0
GROOVE, GROOVE_WIDE, GROOVE_AT = 70.0, 4.0, 30.0
HOLES, HOLE, HOLE_CIRCLE = 6, 6.6, 85.0
TAPS, TAP_DRILL, TAP_DEEP, TAP_CIRCLE = 4, 4.2, 12.0, 61.5
CHAMFER = 1.0
PROFILE = (
    (THROUGH / 2, 0.0),
    (FLANGE / 2 - CHAMFER, 0.0),
    (FLANGE / 2, CHAMFER),
    (FLANGE / 2, FLANGE_HIGH),
    (BODY / 2, FLANGE_HIGH),
    (BODY / 2, GROOVE_AT),
    (GROOVE / 2, GROOVE_AT),
    (GROOVE / 2, GROOVE_AT + GROOVE_WIDE),
    (BODY / 2, GROOVE_AT + GROOVE_WIDE),
    (BODY / 2, LENGTH - CHAMFER),
    (BODY / 2 - CHAMFER, LENGTH),
    (BORE / 2 + CHAMFER, LENGTH),
    (BORE / 2, LENGTH - CHAMFER),
    (BORE / 2, LENGTH - BORE_DEEP),
    (THROUGH / 2, LENGTH - BORE_DEEP),
)


def housing():
    """Return the finished housing as a TopoDS_Shape, its axis on Z, the flange's face at Z = 0."""
    shape = _turned()
    for side in (1, -1):
        shape = BRepAlgoAPI_Cut(shape, _flat(side)).Shape()
    for k in range(HOLES):
        x, y = _on_circle(HOLE_CIRCLE, k, HOLES, 0.0)
        shape = BRepAlgoAPI_Cut(shape, _cylinder(HOLE, x, y, -1.0, FLANGE_HIGH + 2)).Shape()
    for k in range(TAPS):
        x, y = _on_circle(TAP_CIRCLE, k, TAPS, math.pi / 4)
        shape = BRepAlgoAPI_Cut(shape, _blind_hole(x, y)).Shape()
    return shape


def write(path: Path) -> None:
    """Write the housing as STEP AP214 in millimetres; raises OSError where the file cannot be written."""
    Interface_Static.SetCVal_s("write.step.unit", "MM")
    Interface_Static.SetCVal_s("write.step.product.name", "FBH-047")
    writer = STEPControl_Writer()
    writer.Transfer(housing(), STEPControl_StepModelType.STEPControl_AsIs)
    if writer.Write(str(path)) != IFSelect_ReturnStatus.IFSelect_RetDone:
        raise OSError(f"could not write {path}")


def _turned():
    wire = BRepBuilderAPI_MakeWire()
    for (r0, z0), (r1, z1) in zip(PROFILE, PROFILE[1:] + PROFILE[:1], strict=True):
        wire.Add(BRepBuilderAPI_MakeEdge(gp_Pnt(r0, 0, z0), gp_Pnt(r1, 0, z1)).Edge())
    face = BRepBuilderAPI_MakeFace(wire.Wire()).Face()
    return BRepPrimAPI_MakeRevol(face, gp_Ax1(gp_Pnt(0, 0, 0), gp_Dir(0, 0, 1))).Shape()


def _flat(side: int):
    low = FLATS / 2 if side > 0 else -FLANGE
    return BRepPrimAPI_MakeBox(gp_Pnt(-FLANGE, low, -1), gp_Pnt(FLANGE, low + FLANGE - FLATS / 2, FLANGE_HIGH)).Shape()


def _on_circle(diameter: float, k: int, count: int, start: float) -> tuple[float, float]:
    angle = start + 2 * math.pi * k / count
    return diameter / 2 * math.cos(angle), diameter / 2 * math.sin(angle)


def _cylinder(diameter: float, x: float, y: float, z: float, height: float):
    return BRepPrimAPI_MakeCylinder(gp_Ax2(gp_Pnt(x, y, z), gp_Dir(0, 0, 1)), diameter / 2, height).Shape()


def _blind_hole(x: float, y: float):
    """Return a tap hole with the drill's 118 degree tip."""
    tip = TAP_DRILL / 2 / math.tan(math.radians(59))
    drill = _cylinder(TAP_DRILL, x, y, LENGTH - TAP_DEEP, TAP_DEEP + 1)
    cone = BRepPrimAPI_MakeCone(
        gp_Ax2(gp_Pnt(x, y, LENGTH - TAP_DEEP), gp_Dir(0, 0, -1)), TAP_DRILL / 2, 0.0, tip
    ).Shape()
    return BRepAlgoAPI_Fuse(drill, cone).Shape()


if __name__ == "__main__":
    write(Path(sys.argv[1]))
