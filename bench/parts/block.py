"""Blocks with features cut into their six sides, kept apart by boxes; each side has its own frame.

In a side's frame z = 0 is the surface and the material lies below.
"""

from __future__ import annotations

import math
import random

from OCP.BRepAdaptor import BRepAdaptor_Curve
from OCP.BRepFilletAPI import BRepFilletAPI_MakeFillet
from OCP.TopAbs import TopAbs_ShapeEnum as Kind
from OCP.TopExp import TopExp_Explorer
from OCP.TopoDS import TopoDS

from parts.solid import Known, Made, box, cut, fused, placed, rod, taper

SIDES = {
    "+z": (lambda s: (0, 0, s[2]), (0, 0, 1), (1, 0, 0), (0, 1, 2)),
    "-z": (lambda s: (0, s[1], 0), (0, 0, -1), (1, 0, 0), (0, 1, 2)),
    "+x": (lambda s: (s[0], 0, 0), (1, 0, 0), (0, 1, 0), (1, 2, 0)),
    "-x": (lambda s: (0, s[1], 0), (-1, 0, 0), (0, -1, 0), (1, 2, 0)),
    "+y": (lambda s: (s[0], s[1], 0), (0, 1, 0), (-1, 0, 0), (0, 2, 1)),
    "-y": (lambda s: (0, 0, 0), (0, -1, 0), (1, 0, 0), (0, 2, 1)),
}
APART = 4.5
BACK = {"+z": "-z", "-z": "+z", "+x": "-x", "-x": "+x", "+y": "-y", "-y": "+y"}
DRILLS = (3.3, 4.2, 5.0, 6.8, 8.5, 10.2, 12.0, 14.0, 16.0, 20.0)


class Block:
    """A block that grows features; `boxes` are the places taken, in the block's own coordinates."""

    def __init__(self, rng: random.Random, size: tuple[float, float, float]) -> None:
        self.rng, self.size = rng, size
        self.solid = box((0, 0, 0), size)
        self.known: list[Known] = []
        self.reach: list[frozenset[str]] = []
        self.boxes: list[tuple[list[float], list[float]]] = []

    def extent(self, side: str) -> tuple[float, float, float]:
        """Return width, height and thickness of the block as seen from a side."""
        order = SIDES[side][3]
        return tuple(self.size[k] for k in order)

    def lay(self, shape, side: str):
        """Return a shape of a side's frame in the block's coordinates."""
        origin, up, across, _ = SIDES[side]
        return placed(shape, origin(self.size), up, across)

    def free(self, side: str, low: list[float], high: list[float]) -> bool:
        """Take the place between two corners of a side's frame, if nothing is near it; tell whether it was free."""
        low, high = self._corners(side, low, high)
        for other_low, other_high in self.boxes:
            if all(low[k] < other_high[k] + APART and other_low[k] < high[k] + APART for k in range(3)):
                return False
        self.boxes.append((low, high))
        return True

    def _corners(self, side: str, low: list[float], high: list[float]) -> tuple[list[float], list[float]]:
        origin, up, across, _ = SIDES[side]
        o = origin(self.size)
        v = (up[1] * across[2] - up[2] * across[1], up[2] * across[0] - up[0] * across[2],
             up[0] * across[1] - up[1] * across[0])  # fmt: skip
        ends = [[o[k] + p[0] * across[k] + p[1] * v[k] + p[2] * up[k] for k in range(3)] for p in (low, high)]
        return [min(e[k] for e in ends) for k in range(3)], [max(e[k] for e in ends) for k in range(3)]

    def carve(self, side: str, tools: list, known: list[Known], reach: list[set[str]]) -> None:
        """Cut tools of a side's frame away and remember what they made."""
        self.solid = cut(self.solid, *(self.lay(t, side) for t in tools))
        self.known += known
        self.reach += [frozenset(r) for r in reach]

    def spot(self, side: str, across: float, along: float, depth: float) -> tuple[float, float] | None:
        """Return a free place for a footprint of these half widths, or None after twenty tries."""
        wide, high, thick = self.extent(side)
        for _ in range(20):
            if 2 * (across + 5) > wide or 2 * (along + 5) > high:
                return None
            u, v = self.rng.uniform(across + 5, wide - across - 5), self.rng.uniform(along + 5, high - along - 5)
            if self.free(side, [u - across, v - along, -min(depth, thick)], [u + across, v + along, 0]):
                return u, v
        return None


def hole(block: Block, side: str) -> bool:
    """Drill a hole: through or blind, plain, counterbored or countersunk, with a flat or a pointed bottom."""
    rng = block.rng
    thick = block.extent(side)[2]
    diameter, form = rng.choice(DRILLS), rng.choice(("plain", "plain", "counterbore", "countersink"))
    wide = diameter * (1.0 if form == "plain" else 1.8 if form == "counterbore" else 2.0)
    through, pointed = rng.random() < 0.45, rng.random() < 0.5
    depth = thick if through else round(rng.uniform(1.5, 4) * diameter, 1)
    if not through and depth + diameter > thick - 5:
        return False
    tip = 0.0 if through or not pointed else diameter / 2 / math.tan(math.radians(59))
    place = block.spot(side, wide / 2, wide / 2, thick if through else depth + tip)
    if place is None:
        return False
    u, v = place
    tools = [rod((u, v, 1), (0, 0, -1), diameter / 2, depth + (3 if through else 1))]
    if tip:
        tools.append(taper((u, v, -depth), (0, 0, -1), diameter / 2, 0, tip))
    sizes: dict[str, object] = {"diameter": diameter, "depth": depth, "form": form}
    if form == "counterbore":
        sink = round(0.6 * diameter, 1)
        tools.append(rod((u, v, 1), (0, 0, -1), wide / 2, sink + 1))
        sizes |= {"wide": wide, "wide_depth": sink}
    elif form == "countersink":
        tools.append(taper((u, v, 0), (0, 0, -1), wide / 2, diameter / 2, wide / 2 - diameter / 2))
        sizes |= {"wide": wide, "wide_depth": wide / 2 - diameter / 2}
    ways = {side, BACK[side]} if through and form == "plain" else {side}
    block.carve(side, tools, [Known("hole.through" if through else "hole.blind", sizes)], [ways])
    return True


def pocket_tool(u: float, v: float, wide: float, high: float, depth: float, corner: float):
    """Return the tool of a pocket whose upright corners have a radius (0: sharp)."""
    if corner <= 0:
        return box((u - wide / 2, v - high / 2, -depth), (u + wide / 2, v + high / 2, 1))
    plain = box((u - wide / 2, v - high / 2, -depth), (u + wide / 2, v + high / 2, 1))
    maker, edges, seen = BRepFilletAPI_MakeFillet(plain), TopExp_Explorer(plain, Kind.TopAbs_EDGE), []
    while edges.More():
        edge = TopoDS.Edge(edges.Current())
        if abs(BRepAdaptor_Curve(edge).Line().Direction().Z()) > 0.9 and not any(edge.IsSame(e) for e in seen):
            seen.append(edge)
            maker.Add(corner, edge)
        edges.Next()
    return maker.Shape()


def pocket(block: Block, side: str) -> bool:
    """Mill a pocket: blind or through, corners sharp or rounded."""
    rng = block.rng
    thick = block.extent(side)[2]
    wide, high = round(rng.uniform(14, 40), 1), round(rng.uniform(14, 40), 1)
    corner = rng.choice((0.0, 2.0, 3.0, 5.0))
    through = rng.random() < 0.3
    depth = thick if through else round(rng.uniform(4, 0.45 * thick), 1)
    place = block.spot(side, wide / 2, high / 2, depth)
    if place is None:
        return False
    tool = pocket_tool(*place, wide, high, depth + (1 if through else 0), corner)
    kind = "pocket.through" if through else "pocket.blind"
    known = Known(kind, {"size": [wide, high, depth], "corner": corner})
    block.carve(side, [tool], [known], [{side, BACK[side]} if through else {side}])
    return True


def oblong_tool(u: float, v: float, length: float, width: float, depth: float):
    """Return the tool of a slot with round ends; `length` over all."""
    half = (length - width) / 2
    return fused(
        box((u - half, v - width / 2, -depth), (u + half, v + width / 2, 1)),
        rod((u - half, v, -depth), (0, 0, 1), width / 2, depth + 1),
        rod((u + half, v, -depth), (0, 0, 1), width / 2, depth + 1),
    )


def slot_closed(block: Block, side: str) -> bool:
    """Mill a slot with round ends, blind or through."""
    rng = block.rng
    thick = block.extent(side)[2]
    width = rng.choice((6.0, 8.0, 10.0, 12.0, 16.0))
    length = round(width * rng.uniform(1.8, 3.5), 1)
    through = rng.random() < 0.3
    depth = thick if through else round(rng.uniform(3, 0.4 * thick), 1)
    place = block.spot(side, length / 2, width / 2, depth)
    if place is None:
        return False
    tool = oblong_tool(*place, length, width, depth + (1 if through else 0))
    known = Known("slot.closed", {"size": [length, width, depth], "corner": width / 2})
    block.carve(side, [tool], [known], [{side, BACK[side]} if through else {side}])
    return True


def slot_through(block: Block, side: str) -> bool:
    """Mill a slot that runs from one edge to the other."""
    rng = block.rng
    wide, high, thick = block.extent(side)
    width, depth = round(rng.uniform(6, 18), 1), round(rng.uniform(4, 0.35 * thick), 1)
    v = rng.uniform(width / 2 + 6, high - width / 2 - 6)
    if not block.free(side, [0, v - width / 2, -depth], [wide, v + width / 2, 0]):
        return False
    tool = box((-1, v - width / 2, -depth), (wide + 1, v + width / 2, 1))
    block.carve(side, [tool], [Known("slot.through", {"size": [wide, width, depth]})], [{side}])
    return True


def step_through(block: Block, side: str) -> bool:
    """Mill a shoulder along a whole edge."""
    rng = block.rng
    wide, high, thick = block.extent(side)
    width, depth = round(rng.uniform(6, 0.3 * high), 1), round(rng.uniform(4, 0.3 * thick), 1)
    if not block.free(side, [0, 0, -depth], [wide, width, 0]):
        return False
    block.carve(side, [box((-1, -1, -depth), (wide + 1, width, 1))],
                [Known("step.through", {"size": [wide, width, depth]})], [{side, _lower(side)}])  # fmt: skip
    return True


def step_corner(block: Block, side: str) -> bool:
    """Mill a step out of a corner."""
    rng = block.rng
    wide, high, thick = block.extent(side)
    across, along = round(rng.uniform(8, 0.4 * wide), 1), round(rng.uniform(8, 0.4 * high), 1)
    depth = round(rng.uniform(4, 0.4 * thick), 1)
    if not block.free(side, [0, 0, -depth], [across, along, 0]):
        return False
    block.carve(side, [box((-1, -1, -depth), (across, along, 1))],
                [Known("step.corner", {"size": [across, along, depth]})],
                [{side, _lower(side), _left(side)}])  # fmt: skip
    return True


def pocket_open(block: Block, side: str) -> bool:
    """Mill a pocket that is open at one edge."""
    rng = block.rng
    wide, _, thick = block.extent(side)
    across, along = round(rng.uniform(10, 0.4 * wide), 1), round(rng.uniform(10, 25), 1)
    depth = round(rng.uniform(4, 0.4 * thick), 1)
    if wide < across + 14:
        return False
    u, corner = rng.uniform(across / 2 + 6, wide - across / 2 - 6), rng.choice((0.0, 3.0))
    if not block.free(side, [u - across / 2, 0, -depth], [u + across / 2, along, 0]):
        return False
    tool = pocket_tool(u, along / 2 - 5, across, along + 10, depth, corner)
    ways = {side} if corner else {side, _lower(side)}
    block.carve(side, [tool], [Known("pocket.open", {"size": [across, along, depth]})], [ways])
    return True


def ring_groove(block: Block, side: str) -> bool:
    """Mill a groove for an O-ring."""
    rng = block.rng
    outer, width, depth = round(rng.uniform(20, 40), 1), rng.choice((3.0, 4.0, 5.0)), rng.choice((2.0, 2.5, 3.5))
    place = block.spot(side, outer / 2, outer / 2, depth)
    if place is None:
        return False
    u, v = place
    tool = cut(rod((u, v, -depth), (0, 0, 1), outer / 2, depth + 1),
               rod((u, v, -depth - 1), (0, 0, 1), outer / 2 - width, depth + 3))  # fmt: skip
    known = Known("groove.ring", {"diameter": outer, "depth": depth, "width": width})
    block.carve(side, [tool], [known], [{side}])
    return True


def _axis(side: str, vector: tuple[int, int, int]) -> str:
    return next(name for name, (_, up, _, _) in SIDES.items() if up == vector)


def _left(side: str) -> str:
    across = SIDES[side][2]
    return _axis(side, tuple(-c for c in across))


def _lower(side: str) -> str:
    _, up, across, _ = SIDES[side]
    v = (up[1] * across[2] - up[2] * across[1], up[2] * across[0] - up[0] * across[2],
         up[0] * across[1] - up[1] * across[0])  # fmt: skip
    return _axis(side, tuple(-c for c in v))


CUTS = (
    hole,
    hole,
    hole,
    pocket,
    pocket,
    slot_closed,
    slot_through,
    step_through,
    step_corner,
    pocket_open,
    ring_groove,
)


def block_of(rng: random.Random, name: str) -> Made:
    """Return a block with three to nine features that keep apart."""
    block = Block(rng, tuple(round(rng.uniform(*r)) for r in ((80, 160), (70, 120), (40, 70))))
    wanted = rng.randint(3, 9)
    for _ in range(60):
        side = rng.choice(("+z", "+z", "+z", "-z", "+x", "-x", "+y", "-y"))
        if rng.choice(CUTS)(block, side) and len(block.known) >= wanted:
            break
    return Made(name, [block.solid], block.known, reach=block.reach)
