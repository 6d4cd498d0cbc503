"""Turned parts: a profile of diameters, tapers and grooves, bores, and what is milled or drilled into them later."""

from __future__ import annotations

import math
import random

from parts.solid import Known, Made, box, cut, fused, outline, rod, taper, turned


class Shaft:
    """A profile that grows along z; points are (radius, z)."""

    def __init__(self, rng: random.Random) -> None:
        self.rng = rng
        self.points: list[tuple[float, float]] = []
        self.known: list[Known] = []
        self.z = 0.0

    def cylinder(self, diameter: float, length: float, known: bool = True) -> None:
        """Add a stretch of one diameter."""
        self.points += [(diameter / 2, self.z), (diameter / 2, self.z + length)]
        self.z += length
        if known:
            self.known.append(Known("turned.diameter", {"diameter": diameter, "depth": length}))

    def cone(self, first: float, last: float, length: float) -> None:
        """Add a taper."""
        self.points += [(first / 2, self.z), (last / 2, self.z + length)]
        self.z += length
        self.known.append(Known("turned.cone", {"diameter": max(first, last), "depth": length}))

    def groove(self, diameter: float, around: float, width: float) -> None:
        """Add a groove of floor `diameter` between shoulders of diameter `around`."""
        self.points += [(diameter / 2, self.z), (diameter / 2, self.z + width)]
        self.z += width
        sizes = {"diameter": diameter, "depth": (around - diameter) / 2, "width": width}
        self.known.append(Known("groove.outer", sizes))

    def solid(self):
        """Return the body."""
        points = [(0.0, 0.0), *self.points, (0.0, self.z)]
        clean = [p for i, p in enumerate(points) if i == 0 or p != points[i - 1]]
        return turned(outline([(r, 0, z) for r, z in clean]))


def _outside(shaft: Shaft) -> list[float]:
    """Grow two to four stretches, each with a groove now and then; return their diameters."""
    rng, diameters = shaft.rng, []
    diameter = round(rng.uniform(30, 60))
    for _ in range(rng.randint(2, 4)):
        length = round(rng.uniform(15, 45))
        if rng.random() < 0.25:
            first, last = diameter, round(diameter * rng.uniform(0.7, 0.9))
            shaft.cone(first, last, length)
            diameters.append(first)
            diameter = last - 4
            continue
        if rng.random() < 0.35:
            width, deep = rng.choice((2.0, 3.0, 5.0)), rng.choice((1.5, 2.5))
            half = round(length / 2)
            shaft.cylinder(diameter, half)
            shaft.groove(diameter - 2 * deep, diameter, width)
            shaft.cylinder(diameter, length - half)
        else:
            shaft.cylinder(diameter, length)
        diameters.append(diameter)
        diameter += rng.choice((-12, -8, -6, 6, 8, 10)) if diameter > 26 else rng.choice((6, 8, 10))
    return diameters


def _bored(shaft: Shaft, solid, least: float):
    """Bore along the axis: through, blind with a flat bottom, or stepped, with an inner groove now and then."""
    rng, z = shaft.rng, shaft.z
    bore = round(least * rng.uniform(0.3, 0.5))
    how = rng.choice(("through", "blind", "stepped", "grooved"))
    if how == "blind":
        deep = round(z * rng.uniform(0.3, 0.6))
        shaft.known.append(Known("bore.blind", {"diameter": bore, "depth": deep}))
        return cut(solid, rod((0, 0, z + 1), (0, 0, -1), bore / 2, deep + 1))
    solid = cut(solid, rod((0, 0, -1), (0, 0, 1), bore / 2, z + 2))
    if how == "through":
        shaft.known.append(Known("bore.through", {"diameter": bore, "depth": z}))
    elif how == "stepped":
        wide, deep = bore + 4, round(min(12, z / 3))
        shaft.known += [Known("bore.through", {"diameter": bore, "depth": z - deep}),
                        Known("bore.through", {"diameter": wide, "depth": deep})]  # fmt: skip
        solid = cut(solid, rod((0, 0, z + 1), (0, 0, -1), wide / 2, deep + 1))
    else:
        wide, at = bore + 3, round(z / 3)
        shaft.known += [Known("groove.inner", {"diameter": wide, "width": 4.0}),
                        Known("bore.through", {"diameter": bore, "depth": at}),
                        Known("bore.through", {"diameter": bore, "depth": z - at - 4})]  # fmt: skip
        solid = cut(solid, rod((0, 0, at), (0, 0, 1), wide / 2, 4.0))
    return solid


def _later(shaft: Shaft, solid, diameters: list[float]):
    """Mill or drill into the turned body: a cross hole, a flat, or a keyway in the first stretch."""
    rng, first = shaft.rng, shaft.known[0]
    if first.kind != "turned.diameter":
        return solid
    radius, length = diameters[0] / 2, float(first.sizes["depth"])  # type: ignore[arg-type]
    how = rng.choice(("cross", "flat", "key", "none"))
    if how == "cross":
        shaft.known.append(Known("hole.through", {"diameter": 4.0}))
        return cut(solid, rod((-radius - 5, 0, length / 2), (1, 0, 0), 2.0, 2 * radius + 10))
    if how == "flat":
        shaft.known.append(Known("flat", {}))
        return cut(solid, box((radius - 2, -radius, -1), (radius + 2, radius, length)))
    if how == "key":
        shaft.known.append(Known("slot.closed", {}))
        key = box((radius - 3, -2, 3), (radius + 2, 2, length - 3))
        key = fused(key, rod((radius - 3, 0, 3), (1, 0, 0), 2, 5), rod((radius - 3, 0, length - 3), (1, 0, 0), 2, 5))
        return cut(solid, key)
    return solid


def shaft_of(rng: random.Random, name: str) -> Made:
    """Return a shaft or a sleeve."""
    shaft = Shaft(rng)
    diameters = _outside(shaft)
    solid = shaft.solid()
    least = 2 * min(r for r, _ in shaft.points)
    solid = _bored(shaft, solid, least) if rng.random() < 0.5 else _later(shaft, solid, diameters)
    return Made(name, [solid], shaft.known)


def flange_of(rng: random.Random, name: str) -> Made:
    """Return a flange: disc, hub, bore and holes on a circle, countersunk bore edge and chamfered rim."""
    outer, thick, hub, high = round(rng.uniform(90, 140)), round(rng.uniform(12, 20)), round(rng.uniform(40, 55)), 25.0
    bore, count, drill = round(rng.uniform(18, 28)), rng.choice((3, 4, 6, 8)), rng.choice((6.6, 9.0, 11.0))
    circle, chamfer = (outer + hub) / 4, rng.choice((0.0, 1.0, 2.0))
    profile = [(bore / 2, 0), (outer / 2 - chamfer, 0), (outer / 2, chamfer), (outer / 2, thick), (hub / 2, thick),
               (hub / 2, thick + high), (bore / 2, thick + high)]  # fmt: skip
    clean = [p for i, p in enumerate(profile) if p != profile[i - 1]]
    solid = turned(outline([(r, 0, z) for r, z in clean]))
    known = [Known("turned.diameter", {"diameter": outer, "depth": thick - chamfer}),
             Known("turned.diameter", {"diameter": hub, "depth": high}),
             Known("bore.through", {"diameter": bore, "depth": thick + high})]  # fmt: skip
    if chamfer:
        known.append(Known("turned.cone", {"diameter": outer, "depth": chamfer}))
    sunk = rng.random() < 0.4
    for k in range(count):
        angle = 2 * math.pi * k / count
        x, y = circle * math.cos(angle), circle * math.sin(angle)
        solid = cut(solid, rod((x, y, -1), (0, 0, 1), drill / 2, thick + 2))
        if sunk:
            solid = cut(solid, taper((x, y, 0), (0, 0, 1), drill, drill / 2, drill / 2))
        form = "countersink" if sunk else "plain"
        known.append(Known("hole.through", {"diameter": drill, "depth": thick, "form": form}))
    return Made(name, [solid], known)
