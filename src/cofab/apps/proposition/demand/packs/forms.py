"""The short form of a trade pack as a form of the site, made from the pack's data."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, time
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from cofab.apps.proposition.demand.packs.selectors import in_words, packs
from cofab.apps.proposition.publish.selectors import towns
from cofab.core.proposition.demand.material import materials
from cofab.core.proposition.demand.packs.model import CHOICE, MATERIAL, MATRIX, NUMBER, Ask, Pack

BLANK_COLOURS = 3


def _towns() -> list[tuple[str, str]]:
    zh = (get_language() or "").startswith("zh")
    return [(town.id, town.name_zh if zh else town.name_en) for town in towns()]


class Heading(forms.Form):
    """What every demand says: what it is, when and where."""

    title = forms.CharField(label=_("Name or number"), max_length=120)
    due = forms.DateField(label=_("Needed by"), widget=forms.DateInput(attrs={"type": "date"}))
    town = forms.ChoiceField(label=_("Deliver to"), choices=_towns)

    def facts(self) -> dict[str, Any]:
        """Return title, due (18:00 local time) and town."""
        data = self.cleaned_data
        due = datetime.combine(data["due"], time(18), timezone.get_current_timezone())
        return {"title": data["title"], "town": data["town"], "due": due}


def form_of(pack: Pack, data: QueryDict | None = None, initial: Mapping[str, Any] | None = None) -> Heading:
    """Return the whole form of a pack but for its matrix; what the fields mean is checked by the core."""
    form = Heading(data, initial={**{a.id: a.usual for a in pack.asks}, **(initial or {})})
    for ask in pack.asks:
        if ask.kind != MATRIX:
            form.fields[ask.id] = _field(ask)
    return form


def _field(ask: Ask) -> forms.Field:
    label = in_words(ask)
    if ask.kind == NUMBER:
        widget = forms.TextInput(attrs={"inputmode": "numeric", "class": "num"})
        return forms.CharField(label=f"{label}, {ask.unit}" if ask.unit else label, max_length=12, widget=widget)
    if ask.kind == CHOICE:
        return forms.ChoiceField(label=label, choices=[(c.id, in_words(c)) for c in ask.choices])
    if ask.kind == MATERIAL:
        zh = (get_language() or "").startswith("zh")
        return forms.ChoiceField(label=label, choices=[(m.id, m.name_zh if zh else m.name_en) for m in materials()])
    return forms.CharField(label=label, max_length=120, required=ask.required)


def matrix_in(post: QueryDict) -> dict[str, list[Any]]:
    """Return the matrix as it was typed: names of sizes and colours, and a row of cells for each colour."""
    sizes, colours = post.getlist("size"), post.getlist("colour")
    rows = [post.getlist(f"row-{n}") for n in range(len(colours))]
    named = [n for n, size in enumerate(sizes) if size.strip()]
    kept = [n for n, colour in enumerate(colours) if colour.strip() or any(cell.strip() for cell in rows[n])]
    return {
        "sizes": [sizes[n] for n in named],
        "colours": [colours[n] for n in kept],
        "counts": [[rows[k][n] if n < len(rows[k]) else "" for n in named] for k in kept],
    }


def blank_matrix(ask: Ask) -> dict[str, list[Any]]:
    """Return an empty matrix with the pack's usual sizes."""
    sizes = ask.usual.split(",")
    return {
        "sizes": sizes,
        "colours": [""] * BLANK_COLOURS,
        "counts": [[""] * len(sizes) for _ in range(BLANK_COLOURS)],
    }


def shown_matrix(matrix: Mapping[str, Any]) -> dict[str, Any]:
    """Return a matrix as a page draws it: rows with their colour, cells and sum, sums of the columns, all pieces."""
    numbers = [[int(c) if str(c).isdigit() else 0 for c in row] for row in matrix["counts"]]
    rows = [
        {"n": n, "colour": colour, "cells": list(zip(matrix["sizes"], cells, strict=False)), "sum": sum(numbers[n])}
        for n, (colour, cells) in enumerate(zip(matrix["colours"], matrix["counts"], strict=True))
    ]
    columns = [sum(column) for column in zip(*numbers, strict=False)]
    return {"sizes": matrix["sizes"], "rows": rows, "columns": columns, "total": sum(columns)}


class ListForm(forms.Form):
    """A spreadsheet, and what holds for rows that do not say it."""

    file = forms.FileField(label=_("Spreadsheet"), help_text=_("xlsx or csv, up to 5 MB"))
    trade = forms.ChoiceField(label=_("Line of trade"), choices=lambda: [(p.id, in_words(p)) for p in packs()])
    due = forms.DateField(label=_("Needed by"), widget=forms.DateInput(attrs={"type": "date"}))
    town = forms.ChoiceField(label=_("Deliver to"), choices=_towns)
