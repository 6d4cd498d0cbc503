"""The rows of a spreadsheet as a page shows them: facts with their cells, doubts in words, what became of each."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from cofab.apps.base.problems import explain
from cofab.apps.proposition.demand.packs.lists import GARMENT, Made, form_of_row
from cofab.apps.proposition.demand.packs.messages import name_of
from cofab.apps.proposition.demand.packs.selectors import pack
from cofab.apps.proposition.demand.selectors import said
from cofab.core.proposition.demand.tables.headers import MM
from cofab.core.proposition.demand.tables.reading import LENGTHS, Wanted
from cofab.web import words

MILLIMETRE_UM = 1000 * int(MM["mm"])


def rows(found: Sequence[Wanted], made: Sequence[Made], trade: str) -> list[dict[str, Any]]:
    """Return every row: where it stands, facts, doubts, its demand or why there is none, the form it leads to."""
    by_row = {id(one.row): one for one in made}
    return [_row(row, by_row.get(id(row)), GARMENT if row.matrix else trade) for row in found]


def _row(row: Wanted, made: Made | None, trade: str) -> dict[str, Any]:
    first, last = row.rows
    facts = [
        {"name": name_of(name), "value": _value(name, fact.value), "cell": fact.cell, "text": fact.text}
        for name, fact in row.facts.items()
    ]
    cells = [
        {"name": f"{colour} {size}".strip(), "value": count, "cell": cell, "text": str(count)}
        for colour, size, count, cell in row.matrix
    ]
    return {
        "where": f"{row.sheet} {first}" + (f"–{last}" if last > first else ""),
        "facts": facts + cells,
        "doubts": [said(doubt.code, dict(doubt.facts)) for doubt in row.doubts],
        "demand": made.demand if made else None,
        "refused": explain(made.refused) if made and made.refused else "",
        "form": _form(row, trade),
    }


def _value(name: str, value: Any) -> str:
    return f"{words.millimetres(value)} mm" if name in LENGTHS else f"{value} g" if name == "weight" else str(value)


def _form(row: Wanted, trade: str) -> str:
    answers = dict(form_of_row(pack(trade), row))
    answers.pop("matrix", None)
    told = {name: str(row.facts[name].value) for name in ("title", "due", "town") if name in row.facts}
    cells = ",".join(f"{colour or '—'}/{size}/{count}" for colour, size, count, _cell in row.matrix)
    query = urlencode({**answers, **told, **({"cells": cells} if cells else {})})
    return f"{reverse('packs:new', args=[trade])}?{query}"
