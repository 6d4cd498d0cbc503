"""The operations of a demand in words: what, after what, how long."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from cofab.apps.proposition.demand.editing.face import history
from cofab.apps.proposition.demand.editing.standing import redoable, undoable
from cofab.apps.proposition.demand.mappers import edits_of
from cofab.apps.proposition.demand.models import Demand
from cofab.apps.proposition.demand.selectors import said
from cofab.apps.proposition.demand.shapes import shapes
from cofab.apps.proposition.demand.trade import PROCESSES, process_name
from cofab.apps.proposition.publish.selectors import process_names
from cofab.web import words


def operations(row: Demand) -> list[dict[str, Any]]:
    """Return every operation with its number, words, minutes, hours of the batch and the faces it makes."""
    stored = row.routing["operations"]
    numbers = {op["id"]: str(10 * n) for n, op in enumerate(stored, 1)}
    known = {f["id"]: f for f in row.reading["part"]["features"]}
    found = [_operation(op, numbers, [known[f] for f in op["features"] if f in known], row.quantity) for op in stored]
    ids, locked = [op["id"] for op in stored], row.routing.get("locked", ())
    for n, one in enumerate(found):
        one["locked"] = one["id"] in locked
        one["up"] = (ids[n - 2] if n > 1 else "") if n else None
        one["down"] = ids[n + 1] if n + 1 < len(ids) else None
    return found


def editing(row: Demand, edit_url: str) -> dict[str, Any]:
    """Return what the routing editor shows besides the operations: alternatives, history, undo and redo."""
    edits = edits_of(row)
    told = history(row)
    return {
        "edit_url": edit_url,
        **_alternatives(row),
        "aside": len(row.routing.get("aside", [])),
        "undo": undoable(edits),
        "redo": redoable(edits),
        "edits": told,
        "edits_count": len(told),
        "processes": [(family, process_name(family)) for family in PROCESSES],
    }


def _alternatives(row: Demand) -> dict[str, Any]:
    """Return the other ways, the cheapest first, and what it saves; "" where none does."""
    found = sorted(row.routing.get("alternatives", []), key=lambda item: item["delta_minor"])
    least, names = (found[0]["delta_minor"] if found else 0), process_names()
    return {
        "alternatives": [_alternative(item, names, row.quantity) for item in found],
        "alternatives_count": len(found),
        "saving": words.money(-least, 0) if least < 0 else "",
    }


def _alternative(item: dict[str, Any], names: dict[str, str], quantity: int) -> dict[str, Any]:
    """Return one other way in words; two ways of one family differ by the name of their process."""
    first = item["facts"].get("process", "")
    ways = [process_name(op["process"]) for op in item["operations"]]
    ways[0] = _capital(names.get(first, ways[0]))
    later = item["from_quantity"] if item["from_quantity"] > quantity else 0
    return {
        "id": item["id"],
        "name": " + ".join(ways),
        "why": said(item["code"], item["facts"]) if item["code"] else "",
        "from_quantity": words.grouped(later) if later else "",
        "money": words.signed(item["delta_minor"], 0),
    }


def _capital(name: str) -> str:
    return name[:1].upper() + name[1:]


def _operation(op: dict[str, Any], numbers: dict[str, str], features: list[Any], quantity: int) -> dict[str, Any]:
    return {
        "id": op["id"],
        "number": numbers[op["id"]],
        "process": op["process"],
        "name": process_name(op["process"]),
        "what": shapes(features) or note(op["note"]),
        "after": ", ".join(numbers[one] for one in op["after"] if one in numbers) or words.NONE,
        "setup": words.grouped(op["setup_s"] / 60),
        "run": words.grouped(op["run_s"] / 60, 1),
        "setup_min": _minutes(op["setup_s"]),
        "run_min": _minutes(op["run_s"]),
        "batch": op["setup_s"] + op["run_s"] * quantity,
        "hours": words.grouped((op["setup_s"] + op["run_s"] * quantity) / 3600, 1),
        "faces": sorted({n for f in features for n in f["faces"]}),
        "features": features,
    }


def _minutes(seconds: int) -> str:
    """Return minutes with at most two decimals, as a number field takes them."""
    return f"{seconds / 60:.2f}".rstrip("0").rstrip(".")


def note(text: str) -> str:
    """Return an operation's note in words."""
    notes = {"after.mask": _("holds after coating: masked"), "after.presize": _("holds after coating: cut larger")}
    return str(notes.get(text, "" if "." in text else text))
