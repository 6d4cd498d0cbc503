"""The price of a demand in words: a range with its lines, unit prices at other quantities, with and without VAT."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from cofab.apps.proposition.demand.models import Demand
from cofab.apps.proposition.demand.trade import line_name, material_name, process_name
from cofab.web import words


def price(row: Demand, vat: bool = False) -> dict[str, Any]:
    """Return the price's lines, total, unit prices and columns; `vat` tells whether VAT stands in them."""
    stored = row.price
    ends = ("low_minor", "high_minor") if vat else ("net_low_minor", "net_high_minor")
    low, high = stored[ends[0]], stored[ends[1]]
    total = {"name": _("Total incl. VAT") if vat else _("Total ex VAT"), "minor": (low + high) // 2}
    breaks = [_break(one, stored, vat) for one in stored["breaks"] if one["quantity"] > 1 or row.quantity < 10]
    quantities = [one["quantity"] for one in breaks]
    return {
        "price": stored,
        "vat": vat,
        "low": low,
        "high": high,
        "middle": (low + high) // 2,
        "each": (low + high) // 2 // row.quantity,
        "other_low": stored["net_low_minor"] if vat else stored["low_minor"],
        "other_high": stored["net_high_minor"] if vat else stored["high_minor"],
        "lines": _lines(row, vat),
        "total": {**total, "low": low, "high": high},
        "breaks": breaks,
        "columns": [(b["shown"], b["minor"] / 100, words.money(b["minor"], 0)) for b in breaks],
        "chosen": quantities.index(row.quantity) if row.quantity in quantities else -1,
    }


def _break(one: dict[str, int], stored: dict[str, Any], vat: bool) -> dict[str, Any]:
    ends = ("low_minor", "high_minor") if vat or "net_low_minor" not in one else ("net_low_minor", "net_high_minor")
    low, high = (one[end] for end in ends)
    if not vat and "net_low_minor" not in one:  # stored before prices told both
        low = low * stored["net_low_minor"] // max(1, stored["low_minor"])
        high = high * stored["net_high_minor"] // max(1, stored["high_minor"])
    shown = words.grouped(one["quantity"])
    return {"quantity": one["quantity"], "shown": shown, "low": low, "high": high, "minor": (low + high) // 2}


def _lines(row: Demand, vat: bool) -> list[dict[str, Any]]:
    """Return the price's lines, those of one operation's set-up and work as one."""
    operations = {op["id"]: op for op in row.routing["operations"]}
    joined: dict[tuple[str, str], dict[str, Any]] = {}
    for line in (line for line in row.price["lines"] if vat or line["kind"] != "vat"):
        op = operations.get(line["operation"])
        made = line["kind"] in ("setup", "run") and op is not None
        name = process_name(op["process"]) if made and op else line_name(line["kind"])
        one = joined.setdefault((name, line["operation"]), {"name": name, "why": "", "minor": 0, "low": 0, "high": 0})
        one["why"] = _minutes(op, row.quantity) if made and op else reason(line, op, name)
        one["low"] += line["low_minor"]
        one["high"] += line["high_minor"]
        one["minor"] = (one["low"] + one["high"]) // 2
    return list(joined.values())


def _minutes(op: dict[str, Any], quantity: int) -> str:
    facts = {"setup": words.grouped(op["setup_s"] / 60), "n": quantity, "each": words.grouped(op["run_s"] / 60, 1)}
    return _("%(setup)s + %(n)s × %(each)s min") % facts


def reason(line: dict[str, Any], op: dict[str, Any] | None, name: str) -> str:
    """Return what a line rests on, in a few words."""
    weight = line["facts"].get("weight_g")
    if line["kind"] == "material" and weight:
        return f"{material_name(line['facts'].get('material', ''))} {words.grouped(weight / 1000, 1)} kg"
    if ppm := line["facts"].get("ppm"):
        low, high = (words.percent(value / 1_000_000, 1) for value in ppm)
        return low if low == high else f"{low}–{high}"
    why = process_name(op["process"]) if op else ""
    return "" if why == name else why


def grounds(row: Demand) -> dict[str, Any]:
    """Return each line with its inputs as they were stored, and the rules used by name and hash."""
    operations = {op["id"]: process_name(op["process"]) for op in row.routing["operations"]}
    lines = [
        {
            "name": line_name(line["kind"]),
            "operation": operations.get(line["operation"], ""),
            "low": line["low_minor"],
            "high": line["high_minor"],
            "inputs": ", ".join(f"{name} {value}" for name, value in line["facts"].items()),
        }
        for line in row.price["lines"]
    ]
    return {"lines": lines, "rules": sorted(row.price["rules"].items()), "hash": row.rules}
