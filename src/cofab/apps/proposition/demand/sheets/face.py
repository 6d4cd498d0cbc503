"""The fields of a drawing in words, doubtful ones first, with their places on the page."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from cofab.apps.proposition.demand.models import Demand
from cofab.apps.proposition.demand.trade import process_name
from cofab.apps.proposition.publish.selectors import process_names
from cofab.core.proposition.demand.drawing import DOUBTFUL
from cofab.web import words

A4 = {"width": 8420, "height": 5950}
ROOM = 40
GROUPS = ("doubtful", "sure", "said")


def field_word(name: str) -> str:
    """Return what people call a field of a drawing."""
    names = {
        "part_no": _("Drawing number"),
        "title": _("Name"),
        "material": _("Material"),
        "quantity": _("Quantity"),
        "revision": _("Revision"),
        "scale": _("Scale"),
        "fit": _("Fit"),
        "thread": _("Thread"),
        "dimension": _("Size"),
        "finish": _("Finish"),
        "general_tolerance": _("General tolerance"),
        "roughness": _("Roughness"),
        "hardness": _("Hardness"),
        "heat_treatment": _("Heat treatment"),
        "note": _("Note"),
    }
    return names.get(name, name)


def value_word(name: str, value: Any) -> str:
    """Return a field's value as people write it."""
    if not isinstance(value, Mapping):
        return str(value)
    return WORDS.get(name, _listed)(value)


def _listed(value: Mapping[str, Any]) -> str:
    return ", ".join(f"{item}" for item in value.values() if item not in ("", 0, None, False))


def _fit(value: Mapping[str, Any]) -> str:
    return _times(value) + f"⌀{words.millimetres(value['diameter_um'])} {value['fit']}"


def _thread(value: Mapping[str, Any]) -> str:
    return _times(value) + str(value["thread"])


def _rough(value: Mapping[str, Any]) -> str:
    return f"Ra {words.millimetres(value['ra_nm'])}"


def _finish(value: Mapping[str, Any]) -> str:
    called = process_names().get(value.get("process", ""), process_name(value.get("family", "")))
    return f"{called} {value['film_um']} µm" if value.get("film_um") else called


def _size(value: Mapping[str, Any]) -> str:
    signs = {"diameter": "⌀", "sphere": "S⌀", "radius": "R", "sphere_radius": "SR", "chamfer": "C", "thickness": "t"}
    number = words.millimetres(value["nominal_um"])
    said = _times(value) + signs.get(value["kind"], "") + number + ("°" if value["kind"] == "angle" else "")
    upper, lower = value.get("upper_um", 0), value.get("lower_um", 0)
    if upper and upper == -lower:
        said += f" ±{words.millimetres(upper)}"
    elif upper or lower:
        said += f" {words.millimetres(upper)}/{words.millimetres(lower)}"
    if value.get("depth_um"):
        said += " " + _("%(depth)s deep") % {"depth": words.millimetres(value["depth_um"])}
    return said + (" " + _("through") if value.get("through") else "")


def _times(value: Mapping[str, Any]) -> str:
    return f"{value['count']} × " if value.get("count", 1) > 1 else ""


WORDS: dict[str, Callable[[Mapping[str, Any]], str]] = {
    "dimension": _size,
    "fit": _fit,
    "thread": _thread,
    "roughness": _rough,
    "finish": _finish,
}


def checking(row: Demand) -> dict[str, Any]:
    """Return the fields, doubtful ones first, the pages with their boxes, and how many still wait for a person."""
    fields = [_field(n, data, row.checked.get(str(n))) for n, data in enumerate(row.reading.get("drawing", []))]
    waiting = [one for one in fields if one["doubtful"] and one["state"] == "read"]
    fields.sort(key=lambda one: (GROUPS.index(one["group"]), one["number"]))
    return {
        "fields": fields,
        "fields_count": len(fields),
        "waiting": len(waiting),
        "said_count": len([one for one in fields if one["state"] != "read"]),
        "unsaid": len([one for one in fields if one["state"] == "read" and not one["doubtful"]]),
        "sheets": [_page(row, n, fields) for n in sorted({one["page"] for one in fields})],
    }


def _field(number: int, data: Mapping[str, Any], said: Mapping[str, Any] | None) -> dict[str, Any]:
    said = said or {}
    value = said.get("value", data["value"])
    doubtful, state = data.get("confidence", 100) < DOUBTFUL, said.get("state", "read")
    return {
        "number": number,
        "group": "said" if state != "read" else "doubtful" if doubtful else "sure",
        "name": field_word(data["name"]),
        "value": value_word(data["name"], value),
        "text": said.get("text", data["text"]),
        "read": data["text"],
        "page": data["page"],
        "box": data["box"],
        "sure": data.get("confidence", 100),
        "doubtful": doubtful,
        "state": state,
        "by": said.get("by", ""),
    }


def _page(row: Demand, number: int, fields: list[dict[str, Any]]) -> dict[str, Any]:
    """Return a page's size in tenths of a point, its picture where there is one, and a box for each field on it."""
    pages = row.reading.get("pages", [])
    size = pages[number] if number < len(pages) else A4
    high = size["height"]
    return {
        "number": number,
        "width": size["width"],
        "height": high,
        "picture": reverse("demand:page", args=[row.key, number]) if size.get("bytes") else "",
        "boxes": [_box(one, high) for one in fields if one["page"] == number and one["box"][2] > one["box"][0]],
    }


def _box(one: Mapping[str, Any], high: int) -> dict[str, Any]:
    left, low, right, top = one["box"]
    return {
        "number": one["number"],
        "x": left - ROOM,
        "y": high - top - ROOM,
        "width": right - left + 2 * ROOM,
        "height": top - low + 2 * ROOM,
        "doubtful": one["doubtful"] and one["state"] == "read",
        "title": f"{one['name']}: {one['value']}",
    }
