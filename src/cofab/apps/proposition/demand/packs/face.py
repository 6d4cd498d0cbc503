"""A pack's demand as its page shows it."""

from __future__ import annotations

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from cofab.apps.proposition.demand import face
from cofab.apps.proposition.demand.face.price import reason
from cofab.apps.proposition.demand.models import Demand
from cofab.apps.proposition.demand.packs.forms import shown_matrix
from cofab.apps.proposition.demand.packs.selectors import clauses_for, in_words, is_sample, needs_sample
from cofab.apps.proposition.demand.packs.telling import pack_for
from cofab.apps.proposition.demand.trade import line_name
from cofab.apps.proposition.publish.selectors import process_names, town_names
from cofab.core.proposition.demand.packs.estimate import said
from cofab.core.proposition.demand.packs.model import MATRIX
from cofab.core.proposition.demand.packs.routing import steps_of, wanted
from cofab.web import words


def page(row: Demand, language: str) -> dict[str, Any]:
    """Return everything that a pack's demand shows."""
    pack, answers = pack_for(row), row.reading["pack"]["form"]
    zh = language.startswith("zh")
    matrix = next((answers[a.id] for a in pack.asks if a.kind == MATRIX), None)
    return {
        "demand": row,
        "trade": in_words(pack),
        "pack": pack,
        "town": town_names().get(row.town, row.town),
        "state": face.state_word(row.state),
        "due_day": timezone.localtime(row.due).date().isoformat(),
        "answers": [
            (in_words(a), _answer(a, answers, zh)) for a in pack.asks if a.kind != MATRIX and answers[a.id] != ""
        ],
        "matrix": shown_matrix(matrix) if matrix else None,
        "operations": _operations(row),
        "lines": _lines(row),
        "total": {"name": _("Total incl. VAT"), **_ends(row.price)},
        "each": {end: row.price[f"{end}_minor"] // row.quantity for end in ("low", "high")},
        "clauses": [c["zh" if zh else "en"] for c in clauses_for(row)],
        "quality": [(in_words(item), item["limit"]) for item in pack.values["quality"]],
        "is_sample": is_sample(row),
        "needs_sample": needs_sample(row),
    }


def _answer(ask: Any, answers: dict[str, Any], zh: bool) -> str:
    told = said(ask, answers[ask.id], "zh" if zh else "en")
    return f"{told} {ask.unit}".strip()


def _ends(price: dict[str, Any]) -> dict[str, int]:
    low, high = price["low_minor"], price["high_minor"]
    return {"low": low, "high": high, "minor": (low + high) // 2}


def _operations(row: Demand) -> list[dict[str, Any]]:
    pack, answers = pack_for(row), row.reading["pack"]["form"]
    steps = [s for s in steps_of(pack, is_sample(row)) if wanted(pack, s, answers)]
    names = process_names()
    found = []
    for n, (op, step) in enumerate(zip(row.routing["operations"], steps, strict=True), 1):
        processes = [names.get(p, p) for p in op["requirement"]["any_of"]]
        found.append(
            {
                "number": 10 * n,
                "name": in_words(step),
                "what": ", ".join(processes),
                "setup": words.grouped(op["setup_s"] / 60),
                "run": words.grouped(op["run_s"] / 60, 1),
                "batch": op["setup_s"] + op["run_s"] * row.quantity,
            }
        )
    return found


def _lines(row: Demand) -> list[dict[str, Any]]:
    """Return the price's lines, those of one operation as one."""
    pack = pack_for(row)
    steps = [s for s in steps_of(pack, is_sample(row)) if wanted(pack, s, row.reading["pack"]["form"])]
    named = {op["id"]: in_words(step) for op, step in zip(row.routing["operations"], steps, strict=True)}
    operations = {op["id"]: op for op in row.routing["operations"]}
    joined: dict[tuple[str, str], dict[str, Any]] = {}
    for line in row.price["lines"]:
        op = operations.get(line["operation"])
        name = named[op["id"]] if op else line_name(line["kind"])
        why = _minutes(op, line) if op else reason(line, op, name)
        one = joined.setdefault((name, line["operation"]), {"name": name, "why": why, "minor": 0, "low": 0, "high": 0})
        one["why"] = why if line["kind"] == "run" else one["why"]
        one["low"] += line["low_minor"]
        one["high"] += line["high_minor"]
        one["minor"] = (one["low"] + one["high"]) // 2
    return list(joined.values())


def _minutes(op: dict[str, Any], line: dict[str, Any]) -> str:
    """Return what an operation's line rests on: set-up and minutes of the pieces that are counted."""
    if not op["setup_s"] + op["run_s"]:
        return ""
    count = line["facts"].get("quantity", 1)
    facts = {"setup": words.grouped(op["setup_s"] / 60), "n": count, "each": words.grouped(op["run_s"] / 60, 1)}
    return _("%(setup)s + %(n)s × %(each)s min") % facts
