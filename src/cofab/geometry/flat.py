"""DXF for sheet and plate: the outline, its holes and the lines it is bent along. Runs in the sandboxed child only.

Promises: the thickness is read only where a text says it (t=2, 板厚2); it is never guessed.
"""

from __future__ import annotations

import io
import math
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import ezdxf
from ezdxf import recover

from cofab.geometry import refusals
from cofab.geometry.units import DXF, MM, UNKNOWN
from cofab.geometry.unreadable import Unreadable

MOST_ENTITIES, MOST_DEPTH, JOIN_MM, STEP = 60_000, 8, 0.05, math.radians(6)
BEND = re.compile(r"bend|fold|折弯|折线|弯", re.IGNORECASE)
ASIDE = re.compile(
    r"dim|text|title|frame|border|defpoints|标注|尺寸|文字|图框|center|centre|中心|hidden|虚线", re.IGNORECASE
)
THICK = re.compile(r"(?:\bt|δ|板?厚度?|thk|thickness)\s*[=:：]?\s*(\d+(?:\.\d+)?)", re.IGNORECASE)
Point = tuple[float, float]


@dataclass(slots=True)
class Flat:
    """A flat pattern in millimetres: loops of points, circles as (centre, radius), bends as (from, to)."""

    loops: list[list[Point]] = field(default_factory=list)
    circles: list[tuple[Point, float]] = field(default_factory=list)
    bends: list[tuple[Point, Point]] = field(default_factory=list)
    thickness: float = 0.0
    units: str = UNKNOWN


def read(data: bytes, units: str) -> Flat:
    """Return the flat pattern in a DXF file; `units` where the file states none. Raises Unreadable."""
    document = _document(data)
    found = Flat()
    found.units = DXF.get(int(document.header.get("$INSUNITS", 0) or 0), units or UNKNOWN)
    scale = MM.get(found.units, 1.0)
    lines: list[tuple[Point, ...]] = []
    for entity in _flattened(document.modelspace(), MOST_DEPTH, [0]):
        _sort(entity, scale, found, lines)
    found.loops += _chained(lines)
    if not found.loops and not found.circles:
        raise Unreadable(refusals.NO_OUTLINE)
    return found


def _document(data: bytes) -> Any:
    try:
        document, _ = recover.read(io.BytesIO(data))
    except (ezdxf.DXFError, OSError, ValueError, KeyError, TypeError, AttributeError, IndexError):
        raise Unreadable(refusals.INVALID, problem="not a readable DXF") from None
    return document


def _flattened(entities: Any, depth: int, count: list[int]) -> Iterator[Any]:
    """Yield drawn entities, blocks taken apart; refuses blocks within blocks without end."""
    for entity in entities:
        count[0] += 1
        if count[0] > MOST_ENTITIES:
            raise Unreadable(refusals.TOO_MANY, count=count[0], limit=MOST_ENTITIES)
        if entity.dxftype() != "INSERT":
            yield entity
        elif depth == 0:
            raise Unreadable(refusals.TOO_DEEP, depth=MOST_DEPTH + 1, limit=MOST_DEPTH)
        else:
            yield from _flattened(entity.virtual_entities(), depth - 1, count)


def _sort(entity: Any, scale: float, found: Flat, lines: list[tuple[Point, ...]]) -> None:
    kind, layer = entity.dxftype(), str(entity.dxf.get("layer", ""))
    if kind in ("TEXT", "MTEXT"):
        said = THICK.search(entity.plain_text() if kind == "MTEXT" else str(entity.dxf.text))
        if said and not found.thickness:
            found.thickness = float(said.group(1))
        return
    if ASIDE.search(layer) and not BEND.search(layer):
        return
    if kind == "CIRCLE" and not BEND.search(layer):
        x, y = float(entity.dxf.center.x) * scale, float(entity.dxf.center.y) * scale
        if math.isfinite(x + y) and 0 < float(entity.dxf.radius) * scale < 1e5:
            found.circles.append(((x, y), float(entity.dxf.radius) * scale))
        return
    points = _points(entity, kind, scale)
    if len(points) < 2:
        return
    if BEND.search(layer):
        found.bends.append((points[0], points[-1]))
    elif math.dist(points[0], points[-1]) < JOIN_MM and len(points) > 2:
        found.loops.append(points[:-1])
    else:
        lines.append(tuple(points))


def _points(entity: Any, kind: str, scale: float) -> list[Point]:
    """Return the points of a curve, arcs in steps; nothing for entities that draw no line."""
    try:
        if kind == "LINE":
            points = [entity.dxf.start, entity.dxf.end]
        elif kind in ("ARC", "ELLIPSE", "SPLINE"):
            size = max(float(entity.dxf.get("radius", 1.0) or 1.0), 0.01)
            points = list(entity.flattening(size * (1 - math.cos(STEP / 2))))
        elif kind in ("LWPOLYLINE", "POLYLINE"):
            points = [p for part in entity.virtual_entities() for p in _ends(part)]
            if entity.is_closed and points:
                points.append(points[0])
        else:
            return []
    except (ezdxf.DXFError, ValueError, ZeroDivisionError, TypeError, AttributeError, OverflowError):
        return []
    flat = [(float(p[0]) * scale, float(p[1]) * scale) for p in points[:20_000]]
    return flat if all(math.isfinite(x) and math.isfinite(y) and abs(x) + abs(y) < 1e7 for x, y in flat) else []


def _ends(part: Any) -> list[Any]:
    if part.dxftype() == "ARC":
        return list(part.flattening(max(part.dxf.radius, 0.01) * (1 - math.cos(STEP / 2))))
    return [part.dxf.start, part.dxf.end]


def _chained(lines: list[tuple[Point, ...]]) -> list[list[Point]]:
    """Join lines end to end to closed loops; what stays open is left out."""
    ends: dict[tuple[int, int], list[int]] = {}
    for i, line in enumerate(lines):
        for point in (line[0], line[-1]):
            ends.setdefault(_cell(point), []).append(i)
    used, loops = set(), []
    for i, line in enumerate(lines):
        if i in used:
            continue
        used.add(i)
        chain = list(line)
        while math.dist(chain[0], chain[-1]) >= JOIN_MM:
            after = next((j for j in _near(ends, chain[-1]) if j not in used and _meets(lines[j], chain[-1])), None)
            if after is None:
                break
            used.add(after)
            more = lines[after] if math.dist(lines[after][0], chain[-1]) < JOIN_MM else lines[after][::-1]
            chain += more[1:]
        if len(chain) > 3 and math.dist(chain[0], chain[-1]) < JOIN_MM:
            loops.append(chain[:-1])
    return loops


def _cell(point: Point) -> tuple[int, int]:
    return round(point[0] / JOIN_MM / 4), round(point[1] / JOIN_MM / 4)


def _near(ends: dict[tuple[int, int], list[int]], point: Point) -> Iterator[int]:
    x, y = _cell(point)
    for dx in (0, -1, 1):
        for dy in (0, -1, 1):
            yield from ends.get((x + dx, y + dy), ())


def _meets(line: tuple[Point, ...], point: Point) -> bool:
    return math.dist(line[0], point) < JOIN_MM or math.dist(line[-1], point) < JOIN_MM
