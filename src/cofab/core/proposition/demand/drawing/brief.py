"""What a drawing adds to a buyer's brief; what he said himself stays."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Any

from cofab.core.kernel.quantity import um_from_mm
from cofab.core.kernel.refusal import Refused
from cofab.core.proposition.demand.brief import Brief, Callout, Finish, Treatment
from cofab.core.proposition.demand.drawing.words import Field
from cofab.core.proposition.demand.material import material, narrowed

GENERAL_UM = {"f": 100, "m": 200, "c": 500, "v": 1000}


def brief_with(brief: Brief, fields: Iterable[Field]) -> Brief:
    """Return the brief completed from a drawing: what the buyer said himself stays, callouts are added."""
    for field in fields:
        brief = _WRITERS.get(field.name, _unchanged)(brief, field.value)
    return brief


def _unchanged(brief: Brief, value: Any) -> Brief:
    return brief


def _with_material(brief: Brief, value: Any) -> Brief:
    """A grade takes the place of its family; a material that nobody knows is kept as the drawing's word, and asked."""
    if brief.material:
        return replace(brief, material=narrowed(brief.material, value) or brief.material)
    try:
        return replace(brief, material=value if material(value) else "")
    except Refused:
        return replace(brief, sources={**brief.sources, "material": {"drawing": value}})


def _with_fit(brief: Brief, value: Any) -> Brief:
    callout = Callout(value["diameter_um"], value["fit"], count=value["count"])
    return replace(brief, callouts=(*brief.callouts, callout))


def _with_thread(brief: Brief, value: Any) -> Brief:
    metric = re.match(r"M(\d+(?:\.\d+)?)", value["thread"])
    if metric is None:
        return brief
    callout = Callout(um_from_mm(metric.group(1)), thread=value["thread"], count=value["count"],
                      depth_um=value.get("depth_um", 0))  # fmt: skip
    return replace(brief, callouts=(*brief.callouts, callout))


def _with_finish(brief: Brief, value: Any) -> Brief:
    finish = Finish(**value)
    known = any(f.family == finish.family for f in brief.finishes)
    return brief if known else replace(brief, finishes=(*brief.finishes, finish))


def _with_tolerance(brief: Brief, value: Any) -> Brief:
    grade = str(value).partition("-")[2][:1].lower()
    return replace(brief, tolerance_um=brief.tolerance_um or GENERAL_UM[grade]) if grade in GENERAL_UM else brief


def _with_heat(brief: Brief, value: Any) -> Brief:
    """A treatment that is told takes over a hardness told before it."""
    if any(t.process == value["process"] for t in brief.treatments):
        return brief
    alone = [t for t in brief.treatments if not t.process]
    rest = tuple(t for t in brief.treatments if t.process)
    hardness = alone[0].hardness_hrc if alone else 0
    return replace(brief, treatments=(*rest, Treatment(value["process"], hardness)))


def _with_hardness(brief: Brief, value: Any) -> Brief:
    """The middle of a hardness HRC belongs to the last treatment told, or asks for one; other scales stay notes."""
    if value["scale"] != "HRC":
        return brief
    hrc = (value["low"] + value["high"]) // 2
    if not brief.treatments:
        return replace(brief, treatments=(Treatment("", hrc),))
    *rest, last = brief.treatments
    return brief if last.hardness_hrc else replace(brief, treatments=(*rest, replace(last, hardness_hrc=hrc)))


def _with_roughness(brief: Brief, value: Any) -> Brief:
    return replace(brief, callouts=(*brief.callouts, Callout(0, ra_nm=value["ra_nm"]))) if value["general"] else brief


_WRITERS: dict[str, Callable[[Brief, Any], Brief]] = {
    "material": _with_material,
    "quantity": lambda brief, value: brief if brief.quantity else replace(brief, quantity=value),
    "revision": lambda brief, value: brief if brief.revision else replace(brief, revision=str(value)),
    "fit": _with_fit,
    "thread": _with_thread,
    "finish": _with_finish,
    "general_tolerance": _with_tolerance,
    "heat_treatment": _with_heat,
    "hardness": _with_hardness,
    "roughness": _with_roughness,
}
