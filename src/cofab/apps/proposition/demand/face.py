"""A demand as its page shows it: numbers in words of the trade, sentences in the reader's language."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from cofab.apps.proposition.demand.mappers import brief_of
from cofab.apps.proposition.demand.models import Demand
from cofab.apps.proposition.demand.schemas import question_out
from cofab.apps.proposition.demand.selectors import said
from cofab.apps.proposition.demand.shapes import shapes
from cofab.apps.proposition.demand.trade import line_name, process_name
from cofab.apps.proposition.publish.selectors import process_names, town_names
from cofab.web import words
from cofab.web.figures.places import Part

TONES = {"draft": "draft", "reading": "go", "asking": "you", "ready": "go", "refused": "stop"}


def end_of(day: date) -> datetime:
    """Return the hour at which a due date ends, 18:00 local time."""
    return datetime.combine(day, time(18), timezone.get_current_timezone())


def state_word(state: str) -> str:
    """Return a demand's state in the reader's language."""
    names = {
        "draft": _("Draft"),
        "reading": _("Reading"),
        "asking": _("Your answer"),
        "ready": _("Ready"),
        "refused": _("Refused"),
    }
    return names[state]


def page(row: Demand) -> dict[str, Any]:
    """Return everything that a demand's page shows."""
    found = {
        "demand": row,
        "reading": row.reading,
        "refusal": said(row.refusal["code"], row.refusal["facts"]) if row.refusal else "",
    }
    return found | _understood(row) if row.state in ("asking", "ready") else found


def _understood(row: Demand) -> dict[str, Any]:
    questions = [_question(item, row) for item in row.routing["questions"]]
    waiting = [one for one in questions if one["answer"] is None]
    names = process_names()
    return {
        "town": town_names().get(row.town, row.town),
        "finishes": [_finish(f, names) for f in brief_of(row, row.answers).finishes],
        "took": words.grouped(row.reading["stats"].get("took_ms", 0) / 1000, 1),
        "due": timezone.localtime(row.due).date().isoformat(),
        "view": _view(row),
        "operations": [_operation(n, op, row) for n, op in enumerate(row.routing["operations"], 1)],
        "open": waiting,
        "open_count": len(waiting),
        "question": waiting[0] if waiting else None,
        "answered": [one for one in questions if one["answer"] is not None],
        "findings": [_finding(item) for item in row.reading["findings"]],
        "findings_count": len(row.reading["findings"]),
    } | _price(row)


def _finish(finish: Any, names: dict[str, str]) -> str:
    name = names.get(finish.process, process_name(finish.family))
    return f"{name} {finish.film_um} µm" if finish.film_um else name


def _size(row: Demand) -> str:
    return " × ".join(words.millimetres(um) for um in row.reading["part"]["size_um"]) + " mm"


def _view(row: Demand) -> Part:
    size = _size(row)
    note = f"{size} · {words.grouped(row.reading['part']['volume_mm3'] / 1000)} cm³"
    asked = [q for q in row.routing["questions"] if q["id"] not in row.answers]
    faces = asked[0]["faces"] if asked else ()
    label = _("3D model of %(title)s, %(size)s") % {"title": row.title, "size": size}
    return Part(reverse("demand:model", args=[row.key]), label, note, faces)


def _question(item: dict[str, Any], row: Demand) -> dict[str, Any]:
    found = question_out(item, row.answers)
    options = [
        {
            "id": o.id,
            "text": o.text,
            "money": words.signed(o.price_delta_minor * row.quantity, 0) if o.price_delta_minor else "",
            "each": _("%(money)s each") % {"money": words.money(o.price_delta_minor)} if o.price_delta_minor else "",
            "on": o.id == found.answer,
        }
        for o in found.options
    ]
    chosen = next((o["text"] for o in options if o["on"]), "")
    return {"id": found.id, "text": found.text, "options": options, "answer": found.answer, "said": chosen}


def _operation(number: int, op: dict[str, Any], row: Demand) -> dict[str, Any]:
    numbers = {other["id"]: str(10 * n) for n, other in enumerate(row.routing["operations"], 1)}
    features = [f for f in row.reading["part"]["features"] if f["id"] in op["features"]]
    return {
        "number": 10 * number,
        "name": process_name(op["process"]),
        "what": shapes(features) or _note(op["note"]),
        "after": ", ".join(numbers[one] for one in op["after"]) or words.NONE,
        "setup": words.grouped(op["setup_s"] / 60),
        "run": words.grouped(op["run_s"] / 60, 1),
        "batch": op["setup_s"] + op["run_s"] * row.quantity,
    }


def _note(note: str) -> str:
    notes = {"after.mask": _("holds after coating: masked"), "after.presize": _("holds after coating: cut larger")}
    return str(notes.get(note, "" if "." in note else note))


def _finding(item: dict[str, Any]) -> dict[str, Any]:
    faces = item["faces"]
    where = (_("face %(n)s") if len(faces) == 1 else _("faces %(n)s")) % {"n": ", ".join(map(str, faces[:4]))}
    cost = _("%(money)s a piece") % {"money": words.money(item["cost_minor"])} if item["cost_minor"] else ""
    facts = {"limit": item["limit"], "measured": item["measured"]}
    return {
        "tone": "care",
        "icon": "alert-triangle",
        "what": said(item["code"], facts),
        "why": " · ".join(filter(None, [item["rule"], cost])),
        "where": where if faces else "",
        "faces": faces,
    }


def _price(row: Demand) -> dict[str, Any]:
    price = row.price
    lines = _lines(row)
    low, high = price["low_minor"], price["high_minor"]
    total = {"name": _("Total incl. VAT"), "minor": (low + high) // 2, "low": low, "high": high}
    breaks = [
        (str(one["quantity"]), (one["low_minor"] + one["high_minor"]) / 200, _short(one))
        for one in price["breaks"]
        if one["quantity"] > 1 or row.quantity < 10
    ]
    each = {"low": low // row.quantity, "high": high // row.quantity}
    return {"price": price, "lines": lines, "total": total, "breaks": breaks, "each": each}


def _lines(row: Demand) -> list[dict[str, Any]]:
    """Return the price's lines, those of one operation's set-up and work as one."""
    operations = {op["id"]: op for op in row.routing["operations"]}
    joined: dict[tuple[str, str], dict[str, Any]] = {}
    for line in row.price["lines"]:
        op = operations.get(line["operation"])
        made = line["kind"] in ("setup", "run") and op is not None
        name = process_name(op["process"]) if made and op else line_name(line["kind"])
        one = joined.setdefault((name, line["operation"]), {"name": name, "why": "", "minor": 0, "low": 0, "high": 0})
        one["why"] = _minutes(op, row.quantity) if made and op else _reason(line, op, name)
        one["low"] += line["low_minor"]
        one["high"] += line["high_minor"]
        one["minor"] = (one["low"] + one["high"]) // 2
    return list(joined.values())


def _minutes(op: dict[str, Any], quantity: int) -> str:
    facts = {"setup": words.grouped(op["setup_s"] / 60), "n": quantity, "each": words.grouped(op["run_s"] / 60, 1)}
    return _("%(setup)s + %(n)s × %(each)s min") % facts


def _reason(line: dict[str, Any], op: dict[str, Any] | None, name: str) -> str:
    weight = line["facts"].get("weight_g")
    if line["kind"] == "material" and weight:
        return f"{line['facts'].get('material', '')} {words.grouped(weight / 1000, 1)} kg"
    why = process_name(op["process"]) if op else ""
    return "" if why == name else why


def _short(one: dict[str, int]) -> str:
    return words.money((one["low_minor"] + one["high_minor"]) // 2, 0)
