"""A review in words: its notes with their faces, changes with their effect and who has signed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from cofab.apps.base.viewer import Viewer
from cofab.apps.proposition.demand.editing.face import sentence
from cofab.apps.proposition.demand.face import part
from cofab.apps.proposition.demand.review.models import Review, ReviewNote
from cofab.apps.proposition.demand.trade import process_name
from cofab.web import words


def page(review: Review, viewer: Viewer) -> dict[str, Any]:
    """Return everything that a review's page shows to one of its firms."""
    notes = list(review.notes.select_related("organisation").order_by("number"))
    shown = review.shown
    mine = viewer.organisation_id
    operations = [{"id": op["id"], "name": process_name(op["process"])} for op in shown["operations"]]
    return {
        "review": review,
        "shown": shown,
        "view": part.solid(shown["part"], shown["title"], reverse("review:model", args=[review.key]))
        if review.view_id
        else None,
        "features": part.features(shown["part"]),
        "findings": [part.finding(item) for item in shown["findings"]],
        "operations": operations,
        "pins": [_pin(note) for note in notes if note.kind == "pin"],
        "changes": [_change(note, notes, review, mine) for note in reversed(notes) if note.kind == "change"],
        "signed": [note.organisation.name for note in _signatures(notes, review, 0)],
        "signed_by_me": any(note.organisation_id == mine for note in _signatures(notes, review, 0)),
        "history": [_line(note) for note in reversed(notes)],
        "buyer": mine == review.organisation_id,
    }


def _signatures(notes: list[ReviewNote], review: Review, number: int) -> list[ReviewNote]:
    return [n for n in notes if n.kind == "sign" and n.to == number and (number or n.version == review.version)]


def _pin(note: ReviewNote) -> dict[str, Any]:
    return {
        "number": note.number,
        "what": note.text,
        "where": part.faces_word(note.faces) if note.faces else "",
        "faces": note.faces,
        "why": f"{note.person} · {note.organisation.name}",
        "icon": "map-pin",
    }


def _change(note: ReviewNote, notes: list[ReviewNote], review: Review, mine: int | None) -> dict[str, Any]:
    signed = _signatures(notes, review, note.number)
    declined = next((n for n in notes if n.kind == "decline" and n.to == note.number), None)
    made = any(n.kind == "version" and n.to == note.number for n in notes)
    return {
        **_pin(note),
        "icon": "pencil",
        "what": note.text or change_word(note.change),
        "change": change_word(note.change),
        "delta": words.signed(note.effect["delta_minor"], 0),
        "days": _("%(before)s → %(after)s working days")
        % {"before": note.effect["days_before"], "after": note.effect["days_after"]},
        "signed": [n.organisation.name for n in signed],
        "declined": declined.text if declined else "",
        "made": made,
        "open": not made and declined is None and note.version == review.version,
        "mine": any(n.organisation_id == mine for n in signed),
    }


def change_word(change: Mapping[str, Any]) -> str:
    """Return what a change says, in words."""
    said = []
    if "material" in change:
        said.append(_("material %(name)s") % {"name": change["material"]})
    if "tolerance_um" in change:
        said.append(_("general tolerance ±%(mm)s mm") % {"mm": words.millimetres(change["tolerance_um"])})
    if "quantity" in change:
        said.append(_("%(n)s pieces") % {"n": change["quantity"]})
    if "finishes" in change:
        said.append(_("another finish") if change["finishes"] else _("no finish"))
    if "edit" in change:
        said.append(sentence(change["edit"], {}))
    return ", ".join(said)


def _line(note: ReviewNote) -> dict[str, Any]:
    kinds = {
        "pin": _("remark %(n)s"),
        "change": _("change %(n)s proposed"),
        "sign": _("change %(to)s signed") if note.to else _("version %(version)s signed"),
        "decline": _("change %(to)s declined"),
        "version": _("change %(to)s made: version %(version)s"),
    }
    what = kinds[note.kind] % {"n": note.number, "to": note.to, "version": note.version}
    return {"at": note.at, "what": what, "more": " · ".join(filter(None, [note.text, note.person])), "icon": "point"}
