"""Dropped files in words: how far each is, what was found, what to do where it went wrong."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from cofab.apps.proposition.demand.face.part import size_word
from cofab.apps.proposition.demand.intake.models import Intake, IntakeFile
from cofab.apps.proposition.demand.intake.selectors import items_of, pieces
from cofab.apps.proposition.demand.selectors import said
from cofab.web import words

TONES = {"waiting": "wait", "reading": "go", "read": "done", "refused": "stop", "cancelled": "draft"}


def dropped(intake: Intake | None) -> dict[str, Any]:
    """Return the files of a draft, the parts they make, and how many are still being read."""
    items = items_of(intake) if intake else []
    parts = pieces(items)
    return {
        "intake": intake,
        "items": [_item(item, parts) for item in items],
        "items_count": len(items),
        "busy": len([item for item in items if item.state in ("waiting", "reading")]),
        "parts_count": len(parts),
        "pieces_count": sum(piece.count for piece in parts),
    }


def _item(item: IntakeFile, parts: list[Any]) -> dict[str, Any]:
    own = [piece for piece in parts if piece.item.pk == item.pk]
    return {
        "key": item.key,
        "name": item.file.name,
        "size": _bytes(item.file.size),
        "state": item.state,
        "tone": TONES[item.state],
        "word": _word(item),
        "percent": item.percent,
        "share": item.percent / 100,
        "count": item.count,
        "problem": said(item.refusal["code"], item.refusal["facts"]) if item.refusal else "",
        "found": _found(item, own),
    }


def _word(item: IntakeFile) -> str:
    names = {
        "waiting": _("Queued"),
        "reading": _("Reading %(percent)s%%") % {"percent": item.percent},
        "read": _("Done reading"),
        "refused": _("Could not be read"),
        "cancelled": _("Cancelled"),
    }
    return names[item.state]


def _found(item: IntakeFile, own: list[Any]) -> str:
    if item.state != "read":
        return ""
    if item.kind == "drawing" and not own:
        return _("drawing of a part above")
    if len(own) == 1 and own[0].part is not None:
        return f"{own[0].count} × {own[0].name} · {size_word(own[0].part)}"
    return " · ".join(f"{piece.count} × {piece.name}" for piece in own[:4]) + (" …" if len(own) > 4 else "")


def _bytes(size: int) -> str:
    """Return how large a file is, in kB below a megabyte."""
    return f"{words.grouped(size / 1_000_000, 1)} MB" if size >= 1_000_000 else f"{words.grouped(size / 1000)} kB"
