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
SHEET_UM = 6_000
"""Up to this thickness a plate with a stated thickness is cut from sheet; above it its outline is milled."""
LEAST_PPM = 200_000
Shape = tuple[str, int, int, dict[str, Any]]


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
    volume = size[0] * size[1] * size[2] if not turned else _turned_volume(features, size)
    area = 2 * (size[0] * size[1] + size[0] * size[2] + size[1] * size[2])
    return Part(name, 1, 1, size, round(volume / 1e9) or 1, area // 10**6, features, turned, 0)


def _of_lengths(um: tuple[int, ...]) -> tuple[tuple[int, int, int], bool]:
    return ((um[0], um[0], um[1]), True) if len(um) == 2 else ((um[0], um[1], um[2]), False)


def _box(fields: Sequence[Field]) -> tuple[tuple[int, int, int], bool] | None:
    lengths = [f for f in fields if f.name == "dimension" and f.value["kind"] == "length"]
    thick = [f.value["nominal_um"] for f in fields if f.name == "dimension" and f.value["kind"] == "thickness"]
    round_um = max(_outer(fields), default=0)
    if round_um and lengths and _is_round(fields, lengths, round_um):
        return (round_um, round_um, _along(fields, lengths, round_um)), True
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


def sizes_drawn(fields: Sequence[Field], part: Part) -> tuple[tuple[int, ...], ...]:
    """Return the sizes that a drawing leaves possible, the likeliest first: of a turned part each length it names."""
    if not part.turned:
        return (part.size_um,)
    across, likely = part.size_um[0], part.size_um[2]
    every = {f.value["nominal_um"] for f in fields if f.name == "dimension" and f.value["kind"] == "length"}
    others = sorted((um for um in every - {likely} if 2 * um >= min(likely, across // 2)), reverse=True)
    return ((across, likely), *((across, um) for um in others[:2]))


def _along(fields: Sequence[Field], lengths: Sequence[Field], round_um: int) -> int:
    """Return the length along the axis: the largest, unless all fit across the part.

    Then a length that stands nearer to the callouts of holes than to any diameter belongs to the face view, such as
    the width across flats of a flange.
    """
    if max(f.value["nominal_um"] for f in lengths) < round_um:
        beside = [f for f in fields if f.name == "dimension" and f.value["kind"] == "diameter" and _is_outer(f, fields)]
        faces = [f for f in fields if isinstance(f.value, dict) and f.value.get("count", 1) > 1]
        side = [f for f in lengths if not faces or _distance(f, beside) <= _distance(f, faces)]
        lengths = side or lengths
    return int(max(f.value["nominal_um"] for f in lengths))


def _distance(field: Field, others: Sequence[Field]) -> float:
    x, y = _middle(field)
    return min((math.dist((x, y), _middle(o)) for o in others if o.page == field.page), default=math.inf)


def _middle(field: Field) -> tuple[float, float]:
    left, low, right, high = field.box
    return (left + right) / 2, (low + high) / 2


def _third(lying: Sequence[int], standing: Sequence[int]) -> bool:
    return bool({*lying, *standing} - {lying[0], standing[0]})


def _outer(fields: Sequence[Field]) -> Iterator[int]:
    """Yield the diameters that are no holes: without count, depth or "through", and the fits of shafts."""
    for field in fields:
        value = field.value
        if field.name == "fit" and value["fit"][0].islower():
            yield value["diameter_um"]
        if field.name == "dimension" and value["kind"] == "diameter" and _is_outer(field, fields):
            yield value["nominal_um"]


def _is_outer(field: Field, fields: Sequence[Field]) -> bool:
    """Tell a diameter that is no hole, and no pitch circle: one told in the same line as several holes."""
    value = field.value
    if {"through", "depth_um", "form"} & set(value) or value["count"] > 1:
        return False
    line = [f for f in fields if f.page == field.page and f.box == field.box and f is not field]
    return not any(isinstance(f.value, dict) and f.value.get("count", 1) > 1 for f in line)


def _is_round(fields: Sequence[Field], lengths: Sequence[Field], round_um: int) -> bool:
    """Tell a turned part: a shaft's fit, several plain diameters, or one that no standing length can hold."""
    shaft = any(f.name == "fit" and f.value["fit"][0].islower() for f in fields)
    standing = max((f.value["nominal_um"] for f in lengths if f.turned), default=0)
    bores = max((f.value["diameter_um"] for f in fields if f.name == "fit" and f.value["fit"][0].isupper()), default=0)
    several = len(list(_outer(fields))) > 1 or round_um > bores
    return shaft or (several and standing < round_um)


def _features(fields: Sequence[Field], size: tuple[int, int, int], turned: bool) -> Iterator[Feature]:
    made = [*(_round_ones(fields, size) if turned else _plate(fields, size))]
    made += [one for field in fields for one in _holes(field, min(size), turned)]
    for number, (kind, diameter, depth, facts) in enumerate(made, 1):
        yield Feature(f"f{number}", kind, (), diameter, depth, UP, facts)


def _round_ones(fields: Sequence[Field], size: tuple[int, int, int]) -> Iterator[Shape]:
    """Yield the turned diameters, the largest over the whole length; one that a fitted bore would swallow is a bore."""
    bore = max((f.value["diameter_um"] for f in fields if f.name == "fit" and f.value["fit"][0].isupper()), default=0)
    yield "turned.diameter", size[0], size[2], {}
    told = {um for um in _outer(fields) if um < size[0]}
    for um in sorted(told, reverse=True):
        yield ("bore.through", um, size[2], {"form": "plain"}) if um < bore else ("turned.diameter", um, 0, {})


def _plate(fields: Sequence[Field], size: tuple[int, int, int]) -> Iterator[Shape]:
    """Yield the outline of a plate: cut from sheet where a thin thickness is told, else milled."""
    thick = [f.value["nominal_um"] for f in fields if f.name == "dimension" and f.value["kind"] == "thickness"]
    if thick and min(thick) <= SHEET_UM and min(size) <= SHEET_UM:
        yield "sheet", 0, 0, {"thickness_um": min(size)}
    else:
        yield "outline", 0, min(size), {}


def _turned_volume(features: Sequence[Feature], size: tuple[int, int, int]) -> float:
    """Return a volume in µm³: the told diameters share the length alike, less bores through; never under a fifth."""
    outer = [f.diameter_um for f in features if f.kind == "turned.diameter"]
    bored = max((f.diameter_um for f in features if f.kind == "bore.through"), default=0)
    squares = sum(d * d for d in outer) / len(outer) - bored * bored
    return math.pi / 4 * max(squares, size[0] ** 2 * LEAST_PPM / 1e6) * size[2]


def _holes(field: Field, deep: int, turned: bool) -> Iterator[Shape]:
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


def _hole(diameter_um: int, depth_um: int, deep: int, form: str) -> Shape:
    """Return a hole; a depth beyond the part goes through it."""
    blind = 0 < depth_um < deep
    return ("hole.blind" if blind else "hole.through"), diameter_um, depth_um if blind else deep, {"form": form}
