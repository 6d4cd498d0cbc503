"""3MF: a zip with triangles, units and how often each object is built. Runs in the sandboxed child only.

Source of the format: 3MF Core Specification 1.3. Nothing is unpacked to disk; a part's name is never used as a path.
"""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from defusedxml import DefusedXmlException
from defusedxml.ElementTree import ParseError, iterparse

from cofab.geometry import refusals
from cofab.geometry.units import MM, THREE_MF
from cofab.geometry.unreadable import Unreadable

MOST_ENTRIES, MOST_BYTES, MOST_RATIO, MOST_DEPTH = 2_000, 400_000_000, 300, 20
MODEL = re.compile(r"^/?3D/[^/]+\.model$", re.IGNORECASE)


@dataclass(slots=True)
class Object:
    """An object of the file: its own triangles, or the objects it is put together from."""

    name: str
    points: list[tuple[float, float, float]] = field(default_factory=list)
    corners: list[tuple[int, int, int]] = field(default_factory=list)
    components: list[str] = field(default_factory=list)


def read(data: bytes, most_triangles: int) -> tuple[list[tuple[str, int, Any, Any]], str]:
    """Return [(name, count, points in mm, triangles)] and the unit; raises Unreadable."""
    xml = _model(data)
    try:
        objects, built, unit = _parsed(xml, most_triangles)
    except (ParseError, DefusedXmlException, ValueError, KeyError, TypeError, OverflowError):
        raise Unreadable(refusals.INVALID, problem="its model is not well-formed") from None
    counts: dict[str, int] = {}
    for key in built or list(objects):
        for leaf in _leaves(key, objects, MOST_DEPTH):
            counts[leaf] = counts.get(leaf, 0) + 1
            if counts[leaf] > 1_000_000:
                raise Unreadable(refusals.TOO_MANY, count=counts[leaf], limit=1_000_000)
    scale = MM[THREE_MF.get(unit, "mm")]
    found = []
    for key, count in counts.items():
        one = objects[key]
        points, corners = np.asarray(one.points, np.float64) * scale, np.asarray(one.corners, np.int64)
        if len(corners) == 0:
            continue
        if not np.isfinite(points).all() or corners.min() < 0 or corners.max() >= len(points):
            raise Unreadable(refusals.INVALID, problem="a triangle names a point that is not there")
        found.append((one.name, count, points, corners))
    return found, THREE_MF.get(unit, "mm")


def _model(data: bytes) -> bytes:
    """Return the model's XML; refuse a zip that is too large, too dense or locked."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = archive.infolist()
            total = sum(e.file_size for e in entries)
            if len(entries) > MOST_ENTRIES or total > MOST_BYTES or total > MOST_RATIO * max(len(data), 1):
                raise Unreadable(refusals.BOMB, megabytes=total // 1_000_000, files=len(entries))
            entry = next((e for e in entries if MODEL.match(e.filename)), None)
            if entry is None:
                raise Unreadable(refusals.INVALID, problem="it holds no model")
            with archive.open(entry) as file:
                xml = file.read(entry.file_size + 1)
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError, EOFError, OSError, ValueError):
        raise Unreadable(refusals.INVALID, problem="not a readable zip") from None
    if len(xml) > entry.file_size:
        raise Unreadable(refusals.BOMB, megabytes=len(xml) // 1_000_000, files=len(entries))
    return xml


def _parsed(xml: bytes, most: int) -> tuple[dict[str, Object], list[str], str]:
    objects: dict[str, Object] = {}
    built: list[str] = []
    unit, triangles, current = "millimeter", 0, Object("")
    for event, element in iterparse(io.BytesIO(xml), events=("start", "end"), forbid_dtd=True):
        tag = element.tag.rpartition("}")[2]
        if event == "start":
            if tag == "model":
                unit = element.get("unit", "millimeter")
            elif tag == "object":
                current = objects.setdefault(element.attrib["id"], Object(element.get("name", "")[:80]))
            continue
        if tag == "vertex":
            current.points.append((float(element.attrib["x"]), float(element.attrib["y"]), float(element.attrib["z"])))
        elif tag == "triangle":
            triangles += 1
            if triangles > most:
                raise Unreadable(refusals.TOO_MANY, count=triangles, limit=most)
            current.corners.append((int(element.attrib["v1"]), int(element.attrib["v2"]), int(element.attrib["v3"])))
        elif tag == "component":
            current.components.append(element.attrib["objectid"])
        elif tag == "item":
            built.append(element.attrib["objectid"])
        element.clear()
    return objects, built, unit


def _leaves(key: str, objects: dict[str, Object], depth: int) -> list[str]:
    """Return the objects with triangles under one, repeated as they are used."""
    if depth == 0:
        raise Unreadable(refusals.TOO_DEEP, depth=MOST_DEPTH, limit=MOST_DEPTH)
    one = objects.get(key)
    if one is None:
        raise Unreadable(refusals.INVALID, problem="it builds an object that is not there")
    found = [key] if one.corners else []
    for part in one.components:
        found += _leaves(part, objects, depth - 1)
        if len(found) > 100_000:
            raise Unreadable(refusals.TOO_MANY, count=len(found), limit=100_000)
    return found
