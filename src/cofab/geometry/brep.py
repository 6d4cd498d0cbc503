"""From the CAD kernel's solid to the plain face adjacency graph. Runs in the sandboxed child only."""

from __future__ import annotations

import math

from OCP.Bnd import Bnd_Box
from OCP.BRep import BRep_Tool
from OCP.BRepAdaptor import BRepAdaptor_Curve, BRepAdaptor_Surface
from OCP.BRepBndLib import BRepBndLib
from OCP.BRepGProp import BRepGProp
from OCP.BRepTools import BRepTools
from OCP.collections import IndexedDataMap_TopoDS_Shape_List_TopoDS_Shape_TopTools_ShapeMapHasher as EdgeMap
from OCP.GeomAbs import GeomAbs_CurveType as Curve
from OCP.GeomAbs import GeomAbs_SurfaceType as Surface
from OCP.gp import gp_Pnt, gp_Vec
from OCP.GProp import GProp_GProps
from OCP.TopAbs import TopAbs_Orientation as Side
from OCP.TopAbs import TopAbs_ShapeEnum as Kind
from OCP.TopExp import TopExp, TopExp_Explorer
from OCP.TopoDS import TopoDS

from cofab.geometry.graph import Edge, Face, Graph, Vector
from cofab.geometry.vector import cross, dot, unit

KINDS = {
    Surface.GeomAbs_Plane: "plane",
    Surface.GeomAbs_Cylinder: "cylinder",
    Surface.GeomAbs_Cone: "cone",
    Surface.GeomAbs_Sphere: "sphere",
    Surface.GeomAbs_Torus: "torus",
}
SMOOTH = 0.03
CLOSE = 1e-3  # the share of a free surface by which its area may be off; exact ones cost ten times as much


def faces_of(shape) -> list:
    """Return the faces of a shape in the order that numbers them everywhere (list of TopoDS_Face)."""
    found, explorer = [], TopExp_Explorer(shape, Kind.TopAbs_FACE)
    while explorer.More():
        found.append(TopoDS.Face(explorer.Current()))
        explorer.Next()
    return found


def graph_of(shape) -> Graph:
    """Return the face adjacency graph of a solid or shell; lengths in the kernel's millimetres."""
    shapes = faces_of(shape)
    faces = [_face(number, shape_) for number, shape_ in enumerate(shapes)]
    edges = _edges(shape, shapes, faces)
    low, high = box_of(shape)
    volume = GProp_GProps()
    BRepGProp.VolumeProperties_s(shape, volume)
    return Graph(faces, edges, low, high, abs(volume.Mass()), sum(face.area for face in faces))


def box_of(shape) -> tuple[Vector, Vector]:
    """Return the lower and upper corner of the tight bounding box."""
    box = Bnd_Box()
    BRepBndLib.AddOptimal_s(shape, box, False, False)
    return _triple(box.CornerMin()), _triple(box.CornerMax())


def _triple(point) -> Vector:
    return (point.X(), point.Y(), point.Z())


def _face(number: int, shape) -> Face:
    surface = BRepAdaptor_Surface(shape, False)
    kind = KINDS.get(surface.GetType(), "free")
    properties = GProp_GProps()
    if kind == "free":
        BRepGProp.SurfaceProperties_s(shape, properties, CLOSE)
    else:
        BRepGProp.SurfaceProperties_s(shape, properties)
    low, high = box_of(shape)
    centre = _triple(properties.CentreOfMass())
    face = Face(number, kind, centre, (0.0, 0.0, 0.0), properties.Mass(), low, high, centre)
    reversed_ = shape.Orientation() == Side.TopAbs_REVERSED
    if kind == "plane":
        _describe_plane(face, surface, reversed_)
        face.normals = [face.axis]
    elif kind != "free":
        _describe_round(face, surface, shape, reversed_)
    if kind != "plane":
        face.normals = _normals(surface, BRepTools.UVBounds_s(shape), reversed_)
    return face


def _normals(surface, bounds: tuple[float, float, float, float], reversed_: bool) -> list[Vector]:
    """Return outward normals at a grid of points within the face's parameters, ends left out."""
    u0, u1, v0, v1 = bounds
    found, point, du, dv = [], gp_Pnt(), gp_Vec(), gp_Vec()
    for i in range(5):
        for j in (0.25, 0.75):
            surface.D1(u0 + (u1 - u0) * (0.05 + 0.225 * i), v0 + (v1 - v0) * j, point, du, dv)
            normal = unit(cross(_triple(du), _triple(dv)))
            found.append((-normal[0], -normal[1], -normal[2]) if reversed_ else normal)
    return found


def _describe_plane(face: Face, surface, reversed_: bool) -> None:
    plane = surface.Plane()
    normal = _triple(plane.Axis().Direction())
    if not plane.Position().Direct():
        normal = (-normal[0], -normal[1], -normal[2])
    face.axis = (-normal[0], -normal[1], -normal[2]) if reversed_ else normal
    face.origin = _triple(plane.Location())


def _describe_round(face: Face, surface, shape, reversed_: bool) -> None:
    u0, u1, v0, v1 = BRepTools.UVBounds_s(shape)
    form = getattr(surface, face.kind.capitalize())()
    frame = form.Position()
    face.axis, face.origin = _triple(frame.Direction()), _triple(frame.Location())
    face.span = abs(u1 - u0)
    face.hollow = reversed_ if frame.Direct() else not reversed_
    if face.kind == "cylinder":
        face.radius = face.radius_low = face.radius_high = form.Radius()
        face.low, face.high = min(v0, v1), max(v0, v1)
    elif face.kind == "cone":
        angle, base = form.SemiAngle(), form.RefRadius()
        face.low, face.high = sorted((v0 * math.cos(angle), v1 * math.cos(angle)))
        face.radius_low = abs(base + face.low * math.tan(angle))
        face.radius_high = abs(base + face.high * math.tan(angle))
        face.radius = max(face.radius_low, face.radius_high)
    elif face.kind == "sphere":
        face.radius = form.Radius()
        face.low, face.high = face.radius * math.sin(v0), face.radius * math.sin(v1)
    else:
        face.radius, face.minor = form.MajorRadius(), form.MinorRadius()
        face.low, face.high = -face.minor, face.minor


def _edges(shape, shapes: list, faces: list[Face]) -> list[Edge]:
    index: dict[int, list] = {}
    for number, face in enumerate(shapes):
        index.setdefault(hash(face), []).append((number, face))
    backwards = [_backwards(face) for face in shapes]
    rims = [_rim(face) for face in shapes]
    ancestors = EdgeMap()
    TopExp.MapShapesAndAncestors_s(shape, Kind.TopAbs_EDGE, Kind.TopAbs_FACE, ancestors)
    found: list[Edge] = []
    for i in range(1, ancestors.Extent() + 1):
        edge_shape = TopoDS.Edge(ancestors.FindKey(i))
        numbers = _numbers(list(ancestors.FindFromIndex(i)), index)
        if len(numbers) != 2 or BRep_Tool.Degenerated_s(edge_shape):
            continue
        edge = _edge(len(found), edge_shape, numbers, shapes, hash(edge_shape) in backwards[numbers[0]])
        faces[edge.left].edges.append(edge.number)
        faces[edge.right].edges.append(edge.number)
        for side in (edge.left, edge.right):
            if hash(edge_shape) in rims[side]:
                faces[side].rim.add(edge.number)
        found.append(edge)
    return found


def _numbers(owners: list, index: dict) -> list[int]:
    numbers: list[int] = []
    for owner in owners:
        for number, face in index.get(hash(owner), []):
            if face.IsSame(owner) and number not in numbers:
                numbers.append(number)
    return numbers


def _edge(number: int, shape, numbers: list[int], shapes: list, backwards: bool) -> Edge:
    curve = BRepAdaptor_Curve(shape)
    properties = GProp_GProps()
    BRepGProp.LinearProperties_s(shape, properties)
    left, right = numbers
    turn = _turn(shape, curve, shapes[left], shapes[right], backwards)
    edge = Edge(number, left, right, turn, properties.Mass(), "other")
    first, last = curve.FirstParameter(), curve.LastParameter()
    edge.points = tuple(_triple(curve.Value(first + (last - first) * k / 4)) for k in range(5))
    if curve.GetType() == Curve.GeomAbs_Line:
        edge.curve = "line"
    elif curve.GetType() == Curve.GeomAbs_Circle:
        circle = curve.Circle()
        edge.curve, edge.radius, edge.centre = "circle", circle.Radius(), _triple(circle.Location())
    return edge


def _turn(edge, curve, left, right, backwards: bool) -> int:
    """Return 1 convex, -1 concave, 0 smooth: by the normals at the middle and the way the edge runs round `left`."""
    middle = (curve.FirstParameter() + curve.LastParameter()) / 2
    point, tangent = gp_Pnt(), gp_Vec()
    curve.D1(middle, point, tangent)
    one, two = _normal_at(edge, left, middle), _normal_at(edge, right, middle)
    if one is None or two is None:
        return 0
    if dot(one, two) > 1 - SMOOTH * SMOOTH:
        return 0
    along = unit(_triple(tangent))
    if backwards:
        along = (-along[0], -along[1], -along[2])
    value = dot(cross(one, two), along)
    return 0 if abs(value) < SMOOTH else (1 if value > 0 else -1)


def _backwards(face) -> set[int]:
    """Return the hashes of the edges that run against their curve round this face."""
    found, explorer = set(), TopExp_Explorer(face, Kind.TopAbs_EDGE)
    while explorer.More():
        if explorer.Current().Orientation() == Side.TopAbs_REVERSED:
            found.add(hash(explorer.Current()))
        explorer.Next()
    return found


def _rim(face) -> set[int]:
    """Return the hashes of the edges on the outer wire of a face; of all its edges where it has none."""
    wire = BRepTools.OuterWire_s(face)
    explorer = TopExp_Explorer(face if wire.IsNull() else wire, Kind.TopAbs_EDGE)
    found = set()
    while explorer.More():
        found.add(hash(explorer.Current()))
        explorer.Next()
    return found


def _normal_at(edge, face, parameter: float) -> Vector | None:
    """Return the outward normal of `face` at `parameter` of `edge`, or None where it has none."""
    flat = BRep_Tool.CurveOnSurface_s(edge, face, 0.0, 0.0)
    if flat is None:
        return None
    uv = flat.Value(parameter)
    point, du, dv = gp_Pnt(), gp_Vec(), gp_Vec()
    BRepAdaptor_Surface(face, False).D1(uv.X(), uv.Y(), point, du, dv)
    normal = unit(cross(_triple(du), _triple(dv)))
    if normal == (0.0, 0.0, 0.0) or not any(normal):
        return None
    if face.Orientation() == Side.TopAbs_REVERSED:
        return (-normal[0], -normal[1], -normal[2])
    return normal
