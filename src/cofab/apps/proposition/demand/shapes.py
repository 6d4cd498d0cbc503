"""A part's features in a line of the trade's words: "2 × flat · 6 × ⌀6.6 through · 4 × ⌀4.2, 12 deep"."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext as _

from cofab.web import words

MOST = 5


def shapes(features: Iterable[Mapping[str, Any]]) -> str:
    """Return the features (as a reading stores them) in words, equal ones counted; at most MOST kinds, then "…"."""
    counted = Counter(filter(None, map(_shape, features)))
    said = [f"{count} × {name}" if count > 1 else name for name, count in counted.items()]
    return " · ".join([*said[:MOST], *(["…"] if len(said) > MOST else [])])


def _shape(feature: Mapping[str, Any]) -> str:
    family, _dot, kind = feature["kind"].partition(".")
    across = words.millimetres(feature["diameter_um"])
    if family == "turned":
        return f"⌀{across}" if kind == "diameter" else ""
    if family == "bore":
        return _("⌀%(across)s bore") % {"across": across}
    if family == "hole":
        return _hole(kind, across, feature["depth_um"])
    return {
        "groove": _("groove"),
        "flat": _("flat"),
        "pocket": _("pocket"),
        "slot": _("slot"),
        "step": _("step"),
        "outline": _("outline"),
    }.get(family, "")


def _hole(kind: str, across: str, depth_um: int) -> str:
    if kind == "through":
        return _("⌀%(across)s through") % {"across": across}
    return _("⌀%(across)s, %(depth)s deep") % {"across": across, "depth": words.millimetres(depth_um)}


def feature_name(feature: Mapping[str, Any]) -> str:
    """Return what people call one feature, with the size that tells it from others; its kind where nobody named it."""
    return _shape(feature) or _plain(feature)


def _plain(feature: Mapping[str, Any]) -> str:
    family, _dot, _kind = feature["kind"].partition(".")
    names = {
        "turned.face": _("turned face"),
        "turned.cone": _("cone"),
        "turned.form": _("turned form"),
        "turned": _("turned diameter"),
        "chamfer": _("chamfer"),
        "fillet": _("fillet"),
        "bevel": _("bevel"),
        "wall": _("thin wall"),
        "sheet": _("sheet"),
        "weld": _("weld"),
        "bend": _("bend"),
        "boss": _("boss"),
        "rib": _("rib"),
        "thread": _("thread"),
    }
    return names.get(feature["kind"]) or names.get(family) or feature["kind"].replace(".", " ")
