"""Sizes on a drawing: dimensions with tolerances, fits, threads, holes with their depth."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

from cofab.core.proposition.demand.drawing import signs
from cofab.core.proposition.demand.drawing.signs import count, limits, um

Found = tuple[str, Any, re.Match[str], int]
SURE, FAIRLY, HARDLY = 97, 92, 70
_NO_SIGN = re.compile(
    rf"^((?:\d{{1,3}}\s*[xX]\s*)?)0(?=[1-9]\d*(?:\.\d+)?(?:\s*(?:±|{signs.FIT}|thr|通|深|\(|$)|\.\d))", re.I
)

_GLUED = re.compile(r"(?<=\d)0\s*/\s*-(?=\s*\d)")


def read_sizes(text: str) -> Iterator[Found]:
    """Yield (field, value, match, how sure the rule is) of one cell; what one rule took, no other reads."""
    text = _GLUED.sub(r" 0/-", _NO_SIGN.sub(r"\1⌀", text))
    for rule in _RULES:
        for name, value, match, sure in rule(text):
            yield name, value, match, sure
            text = text[: match.start()] + " " * (match.end() - match.start()) + text[match.end() :]


def _threads(text: str) -> Iterator[Found]:
    for match in signs.THREAD.finditer(text):
        thread = re.sub(r"\s*[xX]\s*", "x", match["thread"].strip())
        thread = re.sub(r"^(M|G|Rc|Rp|ZG)\s+", r"\1", thread)
        if thread.startswith("M") and not 1 <= float(re.findall(r"[\d.]+", thread)[0]) <= 160:
            continue
        value = {"thread": thread, "count": count(match), **_depth(text, match.end())}
        yield "thread", value, _longer(match, text, value), SURE


_BEHIND = re.compile(rf"\s*(?:{signs.THROUGH}\s*)?(?:{signs.DEEP}|⌀\s*(?P<deep3>{signs.N}))", re.I)


def _depth(text: str, end: int) -> dict[str, int]:
    match = _BEHIND.match(text, end)
    return {"depth_um": um(match["deep"] or match["deep2"] or match["deep3"])} if match else {}


def _longer(match: re.Match[str], text: str, value: dict[str, Any]) -> re.Match[str]:
    """Return the match stretched over the depth or the word for through behind it."""
    tail = rf"(?:\s*{signs.THROUGH.replace('?P<through>', '?:')})?"
    if "depth_um" in value:
        tail += rf"\s*(?:{signs.DEEP}|⌀\s*{signs.N})"
    found = re.compile(re.escape(match.group()) + tail, re.I).match(text, match.start())
    return found or match


def _fits(text: str) -> Iterator[Found]:
    for pattern, sure in ((signs.FITTED, SURE), (signs.BARE_FIT, HARDLY)):
        for match in pattern.finditer(text):
            if um(match["n"]) <= 500_000:
                yield "fit", {"diameter_um": um(match["n"]), "fit": match["fit"], "count": count(match)}, match, sure


def _diameters(text: str) -> Iterator[Found]:
    match = signs.DIAMETER.search(text)
    while match:
        value, end = _diameter(match, text)
        whole = re.compile(re.escape(text[match.start() : end])).match(text, match.start())
        yield "dimension", value, whole or match, SURE
        match = signs.DIAMETER.search(text, end)


def _diameter(match: re.Match[str], text: str) -> tuple[dict[str, Any], int]:
    """Return the value of a diameter with what stands behind it: through, depth, counterbore; and where it ends."""
    value: dict[str, Any] = {"kind": "sphere" if match["ball"] else "diameter", "nominal_um": um(match["n"]),
                             **limits(match), "count": count(match)}  # fmt: skip
    end = match.end()
    through = re.compile(rf"\s*,?\s*{signs.THROUGH}", re.I).match(text, end)
    if through:
        value["through"], end = True, through.end()
    bore = re.compile(r"\s*[,;/]?\s*" + signs.BORE.pattern, re.I).match(text, end)
    if bore and um(bore["bore"]) > value["nominal_um"]:
        value.pop("through", None)
        value |= {"form": "countersink" if bore["sink"] else "counterbore", "bore_um": um(bore["bore"])}
        deep = bore["deep"] or bore["deep2"]
        return (value | {"depth_um": um(deep)} if deep else value), bore.end()
    deep_match = re.compile(rf"\s*(?:{signs.DEEP})", re.I).match(text, end)
    if deep_match and not through:
        value["depth_um"], end = um(deep_match["deep"] or deep_match["deep2"]), deep_match.end()
    return value, end


def _radii(text: str) -> Iterator[Found]:
    for match in signs.RADIUS.finditer(text):
        kind = "sphere_radius" if match["ball"] else "radius"
        yield (
            "dimension",
            {"kind": kind, "nominal_um": um(match["n"]), **limits(match), "count": count(match)},
            match,
            SURE,
        )


def _chamfers(text: str) -> Iterator[Found]:
    for pattern in (signs.CHAMFER, signs.ANY_CHAMFER):
        for match in pattern.finditer(text):
            size = um(match["n"] or match["n2"] or match["n3"])
            value = {"kind": "chamfer", "nominal_um": size, "upper_um": 0, "lower_um": 0, "count": count(match)}
            yield "dimension", value, match, SURE


def _thickness(text: str) -> Iterator[Found]:
    for match in signs.THICK.finditer(text):
        value = {
            "kind": "thickness",
            "nominal_um": um(match["n"] or match["n2"]),
            "upper_um": 0,
            "lower_um": 0,
            "count": 1,
        }
        yield "dimension", value, match, SURE


def _lengths(text: str) -> Iterator[Found]:
    match = signs.PLAIN.match(text.strip())
    if match and 0 < um(match["n"]) <= 20_000_000 and not match["n"].startswith("00"):
        kind = "angle" if match["degrees"] else "length"
        yield (
            "dimension",
            {"kind": kind, "nominal_um": um(match["n"]), **limits(match), "count": count(match)},
            match,
            FAIRLY,
        )


_RULES: tuple[Callable[[str], Iterator[Found]], ...] = (
    _chamfers, _fits, _threads, _diameters, _radii, _thickness, _lengths,
)  # fmt: skip
