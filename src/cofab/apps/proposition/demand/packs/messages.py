"""A buyer's message as its page shows it: the words that were read, what they mean, what is missing, where it leads."""

# ruff: noqa: E501 (names stand several on a line)
from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.core import signing
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _

from cofab.apps.proposition.demand.packs import reader
from cofab.apps.proposition.demand.packs.selectors import in_words, pack, packs
from cofab.apps.proposition.demand.selectors import said
from cofab.apps.proposition.publish.selectors import process_names, town_names, towns
from cofab.core.kernel.refusal import Refused
from cofab.core.proposition.demand.material import materials
from cofab.core.proposition.demand.packs.model import CHOICE, MATERIAL, NUMBER, Ask, Pack
from cofab.core.proposition.demand.text.port import MODEL
from cofab.core.proposition.demand.text.reading import Places, Reading, read_text
from cofab.core.proposition.demand.text.scan import Field

NAMES = {
    "trade": _("Line of trade"), "process": _("Process"), "machine": _("Machine"), "finish": _("Finish"), "quantity": _("Quantity"),
    "yearly": _("Pieces a year"), "monthly": _("Pieces a month"), "sample": _("Samples"), "per_colour": _("Pieces a colour"),
    "weight": _("Weight, kg"), "hours": _("Hours"), "test_hours": _("Test hours"), "tonnage": _("Clamping force, t"),
    "cavities": _("Cavities"), "joints": _("Joints"), "sides": _("Sides"), "layers": _("Layers"), "colours": _("Colours printed"),
    "pages": _("Pages"), "gsm": _("Paper, g/m²"), "material": _("Material"), "material_unknown": _("Unknown material"),
    "group": _("Kind of material"), "colour": _("Colour"), "town": _("Deliver to"), "number": _("Drawing no."),
    "revision": _("Revision"), "certificate": _("Certificate asked for"), "aql": _("AQL"), "hardness": _("Hardness"), "due": _("Needed by"),
    "tolerance": _("Tolerance, ± µm"), "limits": _("Limits, µm"), "grade": _("Grade"), "fit": _("Fit"), "ra": _("Roughness Ra, µm"),
    "general": _("General tolerance"), "thread": _("Thread"), "film": _("Film, µm"), "size": _("Size, mm"),
    "thickness": _("Thickness, mm"), "cell": _("Colour, size, pieces"), "supply": _("Material from"), "mould": _("Mould from"),
    "vat": _("VAT"), "operator": _("Operated by"), "night": _("By night"), "budget": _("Target, fen each"), "total": _("Budget, fen"),
    "breaks": _("Quantities to price"), "title": _("Name or number"), "length": _("Length"), "width": _("Width"),
    "height": _("Height"), "diameter": _("Diameter"), "note": _("Note"),
}  # fmt: skip
VALUES = {
    "self": _("the buyer's own"), "with": _("with"), "without": _("without"), "yes": _("yes"), "buyer": _("the buyer"),
    "supplier": _("the firm"), "machining": _("Machining"),
}  # fmt: skip
SALT = "cofab.text.claims"
OWN_NAME: Mapping[str, Mapping[str, str]] = {"finishing": {"finish": "process"}, "inspection": {}, "heat": {}}


@dataclass(frozen=True)
class Told:
    """A message that was read: by the grammar, and what another reader claims besides."""

    reading: Reading
    claimed: tuple[Field, ...]

    @property
    def fields(self) -> list[Field]:
        """Return both, in the order of the text."""
        return sorted([*self.reading.fields, *self.claimed], key=lambda f: (f.start, f.name))


PART_NAMES = {
    "number": "title", "group": "material", "material": "material", "quantity": "quantity", "due": "due",
    "town": "town", "finish": "finish", "supply": "supply",
}  # fmt: skip
"""Fields of a message and the fields of a new demand that they fill."""


def told(text: str, today: date) -> Told:
    """Read a message; refuses text.too_long."""
    reading = read_text(text, today, _places())
    return Told(reading, reader.claimed(reading, today))


def sealed(message: Told) -> str:
    """Return what another reader claims, sealed, so that the form that follows takes what was shown and ticked."""
    return signing.dumps([asdict(field) for field in message.claimed], salt=SALT)


def opened(text: str, today: date, seal: str) -> Told:
    """Read a message again by the grammar, with the claims that were sealed; a broken seal holds none."""
    reading = read_text(text, today, _places())
    try:
        rows = signing.loads(seal, salt=SALT, max_age=86_400)
    except signing.BadSignature:
        rows = []
    return Told(reading, tuple(Field(**row) for row in rows if text[row["start"] : row["end"]] == row["text"]))


def _places() -> Places:
    return Places({town.id: (town.name_zh, town.name_en) for town in towns()})


def page(message: Told) -> dict[str, Any]:
    """Return what the page of a message shows."""
    fields = message.fields
    rows = [
        {
            "n": n, "name": name_of(f.name), "value": value_of(f), "words": f.text, "rule": f.rule, "id": f.name,
            "claimed": f.rule == MODEL,
        }
        for n, f in enumerate(fields)
    ]  # fmt: skip
    missing = [said(m.code, dict(m.facts)) for m in message.reading.missing]
    return {
        "text": message.reading.text, "pieces": list(pieces(message.reading.text, fields)), "rows": rows,
        "missing": missing, "reader": reader.is_on(), "sealed": sealed(message),
    }  # fmt: skip


def pieces(text: str, fields: Iterable[Field]) -> Iterable[dict[str, Any]]:
    """Yield the text in runs: plain ones, and those that fields came from with their names; overlaps are joined."""
    at = 0
    for start, end, names in _runs(fields):
        if start > at:
            yield {"text": text[at:start], "names": ""}
        yield {"text": text[start:end], "names": ", ".join(names)}
        at = end
    if at < len(text):
        yield {"text": text[at:], "names": ""}


def _runs(fields: Iterable[Field]) -> list[tuple[int, int, list[str]]]:
    runs: list[tuple[int, int, list[str]]] = []
    for field in sorted(fields, key=lambda f: (f.start, f.end)):
        name = name_of(field.name)
        if runs and field.start < runs[-1][1]:
            start, end, names = runs[-1]
            runs[-1] = (start, max(end, field.end), [*names, *([] if name in names else [name])])
        else:
            runs.append((field.start, field.end, [name]))
    return runs


def name_of(field: str) -> str:
    """Return what people call a field."""
    return gettext(NAMES[field]) if field in NAMES else field


def value_of(field: Field) -> str:
    """Return a field's value in words."""
    value = str(field.value)
    if field.name == "trade":
        known = {p.id: in_words(p) for p in packs()}
        return known.get(value) or gettext(VALUES["machining"])
    if field.name in ("process", "machine", "finish"):
        return process_names().get(value, value)
    if field.name == "town":
        return town_names().get(value, value)
    return gettext(VALUES[value]) if value in VALUES else value


def leads_to(fields: Iterable[Field]) -> str:
    """Return the address of the form that a message leads to, filled with what it said."""
    rows = list(fields)
    trade = next((str(f.value) for f in rows if f.name == "trade"), "")
    try:
        chosen = pack(trade)
    except Refused:
        return f"{reverse('demand:new')}?{urlencode(for_part(rows))}"
    query = urlencode(filled(chosen, rows))
    return f"{reverse('packs:new', args=[trade])}?{query}" if query else reverse("packs:new", args=[trade])


def for_part(fields: Iterable[Field]) -> Mapping[str, str]:
    """Return what a message says of one machined part, as the form of a new demand takes it; a family by its words."""
    rows = list(fields)
    first = {f.name: str(f.value) for f in reversed(rows)} | {
        f.name: f.text for f in reversed(rows) if f.name == "group"
    }
    found = {to: first[name] for name, to in PART_NAMES.items() if name in first}
    fits = [str(f.value) for f in rows if f.name == "fit" and str(f.value)[:1].isdigit()]
    return {**found, **({"fits": ", ".join(fits)} if fits else {})}


def filled(chosen: Pack, fields: list[Field]) -> Mapping[str, str]:
    """Return the fields of a pack's form that a message fills; what does not fit a field is left to the person."""
    first = {f.name: str(f.value) for f in reversed(fields)}
    first |= {to: first[name] for name, to in OWN_NAME.get(chosen.id, {}).items() if name in first}
    first |= {"fabric": first["material"]} if "material" in first else {}
    found = {name: first[name] for name in ("due", "town") if name in first}
    found |= {"title": first["number"]} if "number" in first else {}
    found |= {ask.id: first[ask.id] for ask in chosen.asks if ask.id in first and _fits(ask, first[ask.id])}
    cells = [str(f.value) for f in fields if f.name == "cell"]
    return {**found, "cells": ",".join(cells)} if cells else found


def _fits(ask: Ask, value: str) -> bool:
    if ask.kind == NUMBER:
        return value.isdigit() and ask.least <= int(value) <= ask.most
    if ask.kind == CHOICE:
        return value in {c.id for c in ask.choices}
    return ask.kind != MATERIAL or value in {m.id for m in materials()}
