"""A flat pattern as solids: the outline raised by the thickness, its holes cut through. In the child only."""

from __future__ import annotations

from OCP.BRepBuilderAPI import BRepBuilderAPI_MakeEdge, BRepBuilderAPI_MakeFace, BRepBuilderAPI_MakePolygon
from OCP.BRepBuilderAPI import BRepBuilderAPI_MakeWire as MakeWire
from OCP.BRepPrimAPI import BRepPrimAPI_MakePrism
from OCP.gp import gp_Ax2, gp_Circ, gp_Dir, gp_Pln, gp_Pnt, gp_Vec
from OCP.TopoDS import TopoDS

from cofab.geometry.flat import Flat, Point

Loop = tuple[list[Point], float]


def solids_of(flat: Flat, thickness: float) -> list:
    """Return one solid for each outline that lies in no other, what lies in it cut out."""
    shapes = [_Shape(points, None) for points in flat.loops] + [_Shape([], circle) for circle in flat.circles]
    shapes.sort(key=lambda s: -s.area)
    outer: list[tuple[_Shape, list[_Shape]]] = []
    for shape in shapes:
        home = next((inner for one, inner in outer if one.holds(shape)), None)
        if home is None:
            outer.append((shape, []))
        elif not any(other.holds(shape) for other in home):
            home.append(shape)
    return [_raised(one, inner, thickness) for one, inner in outer]


class _Shape:
    """A loop of points or a circle: its area, its box, and whether it holds another."""

    def __init__(self, points: list[Point], circle: tuple[Point, float] | None) -> None:
        self.points, self.circle = points, circle
        if circle is not None:
            (x, y), r = circle
            self.area, self.box = 3.141592653589793 * r * r, (x - r, y - r, x + r, y + r)
        else:
            xs, ys = [p[0] for p in points], [p[1] for p in points]
            pairs = zip(points, [*points[1:], points[0]], strict=True)
            signed = sum(a[0] * b[1] - b[0] * a[1] for a, b in pairs) / 2
            self.area, self.points = abs(signed), points if signed > 0 else points[::-1]
            self.box = (min(xs), min(ys), max(xs), max(ys))

    def holds(self, other: _Shape) -> bool:
        """Tell whether the other lies within, judged by its box and one of its points."""
        a, b = self.box, other.box
        if not (a[0] <= b[0] and a[1] <= b[1] and a[2] >= b[2] and a[3] >= b[3] and self.area > other.area):
            return False
        x, y = other.points[0] if other.circle is None else other.circle[0]
        if self.circle is not None:
            (cx, cy), r = self.circle
            return (x - cx) ** 2 + (y - cy) ** 2 <= r * r
        inside = False
        for (x1, y1), (x2, y2) in zip(self.points, [*self.points[1:], self.points[0]], strict=True):
            if (y1 > y) != (y2 > y) and x < (x2 - x1) * (y - y1) / (y2 - y1) + x1:
                inside = not inside
        return inside

    def wire(self):
        """Return the loop as a wire of the kernel."""
        if self.circle is not None:
            (x, y), r = self.circle
            ring = gp_Circ(gp_Ax2(gp_Pnt(x, y, 0), gp_Dir(0, 0, 1)), r)
            return MakeWire(BRepBuilderAPI_MakeEdge(ring).Edge()).Wire()
        polygon = BRepBuilderAPI_MakePolygon()
        for x, y in self.points:
            polygon.Add(gp_Pnt(x, y, 0))
        polygon.Close()
        return polygon.Wire()


def _raised(outer: _Shape, inner: list[_Shape], thickness: float):
    """Raise the outline with its holes: the outline runs to the left, holes to the right."""
    ground = gp_Pln(gp_Pnt(0, 0, 0), gp_Dir(0, 0, 1))
    made = BRepBuilderAPI_MakeFace(ground, outer.wire(), True)
    for hole in inner:
        made.Add(TopoDS.Wire(hole.wire().Reversed()))
    return TopoDS.Solid(BRepPrimAPI_MakePrism(made.Face(), gp_Vec(0, 0, thickness)).Shape())
