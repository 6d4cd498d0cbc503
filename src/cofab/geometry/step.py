"""STEP through the CAD kernel: a shape, and the bodies in it that are parts. Runs in the sandboxed child only."""

from __future__ import annotations

import math
from dataclasses import dataclass

from OCP.Bnd import Bnd_Box
from OCP.BRep import BRep_Builder
from OCP.BRepBndLib import BRepBndLib
from OCP.BRepExtrema import BRepExtrema_DistShapeShape
from OCP.BRepGProp import BRepGProp
from OCP.GProp import GProp_GProps
from OCP.IFSelect import IFSelect_ReturnStatus
from OCP.Interface import Interface_Static
from OCP.STEPControl import STEPControl_Reader
from OCP.TopAbs import TopAbs_ShapeEnum as Kind
from OCP.TopExp import TopExp_Explorer
from OCP.TopoDS import TopoDS, TopoDS_Compound, TopoDS_Solid

from cofab.geometry import refusals
from cofab.geometry.assembly import Product
from cofab.geometry.brep import box_of, faces_of
from cofab.geometry.handed import handed, mirrored
from cofab.geometry.unreadable import Unreadable

TOUCHING = 0.05
MOST_PAIRS = 200
MOST_SOLIDS = 2_000
CRUMB = 0.01


@dataclass(slots=True)
class Body:
    """One part: its solids (more than one: joined), how often it occurs, and its name."""

    name: str
    solids: list
    count: int = 1


def shape_from(source: int):
    """Return the shape in the STEP file behind the descriptor, in millimetres, or None where it cannot be read."""
    Interface_Static.SetCVal_s("xstep.cascade.unit", "MM")
    reader = STEPControl_Reader()
    if reader.ReadFile(f"/dev/fd/{source}") != IFSelect_ReturnStatus.IFSelect_RetDone:
        return None
    if reader.NbRootsForTransfer() < 1 or reader.TransferRoots() < 1:
        return None
    shape = reader.OneShape()
    return None if shape is None or shape.IsNull() else shape


def bodies_of(shape, name: str, assembly: bool) -> list[Body]:
    """Return the parts of a shape, equal ones counted once.

    In an `assembly` every solid is a part. In a single product, solids that touch are one joined part, and crumbs that
    lie loose within the largest solid (the inside of a cut letter) are left out.
    """
    solids = _solids(shape)
    groups = [[solid] for solid in solids] if assembly else _joined(_without_crumbs(solids))
    if len(groups) == 1:
        return [Body(name, groups[0])]
    bodies: list[tuple[tuple, Body]] = []
    for group in groups:
        looks = _looks(group)
        same = next((body for other, body in bodies if _alike(looks, other)), None)
        if same is not None:
            same.count += 1
        else:
            bodies.append((looks, Body("", group)))
    for number, (_, body) in enumerate(bodies, 1):
        body.name = name if len(bodies) == 1 else f"{name}-{number}"
    return [body for _, body in bodies]


def bodies_in(products: list[Product], name: str) -> list[Body]:
    """Return the parts that an assembly's products are, each with its product's name and the places it is built in.

    Products of one name, or of none, that measure the same are one part; the unnamed are numbered after the file.
    """
    found: list[tuple[tuple, Body]] = []
    for product in products:
        for body in bodies_of(product.shape, product.name, False) if _solids(product.shape) else []:
            named, looks = body.name if product.name else "", _looks(body.solids)
            same = next((b for other, b in found if b.name == named and _alike(looks, other)), None)
            if same is not None:
                same.count += body.count * product.count
            else:
                found.append((looks, Body(named, body.solids, body.count * product.count)))
    return _numbered([body for _, body in found], name)


def _numbered(bodies: list[Body], name: str) -> list[Body]:
    """Give every body a name of its own: its product's, a number behind where another has it, or the file's."""
    taken: dict[str, int] = {}
    for body in bodies:
        plain = body.name or name
        taken[plain] = taken.get(plain, 0) + 1
        several = taken[plain] > 1 or (not body.name and len(bodies) > 1)
        body.name = f"{plain}-{taken[plain]}" if several else plain
    return bodies


def _without_crumbs(solids: list) -> list:
    if len(solids) < 2:
        return solids
    sizes = [_volume(solid) for solid in solids]
    largest = max(range(len(solids)), key=lambda i: sizes[i], default=0)
    return [
        solid
        for i, solid in enumerate(solids)
        if i == largest
        or sizes[i] > CRUMB * sizes[largest]
        or not _inside(box_of(solid), box_of(solids[largest]))
        or _touch(solid, solids[largest])
    ]


def _inside(inner: tuple, outer: tuple) -> bool:
    return all(inner[0][k] >= outer[0][k] - TOUCHING and inner[1][k] <= outer[1][k] + TOUCHING for k in range(3))


def _solids(shape) -> list:
    found, explorer = [], TopExp_Explorer(shape, Kind.TopAbs_SOLID)
    while explorer.More():
        found.append(TopoDS.Solid(explorer.Current()))
        if len(found) > MOST_SOLIDS:
            raise Unreadable(refusals.TOO_MANY, count=len(found), limit=MOST_SOLIDS)
        explorer.Next()
    return found or _closed_shells(shape)


def _closed_shells(shape) -> list:
    """Return a solid for every closed shell, for writers that leave the solid out."""
    found, explorer, builder = [], TopExp_Explorer(shape, Kind.TopAbs_SHELL), BRep_Builder()
    while explorer.More():
        shell = TopoDS.Shell(explorer.Current())
        if shell.Closed():
            solid = TopoDS_Solid()
            builder.MakeSolid(solid)
            builder.Add(solid, shell)
            found.append(solid)
        explorer.Next()
    return found


def _joined(solids: list) -> list[list]:
    """Group solids that touch one another."""
    if len(solids) == 1 or len(solids) * (len(solids) - 1) // 2 > MOST_PAIRS:
        return [[solid] for solid in solids]
    group = list(range(len(solids)))
    for i in range(len(solids)):
        for j in range(i + 1, len(solids)):
            if group[i] != group[j] and _touch(solids[i], solids[j]):
                old, new = group[j], group[i]
                group = [new if g == old else g for g in group]
    return [[s for s, g in zip(solids, group, strict=True) if g == key] for key in dict.fromkeys(group)]


def _touch(one, two) -> bool:
    """Tell whether the surfaces of two solids come within TOUCHING; only faces near the other are measured."""
    low, high = box_of(one)
    other_low, other_high = box_of(two)
    if any(low[k] > other_high[k] + TOUCHING or other_low[k] > high[k] + TOUCHING for k in range(3)):
        return False
    near, other_near = _faces_near(one, other_low, other_high), _faces_near(two, low, high)
    if near is None or other_near is None:
        return False
    distance = BRepExtrema_DistShapeShape(near, other_near)
    return distance.IsDone() and distance.Value() < TOUCHING


def _faces_near(shape, low: tuple, high: tuple):
    """Return the faces of a shape whose boxes come near a box, as one shape, or None where there are none."""
    region, found, builder, empty = Bnd_Box(), TopoDS_Compound(), BRep_Builder(), True
    region.Update(*low, *high)
    region.Enlarge(TOUCHING)
    builder.MakeCompound(found)
    for face in faces_of(shape):
        box = Bnd_Box()
        BRepBndLib.Add_s(face, box)
        if not box.IsOut(region):
            builder.Add(found, face)
            empty = False
    return None if empty else found


def _volume(solid) -> float:
    volume = GProp_GProps()
    BRepGProp.VolumeProperties_s(solid, volume)
    return volume.Mass()


def _looks(group: list) -> tuple:
    area = GProp_GProps()
    for solid in group:
        BRepGProp.SurfaceProperties_s(solid, area)
    low, high = box_of(group[0])
    size = sorted(high[k] - low[k] for k in range(3))
    return (handed(group[0]), len(group), sum(map(_volume, group)), area.Mass(), *size)


def _alike(one: tuple, two: tuple) -> bool:
    """Tell whether two parts measure the same and are not a left and a right one."""
    same = all(math.isclose(a, b, rel_tol=1e-4, abs_tol=1e-3) for a, b in zip(one[1:], two[1:], strict=True))
    return same and not mirrored(one[0], two[0])
