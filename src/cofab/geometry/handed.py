"""Whether two solids that measure alike are one another's mirror image. Runs in the sandboxed child only."""

from __future__ import annotations

from OCP.BRep import BRep_Tool
from OCP.BRepGProp import BRepGProp
from OCP.GProp import GProp_GProps
from OCP.TopAbs import TopAbs_ShapeEnum as Kind
from OCP.TopExp import TopExp_Explorer
from OCP.TopoDS import TopoDS

from cofab.geometry.graph import Vector
from cofab.geometry.vector import cross, dot, sub

LEAST = 1e-7


def handed(solid) -> float:
    """Return a number whose sign a mirror turns round, about 0 for a solid that is its own mirror image.

    It is the volume spanned by four centres, of the volume, the faces, the edges and the corners, against the solid's
    own: they turn with the solid, whatever way it lies.
    """
    volume, faces, edges = GProp_GProps(), GProp_GProps(), GProp_GProps()
    BRepGProp.VolumeProperties_s(solid, volume)
    BRepGProp.SurfaceProperties_s(solid, faces)
    BRepGProp.LinearProperties_s(solid, edges)
    a, b, c = (_centre(properties) for properties in (volume, faces, edges))
    return dot(cross(sub(b, a), sub(c, a)), sub(_corners(solid), a)) / (abs(volume.Mass()) or 1.0)


def mirrored(one: float, two: float) -> bool:
    """Tell whether two such numbers have clearly opposite signs."""
    return one * two < 0 and min(abs(one), abs(two)) > LEAST


def _centre(properties: GProp_GProps) -> Vector:
    centre = properties.CentreOfMass()
    return (centre.X(), centre.Y(), centre.Z())


def _corners(solid) -> Vector:
    explorer, count, total = TopExp_Explorer(solid, Kind.TopAbs_VERTEX), 0, [0.0, 0.0, 0.0]
    while explorer.More():
        point = BRep_Tool.Pnt_s(TopoDS.Vertex(explorer.Current()))
        total = [total[0] + point.X(), total[1] + point.Y(), total[2] + point.Z()]
        count += 1
        explorer.Next()
    return (total[0] / max(count, 1), total[1] / max(count, 1), total[2] / max(count, 1))
