"""Parts like those of published work plans, with their plan: a folder of STEP, plan.csv, features.csv and metadata.

The idioms are theirs (a blank of round numbers, one machining feature after another on its sides, screw holes in
patterns with nominal depths that the solid does not show, bodies welded on, shafts with a contour), the parts our own.
"""

from __future__ import annotations

import math
import random
from dataclasses import dataclass, field

from parts.block import SIDES, oblong_tool
from parts.solid import box, cut, outline, placed, rod, swept, taper

LENGTHS = (50, 100, 100, 150, 150, 200, 200, 250, 300)
THICK = (20, 50, 50, 100, 100, 150, 200)
CUTTERS = (6, 8, 10, 12, 16, 20, 25, 32, 40)
MATERIALS = ("Baustahl", "Aluminiumlegierungen")
RUN_OUT = 5.0
MEETING = 0.15  # how often a feature is put where another may be


@dataclass(slots=True)
class Planned:
    """One part with its truth: the plan's operations in order and (operation number, words, tool) of each feature."""

    rng: random.Random
    size: tuple[float, float, float]
    solid: object = None
    bodies: list = field(default_factory=list)
    plan: list[str] = field(default_factory=list)
    features: list[tuple[int, str, str]] = field(default_factory=list)
    boxes: list[tuple[list[float], list[float]]] = field(default_factory=list)
    blank: str = ""

    def tell(self, step: str, words: str, tool: str) -> None:
        """Remember a feature under its operation, which is begun where it is not the last one."""
        if not self.plan or self.plan[-1] != step:
            self.plan.append(step)
        self.features.append((len(self.plan), words, tool))

    def extent(self, side: str) -> tuple[float, float, float]:
        """Return width, height and thickness as seen from a side."""
        order = SIDES[side][3]
        return self.size[order[0]], self.size[order[1]], self.size[order[2]]

    def take(self, side: str, low: list[float], high: list[float], apart: float = 3.0) -> bool:
        """Take a place in a side's frame unless something is there."""
        origin, up, across, _ = SIDES[side]
        o = origin(self.size)
        v = (up[1] * across[2] - up[2] * across[1], up[2] * across[0] - up[0] * across[2],
             up[0] * across[1] - up[1] * across[0])  # fmt: skip
        ends = [[o[k] + p[0] * across[k] + p[1] * v[k] + p[2] * up[k] for k in range(3)] for p in (low, high)]
        mine = [min(e[k] for e in ends) for k in range(3)], [max(e[k] for e in ends) for k in range(3)]
        for first, last in self.boxes if self.rng.random() > MEETING else ():
            if all(mine[0][k] < last[k] + apart and first[k] < mine[1][k] + apart for k in range(3)):
                return False
        self.boxes.append(mine)
        return True

    def carve(self, side: str, *tools) -> None:
        """Cut tools of a side's frame away."""
        origin, up, across, _ = SIDES[side]
        self.solid = cut(self.solid, *(placed(t, origin(self.size), up, across) for t in tools))


def whole(rng: random.Random, low: float, high: float) -> float:
    return float(round(rng.uniform(low, max(low, high))))


def _spot(part: Planned, side: str, half_u: float, half_v: float, depth: float) -> tuple[float, float] | None:
    wide, high, _ = part.extent(side)
    for _ in range(12):
        if 2 * half_u + 2 > wide or 2 * half_v + 2 > high:
            return None
        u = round(part.rng.uniform(half_u + 1, wide - half_u - 1), 1)
        v = round(part.rng.uniform(half_v + 1, high - half_v - 1), 1)
        if part.take(side, [u - half_u, v - half_v, -depth], [u + half_u, v + half_v, 0]):
            return u, v
    return None


def _ring(part: Planned, side: str) -> bool:
    wide, high, thick = part.extent(side)
    rng = part.rng
    outer = 2 * whole(rng, 10, min(50, 0.35 * min(wide, high)))
    depth = float(rng.choice([c for c in CUTTERS if c <= max(6, min(20, outer / 3))]))
    width = depth + rng.choice((0, 0, 1, 3))
    if outer / 2 - width < 2 or depth > 0.5 * thick:
        return False
    place = _spot(part, side, outer / 2, outer / 2, depth)
    if place is None:
        return False
    tool = cut(rod((*place, -depth), (0, 0, 1), outer / 2, depth + 1),
               rod((*place, -depth - 1), (0, 0, 1), outer / 2 - width, depth + 3))  # fmt: skip
    part.carve(side, tool)
    part.tell("fräsen", f"O-Ring-Nut Ø{outer}[mm] x {depth}[mm] DIN3771", f"Schruppfräser ({depth})")
    return True


def _oblong(part: Planned, side: str) -> bool:
    wide, high, thick = part.extent(side)
    rng = part.rng
    width = 2 * whole(rng, 5, min(40, 0.25 * min(wide, high)))
    length = width + whole(rng, 0.3 * width, 1.5 * width)
    depth = whole(rng, 6, min(40, 0.6 * thick))
    angle = rng.choice((0.0, math.pi / 2, math.pi / 4, rng.uniform(0, math.pi)))
    half_u = (length - width) / 2 * abs(math.cos(angle)) + width / 2
    half_v = (length - width) / 2 * abs(math.sin(angle)) + width / 2
    place = _spot(part, side, half_u, half_v, depth)
    if place is None:
        return False
    tool = placed(
        oblong_tool(0, 0, length, width, depth), (*place, 0), (0, 0, 1), (math.cos(angle), math.sin(angle), 0)
    )
    part.carve(side, tool)
    part.tell("fräsen", f"Langloch Ø{width}[mm] x {depth}[mm] DIN3771", "Schruppfräser (40.0)")
    return True


def _pocket(part: Planned, side: str) -> bool:
    """A pocket with sharp corners; now and then laid at an edge or into a corner of its side."""
    wide, high, thick = part.extent(side)
    rng = part.rng
    cutter = rng.choice([c for c in CUTTERS if c < 0.4 * min(wide, high)] or [6])
    a, b = whole(rng, cutter, min(3 * cutter, 0.6 * wide)), whole(rng, cutter, min(3 * cutter, 0.6 * high))
    depth = whole(rng, 0.6 * cutter, min(1.5 * cutter, 0.6 * thick))
    if a > 0.8 * wide or b > 0.8 * high or depth > 0.7 * thick:
        return False
    u0, v0 = round(rng.uniform(2, wide - a - 2), 1), round(rng.uniform(2, high - b - 2), 1)
    how = rng.random()
    if how < 0.3:
        u0 = rng.choice((0.0, wide - a))
    if how < 0.1:
        v0 = rng.choice((0.0, high - b))
    if not part.take(side, [u0, v0, -depth], [u0 + a, v0 + b, 0]):
        return False
    part.carve(side, box((u0, v0, -depth), (u0 + a, v0 + b, 1)))
    part.tell("fräsen", f"Rechteckige Tasche mit {a}[mm] x {b}[mm] x {depth}[mm]", f"Schruppfräser ({cutter}.0)")
    return True


def _round_pocket(part: Planned, side: str) -> bool:
    """Half an oblong at an edge."""
    wide, high, thick = part.extent(side)
    rng = part.rng
    width = 2 * whole(rng, 5, min(20, 0.25 * min(wide, high)))
    length, depth = whole(rng, width, 3 * width), whole(rng, 0.8 * width, min(1.5 * width, 0.6 * thick))
    half = length / 2 + width / 2
    if 2 * half + 4 > wide:
        return False
    u = round(rng.uniform(half + 2, wide - half - 2), 1)
    if not part.take(side, [u - half, 0, -depth], [u + half, width / 2, 0]):
        return False
    part.carve(side, oblong_tool(u, 0, 2 * half, width, depth))
    words = f"Tasche mit abgerundeten Endflächen Ø{width}[mm] mit einer Gesamtlänge {length}[mm] und Tiefe {depth}[mm]"
    part.tell("fräsen", words, f"Schruppfräser ({width})")
    return True


def _corner(part: Planned, side: str) -> bool:
    """A step at a corner of a side: rectangular, triangular or a quarter round."""
    wide, high, thick = part.extent(side)
    rng = part.rng
    how = rng.choice(("rect", "rect", "tri", "round", "round"))
    if how == "round":
        radius, depth = whole(rng, 5, 0.45 * min(wide, high)), whole(rng, 8, min(60, 0.7 * thick))
        a = b = radius
        tool = rod((0, 0, -depth), (0, 0, 1), radius, depth + 1)
        words = f"Abgerundete Viertelstufe  Ø{int(2 * radius)} [mm] x {depth}[mm]"
    else:
        cutter = rng.choice((8, 12, 16, 20))
        b, depth = whole(rng, cutter, 1.25 * cutter), float(round(1.5 * cutter))
        a = whole(rng, depth + 1, 0.8 * wide)
        if b > 0.6 * high or depth > 0.7 * thick:
            return False
        tool = box((-1, -1, -depth), (a, b, 1))
        words = f"Rechteckige Stufe an Ecke mit {a}[mm] L1, {b}[mm] L2 und Tiefe {depth}[mm]"
        if how == "tri":
            tool = swept(outline([(0, 0, -depth), (a, 0, -depth), (0, b, -depth)]), (0, 0, depth + 1))
            words = words.replace("Rechteckige", "Dreieckige")
    if a > 0.85 * wide or b > 0.85 * high or not part.take(side, [0, 0, -depth], [a, b, 0]):
        return False
    part.carve(side, tool)
    part.tell("fräsen", words, "Schruppfräser (20.0)")
    return True


def _through(part: Planned, side: str) -> bool:
    """A step along the whole side: rectangular, slanted, or with a wall of two slants; at the edge or off it."""
    wide, high, thick = part.extent(side)
    rng = part.rng
    width, depth = round(rng.uniform(0.08, 0.6) * high, 2), whole(rng, 0.08 * thick, 0.5 * thick)
    how = rng.choice(("plain", "slant", "slant", "two"))
    if not part.take(side, [0, 0, -depth], [wide, width, 0]):
        return False
    run, foot = (wide + 2, 0, 0), 0.34 * width
    if how == "plain":
        tool, words = box((-1, -1, -depth), (wide + 1, width, 1)), "Durchgehender Absatz"
    elif how == "slant":
        tool = swept(outline([(-1, 0, -depth), (-1, foot, -depth), (-1, width, 0), (-1, 0, 0)]), run)
        words = "Durchgehender abgeschrägter Absatz"
    else:
        arrow = outline([(0, 0, -depth), (wide, 0, -depth), (wide, 0.7 * width, -depth), (wide / 2, width, -depth),
                         (0, 0.7 * width, -depth)])  # fmt: skip
        tool, words = swept(arrow, (0, 0, depth + 1)), "Durchgehender zweiseitig abgeschrägter Absatz"
    part.carve(side, tool)
    part.tell("fräsen", f"{words}: {wide}[mm] x {width}[mm] x {depth}[mm]", "Schruppfräser (40.0)")
    return True


MILLED = (_ring, _ring, _oblong, _oblong, _pocket, _pocket, _pocket, _round_pocket, _corner, _corner, _corner, _through)


def holes(part: Planned, side: str) -> bool:
    """A pattern of equal screw or fitted holes, with the plan's nominal depth: five diameters, or the wall and 5 mm."""
    thick = part.extent(side)[2]
    rng = part.rng
    diameter = float(rng.choice((6, 7, 8, 9, 10, 11, 13, 16, 20)))
    form = rng.choice(("Passung", "zylindrisch", "Senkung"))
    nominal = 5 * diameter
    through = thick - 3 < nominal
    if through:
        nominal = thick + RUN_OUT
    sink, outer = 0.45 * diameter, 1.6 * diameter
    lip = 0.04 * diameter
    cone = outer / 2 - diameter / 2
    short = 0.0 if form == "Passung" else sink / 2 if form == "zylindrisch" else (lip + cone) * 0.7
    shown = thick + 1 if through else nominal - short
    pitch, count = whole(rng, 1.7 * diameter, 3 * diameter), rng.choice((1, 1, 2, 4, 5))
    offsets = [(0.0, 0.0), (pitch, pitch), (pitch, 0.0), (0.0, pitch), (pitch / 2, pitch / 2)][:count]
    far = pitch if count > 1 else 0.0
    if count == 5 and pitch < 2.4 * diameter:
        return False
    place = _spot(part, side, far / 2 + outer / 2 + 1, far / 2 + outer / 2 + 1, min(shown, thick))
    if place is None:
        return False
    for du, dv in offsets:
        at = (place[0] + du - far / 2, place[1] + dv - far / 2)
        tools = [rod((*at, 1), (0, 0, -1), diameter / 2, shown + 1)]
        if form == "zylindrisch":
            tools.append(rod((*at, 1), (0, 0, -1), outer / 2, sink + 1))
            kind = f" mit zylindrischer Senkung für Zylinderkopfschraube nach DIN 912 mit M{diameter:g} Gewinde"
        elif form == "Senkung":
            tools += [
                rod((*at, 1), (0, 0, -1), outer / 2, lip + 1),
                taper((*at, -lip), (0, 0, -1), outer / 2, diameter / 2, cone),
            ]
            kind = f" mit 45°-Senkung mit M{diameter:g} Gewinde"
        else:
            kind = "mit Passung H12"
        part.carve(side, *tools)
        part.tell("bohren", f"Bohrung Ø{diameter:g} x {nominal}[mm]{kind}", f"Spiralbohrer ({diameter})")
    return True
