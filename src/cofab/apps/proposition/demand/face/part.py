"""The part on a demand's page: its 3D view, its features by equal shape, what is hard about it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from cofab.apps.proposition.demand.models import Demand
from cofab.apps.proposition.demand.selectors import said
from cofab.apps.proposition.demand.shapes import feature_name
from cofab.apps.proposition.demand.trade import rule_name
from cofab.web import words
from cofab.web.figures.places import Part

FEW = 2


def view(row: Demand, faces: Sequence[int] = ()) -> Part:
    """Return the 3D view of a demand's part, some faces lit at first."""
    return solid(row.reading["part"], row.title, reverse("demand:model", args=[row.key]), faces, bool(row.price))


def solid(part: Mapping[str, Any], title: str, glb: str, faces: Sequence[int] = (), scaled: bool = True) -> Part:
    """Return the 3D view of a part whose GLB lies at an address; no sizes where the file's scale is not known."""
    size = size_word(part)
    note = f"{size} · {words.grouped(part['volume_mm3'] / 1000)} cm³" if scaled else ""
    label = _("3D model of %(title)s, %(size)s") % {"title": title, "size": size}
    return Part(glb, label, note, faces, size_um=tuple(part["size_um"]) if scaled else ())


def size_word(part: Mapping[str, Any]) -> str:
    """Return the outer size of a part, "98 × 90 × 46 mm"."""
    return " × ".join(words.millimetres(um) for um in part["size_um"]) + " mm"


def faces_word(faces: Sequence[int]) -> str:
    """Return "face 12" or "faces 31–34, 40": runs of numbers as ranges, a long list cut off and counted."""
    runs = _runs(sorted(set(faces)))
    shown = ", ".join(str(a) if a == b else f"{a}–{b}" for a, b in runs[:FEW])
    if len(runs) > FEW:
        return _("faces %(n)s … (%(count)s)") % {"n": shown, "count": len(set(faces))}
    return (_("face %(n)s") if len(faces) == 1 else _("faces %(n)s")) % {"n": shown}


def _runs(numbers: Iterable[int]) -> list[tuple[int, int]]:
    found: list[tuple[int, int]] = []
    for n in numbers:
        if found and n == found[-1][1] + 1:
            found[-1] = (found[-1][0], n)
        else:
            found.append((n, n))
    return found


def features(part: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return the part's features, equal ones as one line with their count and all their faces."""
    joined: dict[str, dict[str, Any]] = {}
    for item in part["features"]:
        name = feature_name(item)
        one = joined.setdefault(name, {"name": name, "count": 0, "faces": []})
        one["count"] += 1
        one["faces"] += item["faces"]
    return [{**one, "where": faces_word(one["faces"])} for one in joined.values()]


def findings(row: Demand) -> list[dict[str, Any]]:
    """Return what is hard or doubtful about the part: rule, limit, measured, cost, faces, what to change."""
    return [finding(item) for item in row.reading.get("findings", [])]


def finding(item: Mapping[str, Any]) -> dict[str, Any]:
    """Return one stored finding in words."""
    faces = item["faces"]
    facts = {**item.get("facts", {}), "limit": item["limit"], "measured": item["measured"]}
    change = said(item["change"], facts) if item.get("change") else ""
    cost = _("%(money)s a piece") % {"money": words.money(item["cost_minor"])} if item["cost_minor"] else ""
    return {
        "tone": "care",
        "icon": "alert-triangle" if item["cost_minor"] else "info-circle",
        "what": said(item["code"], facts),
        "why": " · ".join(
            filter(None, [_("Rule: %(name)s") % {"name": rule_name(item["rule"])}, _measure(item), cost])
        ),
        "change": change,
        "where": faces_word(faces) if faces else "",
        "faces": faces,
    }


def _measure(item: Mapping[str, Any]) -> str:
    """Return "limit 1.5 mm, here 0.2 mm"; "" where the rule measures nothing."""
    if not item["limit"] and not item["measured"]:
        return ""
    facts = {"limit": _amount(item["limit"], item["unit"]), "measured": _amount(item["measured"], item["unit"])}
    return _("limit %(limit)s, here %(measured)s") % facts


def _amount(value: int, unit: str) -> str:
    """Return a value with its unit; films and fits in µm, other lengths in mm."""
    if unit == "um":
        return words.in_trade_units(f"{value} µm") if value else "0 mm"
    return f"{value} ×" if unit == "times" else f"{value} {unit}".strip()
