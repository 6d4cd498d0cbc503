"""Tapped holes whose thread is modelled: a 60 degree groove swept along a helix."""

from __future__ import annotations

import math
import random

from OCP.BRepBuilderAPI import BRepBuilderAPI_MakeEdge, BRepBuilderAPI_MakeWire, BRepBuilderAPI_Transform
from OCP.BRepLib import BRepLib
from OCP.BRepOffsetAPI import BRepOffsetAPI_MakePipeShell
from OCP.Geom import Geom_CylindricalSurface
from OCP.Geom2d import Geom2d_Line
from OCP.gp import gp_Ax3, gp_Dir, gp_Dir2d, gp_Pnt, gp_Pnt2d, gp_Trsf
from OCP.TopoDS import TopoDS

from parts.solid import Known, Made, box, cut, placed, rod

NOMINAL, PITCH, CORE, HIGH = 8.0, 1.25, 6.8, 30.0
START = 2.0
SCALES = {"M8": 1.0, "M10": 1.25, "M12": 1.5, "M16": 2.0}


def tapped_of(rng: random.Random, name: str) -> Made:
    """Return a block with a tapped hole and a plain one.

    The kernel sweeps and cuts one thread reliably, M8; larger ones are that one scaled, their pitch a little off.
    """
    size = rng.choice(list(SCALES))
    scale = SCALES[size]
    solid = cut(box((0, 0, 0), (80, 40, HIGH)), rod((20, 20, -1), (0, 0, 1), CORE / 2, HIGH + 2))
    solid = cut(solid, placed(_groove(NOMINAL, PITCH, CORE, HIGH), (20, 20, 0), (0, 0, 1), (1, 0, 0)))
    grow = gp_Trsf()
    grow.SetScale(gp_Pnt(0, 0, 0), scale)
    solid = BRepBuilderAPI_Transform(solid, grow, True).Shape()
    solid = cut(solid, rod((55 * scale, 20 * scale, -1), (0, 0, 1), 4.0, HIGH * scale + 2))
    tapped = Known("hole.through", {"diameter": CORE * scale, "depth": HIGH * scale, "thread": size})
    return Made(name, [solid], [tapped, Known("hole.through", {"diameter": 8.0, "depth": HIGH * scale, "thread": ""})])


def _groove(nominal: float, pitch: float, core: float, high: float):
    """Return the body of the thread's groove from below the face to above the other."""
    radius, turns = core / 2, (high + 2 * START * pitch) / pitch
    surface = Geom_CylindricalSurface(gp_Ax3(gp_Pnt(0, 0, -START * pitch), gp_Dir(0, 0, 1)), radius)
    slope = gp_Dir2d(2 * math.pi, pitch)
    length = turns * math.hypot(2 * math.pi, pitch)
    helix = BRepBuilderAPI_MakeEdge(Geom2d_Line(gp_Pnt2d(0, 0), slope), surface, 0.0, length).Edge()
    BRepLib.BuildCurves3d_s(helix)
    spine = BRepBuilderAPI_MakeWire(helix).Wire()
    deep, half = (nominal - core) / 2, pitch * 0.42
    corners = [
        (radius - 0.05, -half),
        (radius + deep, -0.06 * pitch),
        (radius + deep, 0.06 * pitch),
        (radius - 0.05, half),
    ]
    wire = BRepBuilderAPI_MakeWire()
    for (r0, z0), (r1, z1) in zip(corners, corners[1:] + corners[:1], strict=True):
        start, end = gp_Pnt(r0, 0, z0 - START * pitch), gp_Pnt(r1, 0, z1 - START * pitch)
        wire.Add(BRepBuilderAPI_MakeEdge(start, end).Edge())
    pipe = BRepOffsetAPI_MakePipeShell(spine)
    pipe.SetMode(gp_Dir(0, 0, 1))
    pipe.Add(wire.Wire())
    pipe.Build()
    pipe.MakeSolid()
    solid = TopoDS.Solid(pipe.Shape())
    BRepLib.OrientClosedSolid_s(solid)
    return solid
