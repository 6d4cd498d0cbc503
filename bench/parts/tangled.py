"""Harder scenes: corners that are rounded or broken, pockets at an angle, overlaps, features on turned and sheet parts.

Sizes are told only where people would agree on them.
"""

from __future__ import annotations

import math
import random

from OCP.BRepAdaptor import BRepAdaptor_Curve
from OCP.BRepFilletAPI import BRepFilletAPI_MakeChamfer, BRepFilletAPI_MakeFillet
from OCP.TopAbs import TopAbs_ShapeEnum as Kind
from OCP.TopExp import TopExp_Explorer
from OCP.TopoDS import TopoDS

from parts.block import oblong_tool, pocket_tool
from parts.solid import Known, Made, box, cut, fused, outline, placed, rod, swept, taper, turned

SIZE = (120.0, 90.0, 50.0)
TOP = SIZE[2]
X, Y = SIZE[0] / 2, SIZE[1] / 2
Scene = tuple[object, list[Known]]


def _block():
    return box((0, 0, 0), SIZE)


def _on_top(tool):
    return placed(tool, (0, 0, TOP), (0, 0, 1), (1, 0, 0))


def _straight_edges(shape, wanted) -> list:
    """Return the straight edges whose middle and direction satisfy `wanted(x, y, z, direction)`."""
    explorer, found = TopExp_Explorer(shape, Kind.TopAbs_EDGE), []
    while explorer.More():
        edge = TopoDS.Edge(explorer.Current())
        explorer.Next()
        curve = BRepAdaptor_Curve(edge)
        middle = curve.Value((curve.FirstParameter() + curve.LastParameter()) / 2)
        if any(edge.IsSame(e) for e in found) or "Line" not in str(curve.GetType()):
            continue
        way = curve.Line().Direction()
        if wanted(middle.X(), middle.Y(), middle.Z(), (way.X(), way.Y(), way.Z())):
            found.append(edge)
    return found


def _pocket_with_round_floor(rng: random.Random) -> Scene:
    wide, high, depth = round(rng.uniform(30, 60), 1), round(rng.uniform(30, 50), 1), round(rng.uniform(10, 20), 1)
    tool = _on_top(pocket_tool(X, Y, wide, high, depth, 6.0))
    maker = BRepFilletAPI_MakeFillet(tool)
    for edge in _straight_edges(tool, lambda x, y, z, way: z < TOP - depth + 0.01 and abs(way[2]) < 0.1):
        maker.Add(2.0, edge)
    return cut(_block(), maker.Shape()), [Known("pocket.blind", {"size": [wide, high, depth]})]


def _broken_hole_edge(rng: random.Random) -> Scene:
    d, c = rng.choice((8.5, 10.2, 14.0)), rng.choice((0.5, 1.0))
    solid = cut(
        _block(), rod((X, Y, -1), (0, 0, 1), d / 2, TOP + 2), taper((X, Y, TOP), (0, 0, -1), d / 2 + c, d / 2, c)
    )
    return solid, [Known("hole.through", {"diameter": d, "depth": TOP, "form": "countersink"})]


def _branching_slots(rng: random.Random) -> Scene:
    depth, a, b = round(rng.uniform(6, 18), 1), 12.0, rng.choice((8.0, 16.0))
    solid = cut(_block(), box((-1, Y - a / 2, TOP - depth), (SIZE[0] + 1, Y + a / 2, TOP + 1)),
                box((X - b / 2, Y, TOP - depth), (X + b / 2, SIZE[1] + 1, TOP + 1)))  # fmt: skip
    return solid, [Known("slot.through", {"size": [SIZE[0], a, depth]}), Known("slot.through")]


def _overlapping_pockets(rng: random.Random) -> Scene:
    one, two = round(rng.uniform(6, 10), 1), round(rng.uniform(14, 22), 1)
    solid = cut(_block(), box((20, 15, TOP - one), (70, 55, TOP + 1)), box((50, 40, TOP - two), (100, 75, TOP + 1)))
    return solid, [Known("pocket.blind"), Known("pocket.blind", {"size": [50, 35, two]})]


def _pocket_onto_step(rng: random.Random) -> Scene:
    step, pocket = round(rng.uniform(16, 22), 1), round(rng.uniform(6, 12), 1)
    solid = cut(_block(), box((-1, -1, TOP - step), (SIZE[0] + 1, 30, TOP + 1)),
                box((40, 25, TOP - pocket), (80, 60, TOP + 1)))  # fmt: skip
    return solid, [Known("step.through", {"size": [SIZE[0], 30, step]}),
                   Known("pocket.open", {"size": [40, 30, pocket]})]  # fmt: skip


def _screws_in_pocket(rng: random.Random) -> Scene:
    depth, d = round(rng.uniform(8, 16), 1), rng.choice((5.5, 6.6))
    solid = cut(_block(), box((20, 15, TOP - depth), (100, 75, TOP + 1)))
    known = [Known("pocket.blind", {"size": [80, 60, depth]})]
    for x, y in ((32, 27), (88, 27), (32, 63), (88, 63)):
        solid = cut(
            solid, rod((x, y, -1), (0, 0, 1), d / 2, TOP + 2), taper((x, y, TOP - depth), (0, 0, -1), d, d / 2, d / 2)
        )
        known.append(Known("hole.through", {"diameter": d, "depth": TOP - depth, "form": "countersink"}))
    return solid, known


def _equal_cross_holes(rng: random.Random) -> Scene:
    d = rng.choice((8.0, 12.0))
    solid = cut(
        _block(), rod((-1, Y, 25), (1, 0, 0), d / 2, SIZE[0] + 2), rod((X, -1, 25), (0, 1, 0), d / 2, SIZE[1] + 2)
    )
    return solid, [
        Known("hole.through", {"diameter": d, "depth": SIZE[0]}),
        Known("hole.through", {"diameter": d, "depth": SIZE[1]}),
    ]


def _three_diameters(rng: random.Random) -> Scene:
    d = rng.choice((6.0, 8.0))
    solid = cut(_block(), rod((X, Y, -1), (0, 0, 1), d / 2, TOP + 2), rod((X, Y, TOP + 1), (0, 0, -1), d, 21),
                rod((X, Y, TOP + 1), (0, 0, -1), 1.5 * d, 9))  # fmt: skip
    return solid, [Known("hole.through", {"diameter": d, "depth": TOP, "form": "counterbore", "wide": 3 * d})]


def _slot_in_shaft_end(rng: random.Random) -> Scene:
    d, length, width, deep = round(rng.uniform(30, 50)), round(rng.uniform(60, 90)), rng.choice((6.0, 8.0)), 10.0
    solid = cut(
        rod((0, 0, 0), (0, 0, 1), d / 2, length), box((-d, -width / 2, length - deep), (d, width / 2, length + 1))
    )
    return solid, [Known("turned.diameter", {"diameter": d, "depth": length}), Known("slot.through")]


def _square_on_shaft(rng: random.Random) -> Scene:
    d, length, deep, across = 40.0, 90.0, round(rng.uniform(15, 25)), 30.0
    tool = cut(box((-30, -30, length - deep), (30, 30, length + 1)),
               box((-across / 2, -across / 2, 0), (across / 2, across / 2, length + 2)))  # fmt: skip
    solid = cut(rod((0, 0, 0), (0, 0, 1), d / 2, length), tool)
    return solid, [Known("turned.diameter", {"diameter": d}), *[Known("flat") for _ in range(4)]]


def _radial_holes(rng: random.Random) -> Scene:
    d, bore, drill, length = 60.0, 40.0, rng.choice((4.0, 6.0)), round(rng.uniform(40, 70))
    solid = cut(rod((0, 0, 0), (0, 0, 1), d / 2, length), rod((0, 0, -1), (0, 0, 1), bore / 2, length + 2))
    count = rng.choice((1, 3, 4))
    for k in range(count):
        a = 2 * math.pi * k / count + 0.3
        solid = cut(solid, rod((0, 0, length / 2), (math.cos(a), math.sin(a), 0), drill / 2, d))
    return solid, [Known("turned.diameter", {"diameter": d, "depth": length}),
                   Known("bore.through", {"diameter": bore, "depth": length}),
                   *[Known("hole.through", {"diameter": drill}) for _ in range(count)]]  # fmt: skip


def _chamfered_top(rng: random.Random) -> Scene:
    leg, depth = rng.choice((1.0, 2.0)), round(rng.uniform(8, 15), 1)
    solid = _block()
    maker = BRepFilletAPI_MakeChamfer(solid)
    for edge in _straight_edges(solid, lambda x, y, z, way: z > TOP - 0.01):
        maker.Add(leg, edge)
    solid = cut(maker.Shape(), box((40, 30, TOP - depth), (80, 60, TOP + 1)))
    return solid, [Known("pocket.blind", {"size": [40, 30, depth]}), *[Known("chamfer", {"width": leg * 2**0.5})] * 4]


def _rounded_uprights(rng: random.Random) -> Scene:
    radius, width, depth = rng.choice((4.0, 6.0)), round(rng.uniform(15, 25), 1), round(rng.uniform(8, 15), 1)
    solid = _block()
    maker = BRepFilletAPI_MakeFillet(solid)
    for edge in _straight_edges(solid, lambda x, y, z, way: abs(way[2]) > 0.9):
        maker.Add(radius, edge)
    solid = cut(maker.Shape(), box((-1, Y - width / 2, TOP - depth), (SIZE[0] + 1, Y + width / 2, TOP + 1)))
    return solid, [*[Known("fillet", {"width": radius})] * 4, Known("slot.through", {"size": [SIZE[0], width, depth]})]


def _cut_sheet(rng: random.Random) -> Scene:
    thick, wide = rng.choice((1.5, 2.0, 3.0)), 80.0
    radius = 2 * thick
    base = box((0, 0, 0), (100, wide, thick))
    flange = swept(outline([(100 + radius, 0, thick + radius), (100 + radius + thick, 0, thick + radius),
                            (100 + radius + thick, 0, 50), (100 + radius, 0, 50)]), (0, wide, 0))  # fmt: skip
    end = outline([(100, 0, 0), (100, 0, thick), (100, wide, thick), (100, wide, 0)])
    bend = turned(end, (100, 0, thick + radius), (0, -1, 0), math.pi / 2)
    window = [round(rng.uniform(15, 25), 1), round(rng.uniform(12, 20), 1)]
    solid = cut(fused(base, bend, flange), box((20, 20, -1), (20 + window[0], 20 + window[1], thick + 1)),
                placed(oblong_tool(0, 0, 20, 6, 10), (70, 40, thick + 1), (0, 0, 1), (1, 0, 0)))  # fmt: skip
    return solid, [
        Known("sheet", {"thickness": thick}), Known("bend", {"angle": 90.0, "radius": radius}),
        Known("pocket.through", {"size": [*window, thick]}), Known("slot.closed", {"size": [20, 6, thick]}),
    ]  # fmt: skip


def _sloped_step(rng: random.Random) -> Scene:
    depth, width, lean = round(rng.uniform(10, 20), 1), round(rng.uniform(20, 30), 1), round(rng.uniform(2, 6), 1)
    face = outline(
        [
            (-1, -1, TOP - depth),
            (-1, width, TOP - depth),
            (-1, width + lean, TOP),
            (-1, width + lean, TOP + 1),
            (-1, -1, TOP + 1),
        ]
    )
    return cut(_block(), swept(face, (SIZE[0] + 2, 0, 0))), [
        Known("step.through", {"size": [SIZE[0], width + lean, depth]})
    ]


def _oblong_across_slot(rng: random.Random) -> Scene:
    slot, oblong = round(rng.uniform(5, 9), 1), round(rng.uniform(12, 20), 1)
    solid = cut(_block(), box((-1, Y - 5, TOP - slot), (SIZE[0] + 1, Y + 5, TOP + 1)),
                placed(oblong_tool(0, 0, 50, 14, oblong), (X, Y, TOP), (0, 0, 1), (0, 1, 0)))  # fmt: skip
    return solid, [
        Known("slot.through", {"size": [SIZE[0], 10, slot]}),
        Known("slot.closed", {"size": [50, 14, oblong]}),
    ]


def _turned_pocket(rng: random.Random) -> Scene:
    depth, angle = round(rng.uniform(8, 20), 1), rng.uniform(0.2, 1.3)
    tool = pocket_tool(0, 0, 50, 30, depth, rng.choice((0.0, 4.0)))
    tool = placed(tool, (X, Y, TOP), (0, 0, 1), (math.cos(angle), math.sin(angle), 0))
    return cut(_block(), tool), [Known("pocket.blind", {"depth": depth})]


def _two_open_pockets(rng: random.Random) -> Scene:
    depth, other = round(rng.uniform(8, 15), 1), round(rng.uniform(16, 24), 1)
    solid = cut(
        _block(), _on_top(pocket_tool(20, Y, 60, 40, depth, 5.0)), _on_top(pocket_tool(100, Y, 60, 30, other, 5.0))
    )
    return solid, [Known("pocket.open", {"size": [50, 40, depth]}), Known("pocket.open", {"size": [50, 30, other]})]


def _stairs(rng: random.Random) -> Scene:
    one, two = round(rng.uniform(8, 12), 1), round(rng.uniform(18, 25), 1)
    solid = cut(
        _block(),
        box((-1, -1, TOP - one), (SIZE[0] + 1, 40, TOP + 1)),
        box((-1, -1, TOP - two), (SIZE[0] + 1, 20, TOP + 1)),
    )
    return solid, [Known("step.through"), Known("step.through")]


def _blended_boss(rng: random.Random) -> Scene:
    diameter, high, radius = round(rng.uniform(14, 30), 1), round(rng.uniform(8, 20), 1), rng.choice((1.0, 2.0))
    solid = fused(box((0, 0, 0), (100, 80, 12)), rod((50, 40, 11), (0, 0, 1), diameter / 2, high + 1))
    level = rng.choice((12.0, 12.0 + high))
    maker = BRepFilletAPI_MakeFillet(solid) if level == 12.0 else BRepFilletAPI_MakeChamfer(solid)
    for edge in _rings(solid, level):
        maker.Add(radius, edge)
    return maker.Shape(), [Known("boss.round", {"diameter": diameter, "depth": high})]


def _rings(shape, level: float) -> list:
    """Return the circular edges at a height."""
    explorer, found = TopExp_Explorer(shape, Kind.TopAbs_EDGE), []
    while explorer.More():
        edge = TopoDS.Edge(explorer.Current())
        explorer.Next()
        curve = BRepAdaptor_Curve(edge)
        round_ = "Circle" in str(curve.GetType())
        if round_ and abs(curve.Value(0.0).Z() - level) < 0.01 and not any(edge.IsSame(e) for e in found):
            found.append(edge)
    return found


SCENES = (
    _pocket_with_round_floor, _broken_hole_edge, _branching_slots, _overlapping_pockets, _pocket_onto_step,
    _screws_in_pocket, _equal_cross_holes, _three_diameters, _slot_in_shaft_end, _square_on_shaft, _radial_holes,
    _chamfered_top, _rounded_uprights, _cut_sheet, _sloped_step, _oblong_across_slot, _turned_pocket, _two_open_pockets,
    _stairs, _blended_boss,
)  # fmt: skip


def tangled_of(rng: random.Random, name: str) -> Made:
    """Return a part with one of the harder scenes."""
    solid, known = rng.choice(SCENES)(rng)
    return Made(name, [solid], list(known))
