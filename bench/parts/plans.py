"""Whole parts made after published work plans: blocks milled, drilled and welded on, shafts, and their folders."""

from __future__ import annotations

import math
import random
from pathlib import Path

from parts.block import BACK, SIDES, oblong_tool
from parts.planned import LENGTHS, MATERIALS, MILLED, RUN_OUT, THICK, Planned, holes, whole
from parts.solid import Made, box, cut, fused, outline, placed, rod, swept, taper, turned, write


def _weld(part: Planned, side: str) -> bool:
    """A plate with a round top, an angle or a cone set on a side."""
    wide, high, _ = part.extent(side)
    rng = part.rng
    u, v = round(rng.uniform(0.4, 0.6) * wide, 1), round(rng.uniform(0.4, 0.6) * high, 1)
    reach = 0.7 * min(wide, high)
    how = rng.choice(("plate", "angle", "cone"))
    if not part.take(side, [u - reach / 2, v - reach / 2, -0.5], [u + reach / 2, v + reach / 2, 0], 0.0):
        return False
    if how == "plate":
        body, words = _plate(whole(rng, 0.4 * reach, reach), whole(rng, 8, 0.4 * reach), whole(rng, 60, 200))
    elif how == "angle":
        body, words = _angle(whole(rng, 0.4 * reach, reach), whole(rng, 20, 0.7 * reach), whole(rng, 60, 150))
    else:
        radius, tall = whole(rng, 0.2 * reach, 0.5 * reach), whole(rng, 40, 110)
        body, words = taper((0, 0, 0), (0, 0, 1), radius, 0.6 * radius, tall), " konisch zulaufende Aufnahme"
    origin, up, across, _ = SIDES[side]
    part.bodies.append(placed(placed(body, (u, v, 0), (0, 0, 1), (1, 0, 0)), origin(part.size), up, across))
    part.tell("schweißen", f"Geschweißte{words}", "- (-)")
    return True


def _plate(length: float, width: float, tall: float) -> tuple[object, str]:
    half = length / 2
    straight = max(10.0, tall - half)
    body = fused(box((-half, 0, 0), (half, width, straight)),
                 cut(rod((0, 0, straight), (0, 1, 0), half, width),
                     box((-half - 1, -1, straight - half - 1), (half + 1, width + 1, straight))))  # fmt: skip
    return body, f"r Steg L: {length}[mm], B: {width}[mm], H: {tall}[mm]"


def _angle(length: float, width: float, tall: float) -> tuple[object, str]:
    thick = max(3.0, float(round(0.11 * length)))
    points = [(-length / 2, 0, 0), (length / 2, 0, 0), (length / 2, 0, thick), (thick - length / 2, 0, thick),
              (thick - length / 2, 0, tall), (-length / 2, 0, tall)]  # fmt: skip
    return swept(outline(points), (0, width, 0)), f"r Winkel L: {length}[mm], B: {width}[mm], H: {tall}[mm]"


def block_planned(rng: random.Random) -> Planned:
    """Return a block that is milled, drilled or welded on, in any order and not always all."""
    size = (float(rng.choice(LENGTHS)), float(rng.choice(THICK)), float(rng.choice(LENGTHS)))
    size = tuple(rng.sample(size, 3)) if rng.random() < 0.4 else size
    part = Planned(rng, size, box((0, 0, 0), size), blank="x".join(f"{s:g}" for s in size))
    steps = rng.choice(((_MILL,), (_MILL, _DRILL), (_MILL, _DRILL), (_DRILL,), (_WELD,), (_DRILL, _WELD),
                        (_MILL, _WELD), (_MILL, _DRILL, _WELD), (_DRILL, _WELD, _MILL)))  # fmt: skip
    for make, count in steps:
        wanted = rng.randint(*count)
        for _ in range(40):
            if wanted and rng.choice(make)(part, rng.choice(list(BACK))):
                wanted -= 1
    return part


_MILL, _DRILL, _WELD = (MILLED, (2, 7)), ((holes,), (1, 2)), ((_weld,), (1, 4))


def shaft_planned(rng: random.Random) -> Planned:
    """Return a shaft with a contour of diameters, tapers and grooves; now and then a slot or holes in it."""
    length, bar = float(rng.choice((100, 200, 300, 400, 500))), float(rng.choice((40, 50, 70, 100)))
    part = Planned(rng, (bar, bar, length), blank=f"{length:g}x{bar:g}")
    points, z, diameter = [(0.0, 0.0)], 0.0, bar - round(rng.uniform(2, 10), 1)
    first = diameter
    end = round(rng.uniform(0.15, 0.4) * length, 2)
    while z < length:
        step = min(length - z, end if z == 0 else round(rng.uniform(0.08, 0.4) * length, 2))
        how = rng.choice(("plain", "plain", "cone", "groove")) if z and z + step < length else "plain"
        if how == "groove":
            width, deep = float(rng.choice((3, 6, 7, 10))), rng.choice((1.5, 2.0, 4.0))
            points += [(diameter / 2, z), (diameter / 2, z + step), (diameter / 2 - deep, z + step),
                       (diameter / 2 - deep, z + step + width), (diameter / 2, z + step + width)]  # fmt: skip
            z += step + width
            part.tell("drehen", "null", f"Einstichmeißel ({width}[mm]) (0.0)")
            continue
        smaller = round(max(12.0, diameter - rng.choice((4.0, 8.0, 7.6))), 1)
        if how == "cone":
            points += [(diameter / 2, z), (smaller / 2, z + step)]
            part.tell("drehen", "null", "Konturdrehmeißel (0.0)")
        else:
            points += [(diameter / 2, z), (diameter / 2, z + step)]
        diameter, z = smaller, z + step
    points.append((0.0, z))
    clean = [p for i, p in enumerate(points) if i == 0 or p != points[i - 1]]
    part.size = (bar, bar, z)
    part.solid = turned(outline([(r, 0, h) for r, h in clean]))
    part.tell("drehen", "null", "Schlichtdrehmeißel (0.0)")
    _on_shaft(part, first, end)
    return part


def _on_shaft(part: Planned, diameter: float, length: float) -> None:
    """Mill a slot into the first stretch, or drill a cross hole or the end, or do nothing."""
    how = part.rng.choice(("slot", "cross", "end", "none", "none"))
    radius, width = diameter / 2, round(0.25 * diameter, 1)
    if how == "slot" and length > 2.2 * width:
        deep = round(0.15 * diameter, 1)
        half = min(1.8 * width, length / 2 - 2)
        at = (radius, 0, length / 2)
        part.solid = cut(part.solid, placed(oblong_tool(0, 0, 2 * half, width, deep), at, (1, 0, 0), (0, 0, 1)))
        part.tell("fräsen", f"Langloch Ø{width}[mm] x {deep}[mm] DIN3771", "Schruppfräser (8.0)")
    elif how == "cross" and length > 15:
        part.solid = cut(part.solid, rod((-radius - 1, 0, length / 2), (1, 0, 0), 3, 2 * radius + 2))
        part.tell("bohren", f"Bohrung Ø6 x {diameter + RUN_OUT}[mm]mit Passung H12", "Spiralbohrer (6.0)")
    elif how == "end" and radius > 14:
        for k in range(4):
            x, y = 0.6 * radius * math.cos(k * math.pi / 2 + 0.3), 0.6 * radius * math.sin(k * math.pi / 2 + 0.3)
            part.solid = cut(part.solid, rod((x, y, -1), (0, 0, 1), 2.5, 21))
            part.tell("bohren", "Bohrung Ø5 x 20.0[mm]mit Passung H12", "Spiralbohrer (5.0)")


def planned(seed: int, number: int) -> Planned:
    """Return part `number` of a seed."""
    rng = random.Random(seed * 70_001 + number)
    while True:
        part = shaft_planned(rng) if rng.random() < 0.2 else block_planned(rng)
        if part.features:
            return part


def write_folder(part: Planned, folder: Path, name: str) -> None:
    """Write the part and its plan as published ones are: semicolons, German terms, minutes 0.0 for missing."""
    folder.mkdir(parents=True, exist_ok=True)
    write(Made(name, [part.solid, *part.bodies], []), folder / f"geometry_{name}.STEP")
    head = "Nr.;Schritt;Materialnummer;Volumen[mm^3];Arbeitsplatz;Qualifikation;Kosten[($)];Dauer[min]\n"
    rows = ["0;initWorkingstep;null;0.0;null;1;0.0;0.0", f"1;liefern;{name};0.0;liefern_1;1;0.0;0.0"]
    rows += [f"{n};{step};{name};0.0;Station;1;0.0;0.0" for n, step in enumerate(part.plan, 2)]
    (folder / "plan.csv").write_text(head + "\n".join(rows))
    head = "Arbeitsschritt;Subschritt;Kurztext;Volumen[mm^3];Kosten[($)];Dauer[min]; Werkzeug[mm](D);vf[m/min];ap[mm]\n"
    rows = [
        f"{n + 1};{n + 1}.{i};{words};0.0;0.0;0.0;{tool};0.0;0.0" for i, (n, words, tool) in enumerate(part.features, 1)
    ]
    (folder / "features.csv").write_text(head + "\n".join(rows))
    material = part.rng.choice(MATERIALS)
    head = "ArtikelNr;Kurzbezeichnung;Abmaße;Material\n"
    (folder / "plan_metadata.csv").write_text(head + f"{name};T1-Einzelteil-{name},;{part.blank};{material}")
