"""What stands up from a plate: bosses, ribs, thin walls; and edges that are broken by chamfers and fillets."""

from __future__ import annotations

import random

from OCP.BRepAdaptor import BRepAdaptor_Curve
from OCP.BRepFilletAPI import BRepFilletAPI_MakeChamfer, BRepFilletAPI_MakeFillet
from OCP.TopAbs import TopAbs_ShapeEnum as Kind
from OCP.TopExp import TopExp_Explorer
from OCP.TopoDS import TopoDS

from parts.solid import Known, Made, box, cut, fused, outline, rod, swept


def raised_of(rng: random.Random, name: str) -> Made:
    """Return a plate with bosses and ribs on it, some bosses with a hole."""
    wide, high, thick = round(rng.uniform(120, 180)), round(rng.uniform(80, 120)), round(rng.uniform(10, 16))
    solid, known = box((0, 0, 0), (wide, high, thick)), []
    places = [(wide * (i + 0.5) / 3, high * (j + 0.5) / 2) for i in range(3) for j in range(2)]
    rng.shuffle(places)
    for x, y in places[: rng.randint(2, 5)]:
        solid = rng.choice((_round_boss, _square_boss, _rib, _rib))(rng, solid, known, x, y, thick)
    return Made(name, [solid], known)


def _round_boss(rng: random.Random, solid, known: list[Known], x: float, y: float, thick: float):
    diameter, high = round(rng.uniform(14, 26), 1), round(rng.uniform(6, 20), 1)
    solid = fused(solid, rod((x, y, thick - 1), (0, 0, 1), diameter / 2, high + 1))
    known.append(Known("boss.round", {"diameter": diameter, "depth": high}))
    if rng.random() < 0.5:
        drill = rng.choice((4.2, 5.0))
        solid = cut(solid, rod((x, y, thick + high + 1), (0, 0, -1), drill / 2, high))
        known.append(Known("hole.blind", {"diameter": drill, "depth": high - 1}))
    return solid


def _square_boss(rng: random.Random, solid, known: list[Known], x: float, y: float, thick: float):
    one, two, high = (round(rng.uniform(12, 24), 1) for _ in range(3))
    known.append(Known("boss.square", {"size": [one, two, high]}))
    return fused(solid, box((x - one / 2, y - two / 2, thick - 1), (x + one / 2, y + two / 2, thick + high)))


def _rib(rng: random.Random, solid, known: list[Known], x: float, y: float, thick: float):
    thin, length, high = rng.choice((3.5, 4.0, 5.0, 6.0)), round(rng.uniform(26, 36), 1), round(rng.uniform(10, 25), 1)
    known.append(Known("rib", {"thickness": thin, "depth": high}))
    along = rng.random() < 0.5
    dx, dy = (length / 2, thin / 2) if along else (thin / 2, length / 2)
    return fused(solid, box((x - dx, y - dy, thick - 1), (x + dx, y + dy, thick + high)))


def shell_of(rng: random.Random, name: str) -> Made:
    """Return an open box with thin walls: a deep pocket that leaves walls of one to three millimetres."""
    wide, high, tall = (round(rng.uniform(*r)) for r in ((60, 110), (50, 80), (25, 40)))
    wall = rng.choice((1.0, 1.5, 2.0, 2.5))
    floor = rng.choice((4.0, 6.0))
    solid = cut(box((0, 0, 0), (wide, high, tall)), box((wall, wall, floor), (wide - wall, high - wall, tall + 1)))
    known = [Known("pocket.blind", {"size": [wide - 2 * wall, high - 2 * wall, tall - floor]})]
    known += [Known("wall.thin", {"thickness": wall}) for _ in range(4)]
    if rng.random() < 0.5:
        x, y = wide / 2, high / 2
        solid = cut(solid, rod((x, y, floor + 1), (0, 0, -1), 4, floor + 3))
        known.append(Known("hole.through", {"diameter": 8.0, "depth": floor}))
    return Made(name, [solid], known)


def gusset_of(rng: random.Random, name: str) -> Made:
    """Return an angle bracket milled from the solid with a triangular rib in its corner and holes in its legs."""
    wide, leg, tall, thick = 60.0, round(rng.uniform(60, 80)), round(rng.uniform(50, 70)), rng.choice((10.0, 12.0))
    web, reach = rng.choice((5.0, 6.0, 8.0)), round(rng.uniform(25, 35))
    solid = fused(box((0, 0, 0), (leg, wide, thick)), box((0, 0, 0), (thick, wide, tall)))
    y = wide / 2 - web / 2
    face = outline([(thick - 1, y, thick - 1), (thick + reach, y, thick - 1), (thick + reach, y, thick),
                    (thick, y, thick + reach), (thick - 1, y, thick + reach)])  # fmt: skip
    solid = fused(solid, swept(face, (0, web, 0)))
    solid = cut(solid, rod((leg - 12, 12, -1), (0, 0, 1), 4.5, thick + 2),
                rod((leg - 12, wide - 12, -1), (0, 0, 1), 4.5, thick + 2))  # fmt: skip
    hole = Known("hole.through", {"diameter": 9.0, "depth": thick})
    step = Known("step.through", {"size": [leg - thick, wide, tall - thick]})
    return Made(name, [solid], [step, Known("rib", {"thickness": web, "depth": reach}), hole, hole])


def trimmed_of(rng: random.Random, name: str) -> Made:
    """Return a block with some of its edges chamfered or rounded, and a hole."""
    size = (round(rng.uniform(60, 100)), round(rng.uniform(50, 80)), round(rng.uniform(25, 40)))
    solid = box((0, 0, 0), size)
    edges = _edges(solid, rng)
    known = []
    leg, radius = rng.choice((1.0, 2.0, 3.0)), rng.choice((2.0, 3.0, 5.0))
    if rng.random() < 0.5:
        maker = BRepFilletAPI_MakeChamfer(solid)
        for edge in edges:
            maker.Add(leg, edge)
            known.append(Known("chamfer", {"width": leg * 2**0.5}))
    else:
        maker = BRepFilletAPI_MakeFillet(solid)
        for edge in edges:
            maker.Add(radius, edge)
            known.append(Known("fillet", {"width": radius}))
    solid = cut(maker.Shape(), rod((size[0] / 2, size[1] / 2, -1), (0, 0, 1), 6, size[2] + 2))
    return Made(name, [solid], [*known, Known("hole.through", {"diameter": 12.0, "depth": size[2]})])


def _edges(solid, rng: random.Random) -> list:
    """Return the four upright edges, or two opposite ones at the top."""
    explorer, found = TopExp_Explorer(solid, Kind.TopAbs_EDGE), []
    while explorer.More():
        edge = TopoDS.Edge(explorer.Current())
        if not any(edge.IsSame(e) for e in found):
            found.append(edge)
        explorer.Next()
    axis = rng.choice((0, 1, 2))
    ways = [BRepAdaptor_Curve(e).Line().Direction() for e in found]
    along = [e for e, w in zip(found, ways, strict=True) if abs((w.X(), w.Y(), w.Z())[axis]) > 0.9]
    return along[: rng.randint(1, 4)]


def rounded_of(rng: random.Random, name: str) -> Made:
    """Return a plate with ribs and square bosses whose upright, top or foot edges are rounded."""
    solid, known = box((0, 0, 0), (150, 100, 12)), []
    for x, y in rng.sample([(30, 28), (75, 28), (120, 28), (30, 72), (75, 72), (120, 72)], rng.randint(2, 4)):
        solid = rng.choice((_square_boss, _rib))(rng, solid, known, x, y, 12)
    radius, how = rng.choice((0.8, 1.0, 1.5)), rng.choice(("upright", "top", "foot"))
    maker = BRepFilletAPI_MakeFillet(solid)
    for edge in _unique(solid):
        line = BRepAdaptor_Curve(edge)
        first, last = line.Value(line.FirstParameter()), line.Value(line.LastParameter())
        standing, level = abs(first.Z() - last.Z()) > 0.1, first.Z()
        inside = 1 < first.X() < 149 and 1 < first.Y() < 99
        if inside and {"upright": standing, "top": not standing and level > 12.1,
                       "foot": not standing and 11.9 < level < 12.1}[how]:  # fmt: skip
            maker.Add(radius, edge)
    return Made(name, [maker.Shape()], known)


def _unique(shape) -> list:
    explorer, found = TopExp_Explorer(shape, Kind.TopAbs_EDGE), []
    while explorer.More():
        edge = TopoDS.Edge(explorer.Current())
        if not any(edge.IsSame(e) for e in found):
            found.append(edge)
        explorer.Next()
    return found
