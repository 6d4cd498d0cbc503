"""Sheet metal: a strip that runs straight and round bends, with holes in its flanges."""

from __future__ import annotations

import math
import random

from parts.solid import Known, Made, box, cut, fused, outline, rod, swept, turned


def sheet_of(rng: random.Random, name: str) -> Made:
    """Return a sheet with no to four bends; `radius` is the inner one, `angle` how far the strip turns, in degrees."""
    thick, wide = rng.choice((1.0, 1.5, 2.0, 3.0, 4.0)), round(rng.uniform(40, 90))
    bends = rng.choice((0, 1, 1, 2, 2, 3, 4))
    known = [Known("sheet", {"thickness": thick})]
    if not bends:
        solid = _plate(rng, thick, wide, known)
        return Made(name, [solid], known)
    pieces, place, heading = [], (0.0, 0.0), 0.0
    turns = _turns(rng, bends)
    for number in range(bends + 1):
        length = round(rng.uniform(30, 50))
        piece = _straight(place, heading, length, thick, wide)
        if rng.random() < 0.6:
            piece = cut(piece, _drill(rng, place, heading, length, thick, wide, known))
        pieces.append(piece)
        place = _onward(place, heading, length)
        if number < bends:
            angle, radius = turns[number], rng.choice((1.0, 1.5, 2.0)) * thick
            bend, place, heading = _bend(place, heading, angle, radius, thick, wide)
            pieces.append(bend)
            known.append(Known("bend", {"angle": abs(angle), "radius": radius}))
    return Made(name, [fused(*pieces)], known)


def _turns(rng: random.Random, bends: int) -> list[float]:
    """Return the angle of each bend so that the strip does not run into itself."""
    if bends == 1:
        return [rng.choice((-1, 1)) * rng.choice((30.0, 45.0, 60.0, 90.0, 90.0, 120.0))]
    if bends == 2:
        return rng.choice(([90.0, 90.0], [90.0, -90.0], [45.0, -45.0], [60.0, 30.0]))
    if bends == 3:
        return rng.choice(([90.0, -90.0, 90.0], [45.0, -90.0, 45.0]))
    return [90.0, -90.0, -90.0, 90.0]


def _plate(rng: random.Random, thick: float, wide: float, known: list[Known]):
    length = round(rng.uniform(80, 150))
    solid = box((0, 0, 0), (length, wide, thick))
    for k in range(rng.randint(1, 3)):
        drill = rng.choice((4.5, 6.6, 9.0))
        solid = cut(solid, rod((20 + 25 * k, wide / 2, -1), (0, 0, 1), drill / 2, thick + 2))
        known.append(Known("hole.through", {"diameter": drill, "depth": thick}))
    return solid


def _straight(place: tuple[float, float], heading: float, length: float, thick: float, wide: float):
    c, s = math.cos(heading), math.sin(heading)
    x, z = place
    corners = [(x, z), (x + length * c, z + length * s), (x + length * c - thick * s, z + length * s + thick * c),
               (x - thick * s, z + thick * c)]  # fmt: skip
    return swept(outline([(a, 0, b) for a, b in corners]), (0, wide, 0))


def _onward(place: tuple[float, float], heading: float, length: float) -> tuple[float, float]:
    return place[0] + length * math.cos(heading), place[1] + length * math.sin(heading)


def _drill(rng: random.Random, place, heading: float, length: float, thick: float, wide: float, known: list[Known]):
    drill = rng.choice((4.5, 5.5, 6.6))
    x, z = _onward(place, heading, length / 2)
    c, s = math.cos(heading), math.sin(heading)
    known.append(Known("hole.through", {"diameter": drill, "depth": thick}))
    return rod((x + s, wide / 2, z - c), (-s, 0, c), drill / 2, thick + 2)


def _bend(place, heading: float, angle: float, radius: float, thick: float, wide: float):
    """Return the bend's solid, where the strip goes on and where it heads. The strip's left side lies above it."""
    turn = math.radians(angle)
    c, s = math.cos(heading), math.sin(heading)
    x, z = place
    away = thick + radius if turn > 0 else -radius
    centre = (x - away * s, z + away * c)
    end = [(x, 0, z), (x - thick * s, 0, z + thick * c), (x - thick * s, wide, z + thick * c), (x, wide, z)]
    bend = turned(outline(end), (centre[0], 0, centre[1]), (0, -1, 0) if turn > 0 else (0, 1, 0), abs(turn))
    dx, dz = x - centre[0], z - centre[1]
    ct, st = math.cos(turn), math.sin(turn)
    return bend, (centre[0] + dx * ct - dz * st, centre[1] + dx * st + dz * ct), heading + turn
