"""IGES through the CAD kernel: its faces sewn to solids, in millimetres. Runs in the sandboxed child only."""

from __future__ import annotations

from OCP.BRepBuilderAPI import BRepBuilderAPI_Sewing
from OCP.IFSelect import IFSelect_ReturnStatus
from OCP.IGESControl import IGESControl_Reader
from OCP.Interface import Interface_Static
from OCP.ShapeCustom import ShapeCustom
from OCP.TopAbs import TopAbs_ShapeEnum as Kind
from OCP.TopExp import TopExp_Explorer

SEAM = 0.02


def shape_from(source: int):
    """Return the shape in the IGES file behind the descriptor, or None where it cannot be read."""
    Interface_Static.SetCVal_s("xstep.cascade.unit", "MM")
    reader = IGESControl_Reader()
    if reader.ReadFile(f"/dev/fd/{source}") != IFSelect_ReturnStatus.IFSelect_RetDone:
        return None
    reader.SetReadVisible(False)
    reader.TransferRoots()
    shape = reader.OneShape()
    if shape is None or shape.IsNull():
        return None
    if _has(shape, Kind.TopAbs_SOLID):
        return shape
    return _sewn(ShapeCustom.SweptToElementary_s(shape))  # loose faces have their cylinders as swept lines


def _has(shape, kind: Kind) -> bool:
    return TopExp_Explorer(shape, kind).More()


def _sewn(shape):
    """Sew loose faces along their edges; closed shells are taken for solids afterwards."""
    sewing = BRepBuilderAPI_Sewing(SEAM)
    explorer, count = TopExp_Explorer(shape, Kind.TopAbs_FACE), 0
    while explorer.More():
        sewing.Add(explorer.Current())
        count += 1
        explorer.Next()
    if not count:
        return shape
    sewing.Perform()
    return sewing.SewedShape()
