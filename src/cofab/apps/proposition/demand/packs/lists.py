"""A buyer's spreadsheet as demands: every row with its cells, and a demand of a trade for each row that is whole."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from cofab.apps.base.viewer import Viewer
from cofab.apps.proposition.demand.face import end_of
from cofab.apps.proposition.demand.models import Demand
from cofab.apps.proposition.demand.packs import actions
from cofab.apps.proposition.demand.packs.selectors import pack
from cofab.apps.proposition.demand.packs.workbooks import grids
from cofab.apps.proposition.publish.selectors import towns
from cofab.core.kernel.refusal import Refused
from cofab.core.proposition.demand.packs.model import MATERIAL, NUMBER, Ask, Pack
from cofab.core.proposition.demand.tables.reading import Wanted, read_grid
from cofab.core.proposition.demand.text.reading import Places

PER_UNIT_UM = {"mm": 1000, "0.1 mm": 100, "µm": 1}
GARMENT = "garment"


@dataclass(frozen=True)
class Made:
    """What became of one row: a demand, or why not."""

    row: Wanted
    demand: Demand | None
    refused: Refused | None


def rows_of(name: str, data: bytes, today: date) -> list[Wanted]:
    """Return what a spreadsheet asks for, sheet by sheet. Refuses what is no spreadsheet or too large."""
    places = Places({town.id: (town.name_zh, town.name_en) for town in towns()})
    return [wanted for grid in grids(name, data) for wanted in read_grid(grid, today, places)]


def make(viewer: Viewer, trade: str, rows: Sequence[Wanted], due: datetime, town: str) -> list[Made]:
    """Make a demand of a trade for every row without doubts; what a row does not say is the form's usual value.

    `due` and `town` hold for rows that name none. A row that is refused leaves the others be.
    """
    chosen = pack(trade)
    found = []
    for row in rows:
        if row.doubts:
            continue
        try:
            found.append(
                Made(row, actions.create(viewer, trade, _facts(row, due, town), form_of_row(chosen, row)), None)
            )
        except Refused as refused:
            found.append(Made(row, None, refused))
    return found


def _facts(row: Wanted, due: datetime, town: str) -> dict[str, Any]:
    told = {name: fact.value for name, fact in row.facts.items()}
    named = " ".join(str(told[n]) for n in ("number", "title") if n in told) or f"{row.sheet} {row.rows[0]}"
    when = end_of(date.fromisoformat(told["due"])) if "due" in told else due
    return {"title": named[:120], "due": when, "town": told.get("town", town)}


def form_of_row(chosen: Pack, row: Wanted) -> Mapping[str, Any]:
    """Return the answers of a pack's form that a row gives: lengths in the form's unit, a matrix from sizes."""
    found: dict[str, Any] = {}
    for ask in chosen.asks:
        fact = row.facts.get("process" if ask.id == "process" else ask.id)
        if ask.id == "process" and "finish" in row.facts:
            fact = row.facts["finish"]
        if fact is not None:
            found[ask.id] = _answer(ask, fact.value)
        if ask.kind == MATERIAL and "material" in row.facts:
            found[ask.id] = row.facts["material"].value
    if row.matrix:
        found["matrix"] = matrix_of_row(row)
        if "material" in row.facts:
            found["fabric"] = row.facts["material"].value
    return found


def _answer(ask: Ask, value: Any) -> str:
    if ask.kind == NUMBER and ask.unit in PER_UNIT_UM:
        return str(round(int(value) / PER_UNIT_UM[ask.unit]))
    return str(value)


def matrix_of_row(row: Wanted) -> dict[str, list[Any]]:
    """Return a row's sizes and colours as a matrix."""
    colours = list(dict.fromkeys(colour or "—" for colour, *_ in row.matrix))
    sizes = list(dict.fromkeys(size for _colour, size, *_ in row.matrix))
    known = {(colour or "—", size): count for colour, size, count, _cell in row.matrix}
    return {"colours": colours, "sizes": sizes, "counts": [[known.get((c, s), 0) for s in sizes] for c in colours]}
