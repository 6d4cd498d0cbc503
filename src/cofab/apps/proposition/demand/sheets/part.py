"""A part from its drawing alone: its box from the largest sizes, its holes from fits, threads and diameters.

Promises: a drawing that does not tell how large the part is becomes a refusal that says what to add, never a guess.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from cofab.apps.proposition.demand.refusals import SIZE_UNKNOWN
from cofab.core.kernel.quantity import um_from_mm
from cofab.core.kernel.refusal import Refused
from cofab.core.proposition.demand.part import Feature, Part

PI_MILLIONTHS = 3_141_593
LARGEST_HOLE_UM = 20_000


def part_drawn(name: str, fields: Sequence[Mapping[str, Any]], blank_um: Sequence[int] = ()) -> Part:
    """Return the part that drawing fields (as JSON) and the blank's size, where it was said, describe.

    Refuses demand.size_unknown where they give no box.
    """
    across, along = _sizes(fields)
    size, turned = _box(across, along, blank_um)
    x, y, z = size
    volume = (PI_MILLIONTHS * x * x // 4 // 10**6 if turned else x * y) * z // 10**9
    area = (2 * x * y + 2 * x * z + 2 * y * z) // 10**6
    return Part(name, 1, 1, size, volume, area, _features(fields, size, turned), turned, faces=3 if turned else 6)


def _sizes(fields: Sequence[Mapping[str, Any]]) -> tuple[list[int], list[int]]:
    """Return the diameters and the lengths, the largest first."""
    across = [f["value"]["diameter_um"] for f in fields if f["name"] == "fit"]
    dimensions = [f["value"] for f in fields if f["name"] == "dimension"]
    across += [v["nominal_um"] for v in dimensions if v["kind"] == "diameter"]
    along = [v["nominal_um"] for v in dimensions if v["kind"] in ("length", "thickness")]
    return sorted(across, reverse=True), sorted(along, reverse=True)


def _box(across: list[int], along: list[int], blank_um: Sequence[int]) -> tuple[tuple[int, int, int], bool]:
    if len(blank_um) == 2:
        return (blank_um[0], blank_um[0], blank_um[1]), True
    if len(blank_um) == 3:
        return (blank_um[0], blank_um[1], blank_um[2]), False
    if across and along and across[0] > LARGEST_HOLE_UM and len(along) < 3:
        return (across[0], across[0], along[0]), True
    if across and along and across[0] >= along[0]:
        return (across[0], across[0], along[0]), True
    distinct = sorted(set(along), reverse=True)
    if len(distinct) < 3:
        raise Refused(SIZE_UNKNOWN, count=len(distinct))
    return (distinct[0], distinct[1], distinct[2]), False


def _features(fields: Sequence[Mapping[str, Any]], size: tuple[int, int, int], turned: bool) -> tuple[Feature, ...]:
    found: list[Feature] = []
    for field in fields:
        for kind, diameter, depth in _holes(field, size):
            if not (turned and diameter == size[0]):
                found.append(Feature(f"f{len(found) + 1}", kind, (), diameter, depth, (0, 0, 1)))
    if turned:
        found.append(Feature(f"f{len(found) + 1}", "turned.diameter", (), size[0], size[2], (0, 0, 1)))
    return tuple(found)


def _holes(field: Mapping[str, Any], size: tuple[int, int, int]) -> list[tuple[str, int, int]]:
    value, deep = field["value"], min(size)
    if field["name"] == "fit":
        inner = value["fit"][:1].isupper()
        kind = "hole.through" if value["diameter_um"] <= LARGEST_HOLE_UM else "bore.through"
        return [(kind, value["diameter_um"], deep)] * value.get("count", 1) if inner else []
    if field["name"] == "thread" and value["thread"].startswith("M"):
        nominal = um_from_mm(value["thread"][1:].partition("x")[0])
        depth = value.get("depth_um", 0)
        return [("hole.blind" if depth else "hole.through", nominal, depth or deep)] * value.get("count", 1)
    if field["name"] == "dimension" and value["kind"] == "diameter" and (value.get("through") or value["count"] > 1):
        depth = value.get("depth_um", 0)
        return [("hole.blind" if depth else "hole.through", value["nominal_um"], depth or deep)] * value["count"]
    return []
