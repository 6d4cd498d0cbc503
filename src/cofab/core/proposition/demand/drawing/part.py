"""A part from its drawing alone: its box from the sizes, its features from callouts.

Promises: sizes that do not make a box make no part: None, and the caller asks. Round parts are told by diameters that
are no holes; of a plate's lengths the largest that lies, the largest that stands and the smallest make the box.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from cofab.core.kernel.quantity import um_from_mm
from cofab.core.proposition.demand.drawing.words import Field
from cofab.core.proposition.demand.part import Feature, Part

UP = (0, 0, 1000)
DRILLED_UM = 40_000


def part_drawn(
    name: str, fields: Sequence[Field], blank_um: tuple[int, ...] = (), size_um: tuple[int, ...] = ()
) -> Part | None:
    """Return the part that a drawing's fields describe; `blank_um` (box or round bar) stands in where sizes lack.

    `size_um`, a box or diameter and length, is the size as a person confirmed or corrected it, and rules.
    """
    box = _of_lengths(size_um) if size_um else _box(fields) or (_of_lengths(blank_um) if blank_um else None)
    if box is None:
        return None
    size, turned = box
    features = tuple(_features(fields, size, turned))
    volume = math.pi / 4 * size[0] * size[1] * size[2] if turned else size[0] * size[1] * size[2]
    area = 2 * (size[0] * size[1] + size[0] * size[2] + size[1] * size[2])
    return Part(name, 1, 1, size, round(volume / 1e9) or 1, area // 10**6, features, turned, 0)


def _of_lengths(um: tuple[int, ...]) -> tuple[tuple[int, int, int], bool]:
    return ((um[0], um[0], um[1]), True) if len(um) == 2 else ((um[0], um[1], um[2]), False)


def _box(fields: Sequence[Field]) -> tuple[tuple[int, int, int], bool] | None:
    lengths = [f for f in fields if f.name == "dimension" and f.value["kind"] == "length"]
    thick = [f.value["nominal_um"] for f in fields if f.name == "dimension" and f.value["kind"] == "thickness"]
    round_um = max(_outer(fields), default=0)
    if round_um and lengths and _is_round(fields, lengths, round_um):
        return (round_um, round_um, max(f.value["nominal_um"] for f in lengths)), True
    lying = sorted({f.value["nominal_um"] for f in lengths if not f.turned}, reverse=True)
    standing = sorted({f.value["nominal_um"] for f in lengths if f.turned}, reverse=True)
    if lying and standing and (thick or len(lying) + len(standing) > 2):
        least = thick or [min(u for u in (*lying, *standing) if u not in (lying[0], standing[0])) if _third(
            lying, standing) else 0]  # fmt: skip
        return ((lying[0], standing[0], least[0]), False) if least[0] else None
    every = sorted({*lying, *standing}, reverse=True)
    if thick and len(every) >= 2:
        return (every[0], every[1], thick[0]), False
    return ((every[0], every[1], every[-1]), False) if len(every) == 3 else None


def _third(lying: Sequence[int], standing: Sequence[int]) -> bool:
    return bool({*lying, *standing} - {lying[0], standing[0]})


def _outer(fields: Sequence[Field]) -> Iterator[int]:
    """Yield the diameters that are no holes: without count, depth or "through", and the fits of shafts."""
    for field in fields:
        value = field.value
        if field.name == "fit" and value["fit"][0].islower():
            yield value["diameter_um"]
        hole = {"through", "depth_um", "form"} & set(value) if isinstance(value, dict) else True
        if field.name == "dimension" and value["kind"] == "diameter" and value["count"] == 1 and not hole:
            yield value["nominal_um"]


def _is_round(fields: Sequence[Field], lengths: Sequence[Field], round_um: int) -> bool:
    """Tell a turned part: a shaft's fit, several plain diameters, or one that no standing length can hold."""
    shaft = any(f.name == "fit" and f.value["fit"][0].islower() for f in fields)
    standing = max((f.value["nominal_um"] for f in lengths if f.turned), default=0)
    bores = max((f.value["diameter_um"] for f in fields if f.name == "fit" and f.value["fit"][0].isupper()), default=0)
    several = len(list(_outer(fields))) > 1 or round_um > bores
    return shaft or (several and standing < round_um)


def _features(fields: Sequence[Field], size: tuple[int, int, int], turned: bool) -> Iterator[Feature]:
    number = 0
    if turned:
        number += 1
        yield Feature("f1", "turned.diameter", (), size[0], size[2], UP)
    for field in fields:
        for kind, diameter, depth, facts in _holes(field, min(size), turned):
            number += 1
            yield Feature(f"f{number}", kind, (), diameter, depth, UP, facts)


def _holes(field: Field, deep: int, turned: bool) -> Iterator[tuple[str, int, int, dict[str, str]]]:
    value = field.value
    if field.name == "fit" and value["fit"][0].isupper():
        kind = "bore.through" if turned and value["diameter_um"] > 12_000 else "hole.through"
        yield from [(kind, value["diameter_um"], deep, {"form": "plain"})] * value["count"]
    elif field.name == "thread" and value["thread"].startswith("M"):
        nominal = um_from_mm(value["thread"][1:].partition("x")[0])
        yield from [_hole(nominal, value.get("depth_um", 0), deep, "plain")] * value["count"]
    elif field.name == "dimension" and value["kind"] == "diameter" and _is_hole(value):
        form, sunk = value.get("form", "plain"), "form" in value
        depth = 0 if sunk else value.get("depth_um", 0)
        yield from [_hole(value["nominal_um"], depth, deep, form)] * value["count"]


def _is_hole(value: Mapping[str, Any]) -> bool:
    said = value.get("through") or value.get("form") or value.get("depth_um") or value["count"] > 1
    return bool(said) and value["nominal_um"] <= DRILLED_UM


def _hole(diameter_um: int, depth_um: int, deep: int, form: str) -> tuple[str, int, int, dict[str, str]]:
    return ("hole.blind" if depth_um else "hole.through"), diameter_um, depth_um or deep, {"form": form}
