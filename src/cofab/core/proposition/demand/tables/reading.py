"""From a sheet to demands: tables one below the other, a row a part, a block of sizes a garment."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from cofab.core.kernel.refusal import Refused, declare
from cofab.core.proposition.demand.material import grade
from cofab.core.proposition.demand.tables.grid import Cell, Grid
from cofab.core.proposition.demand.tables.headers import GRAMS, MM, Column, columns_of
from cofab.core.proposition.demand.text.names import COLOURS, FABRICS, FINISHES
from cofab.core.proposition.demand.text.numbers import whole
from cofab.core.proposition.demand.text.reading import Places, read_text
from cofab.core.proposition.demand.text.scan import FLAGS, plain

NOT_WHOLE = declare("tables.not_whole", "{cell}: “{text}” is no whole number of pieces.")
NOT_A_DATE = declare("tables.not_a_date", "{cell}: “{text}” is no date, or one that could be two, or one gone by.")
NOT_A_LENGTH = declare("tables.not_a_length", "{cell}: “{text}” is no length.")
NO_UNIT = declare("tables.no_unit", "{cell}: “{text}” has no unit in its cell or its column's head.")
UNKNOWN_FINISH = declare("tables.unknown_finish", "{cell}: the surface treatment “{text}” is not known.")
UNKNOWN_TOWN = declare("tables.unknown_town", "{cell}: the town “{text}” is not on the map.")
UNKNOWN_MATERIAL = declare("tables.unknown_material", "{cell}: the material “{text}” is not known; near are {near}.")
QUANTITY_MISSING = declare("tables.quantity_missing", "{cell}: this row says no quantity.")

_TOTAL = re.compile(r"^\s*(?:合\s*计|小\s*计|总\s*计|total|sub\s*total|sum\b)", FLAGS)
_COUNT = re.compile(r"\s*(?:件|个|只|支|套|片|pcs?\.?|pieces?|ea|sets?)\s*$", FLAGS)
_LENGTH = re.compile(r"^\s*[⌀±]?\s*(\d+(?:[.,]\d+)?)\s*([a-zµμ毫厘米英寸微丝]*)\s*$", FLAGS)
LENGTHS = ("length", "width", "height", "thickness", "diameter", "tolerance")


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing that a cell says: its value (micrometres, grams, ids, ISO days), the cell, and its words."""

    value: Any
    cell: str
    text: str


@dataclass(frozen=True, slots=True)
class Doubt:
    """One cell that was not understood, or is missing: the code of the sentence and its facts."""

    code: str
    facts: Mapping[str, Any]


@dataclass(frozen=True)
class Wanted:
    """What one row (or block of colours) of a sheet asks for."""

    sheet: str
    rows: tuple[int, int]
    facts: Mapping[str, Fact]
    doubts: tuple[Doubt, ...] = ()
    matrix: tuple[tuple[str, str, int, str], ...] = field(default=())
    """Pieces as (colour, size, count, cell), for garments."""


@dataclass
class _Read:
    """A row while it is read."""

    today: date
    places: Places
    facts: dict[str, Fact] = field(default_factory=dict)
    doubts: list[Doubt] = field(default_factory=list)

    def keep(self, name: str, value: Any, cell: Cell) -> None:
        self.facts[name] = Fact(value, cell.ref, cell.text)

    def doubt(self, code: str, cell: Cell, **facts: Any) -> None:
        self.doubts.append(Doubt(code, {"cell": cell.ref, "text": cell.text[:60], **facts}))


def read_grid(grid: Grid, today: date, places: Places) -> tuple[Wanted, ...]:
    """Return what every row of every table of a sheet asks for, in the order of the sheet."""
    found: list[Wanted] = []
    columns: tuple[Column, ...] = ()
    skip = False
    for n, row in enumerate(grid.rows):
        if skip:
            skip = False
            continue
        below = grid.rows[n + 1] if n + 1 < len(grid.rows) else ()
        head, skip = columns_of(row, below)
        if head and not _is_data(row, columns):
            columns = head
            continue
        skip = False
        if columns and any(cell.text for cell in row) and not any(_TOTAL.match(cell.text) for cell in row):
            found += _row(grid.name, n + 1, row, columns, today, places)
    return tuple(_joined(found))


def _is_data(row: Sequence[Cell], columns: Sequence[Column]) -> bool:
    """Tell whether a row under a head is data although its words look like one: it counts something."""
    counted = [c for c in columns if c.name in ("quantity", "cell")]
    return any(not isinstance(row[c.index].value, str) and row[c.index].value is not None for c in counted)


def _row(
    sheet: str, number: int, row: Sequence[Cell], columns: Sequence[Column], today: date, places: Places
) -> Iterable[Wanted]:
    read = _Read(today, places)
    cells: list[tuple[str, str, int, str]] = []
    colour = next((row[c.index].text for c in columns if c.name == "colour"), "")
    for column in columns:
        cell = row[column.index]
        if not cell.text:
            continue
        if column.name == "cell":
            count = _whole(cell)
            if count is None:
                read.doubt(NOT_WHOLE, cell)
            elif count:
                cells.append((colour, column.size, count, cell.ref))
        else:
            _READERS.get(column.name, _text)(read, column, cell)
    if cells:
        read.facts.pop("quantity", None)
    elif "quantity" not in read.facts and read.facts and not any(d.code == NOT_WHOLE for d in read.doubts):
        read.doubts.append(Doubt(QUANTITY_MISSING, {"cell": f"{row[0].ref}", "text": ""}))
    if len(read.facts) >= 2 or cells or (read.doubts and read.facts):
        yield Wanted(sheet, (number, number), read.facts, tuple(read.doubts), tuple(cells))


def _joined(rows: Iterable[Wanted]) -> Iterable[Wanted]:
    """Join the colours of one garment: rows with sizes that follow each other and name no other thing."""
    last: Wanted | None = None
    for row in rows:
        if last is not None and last.matrix and row.matrix and _same_thing(last, row):
            facts = {**row.facts, **last.facts}
            last = Wanted(
                last.sheet, (last.rows[0], row.rows[1]), facts, last.doubts + row.doubts, last.matrix + row.matrix
            )
            continue
        if last is not None:
            yield last
        last = row
    if last is not None:
        yield last


def _same_thing(one: Wanted, other: Wanted) -> bool:
    near = other.rows[0] == one.rows[1] + 1
    names = [[w.facts[n].value for n in ("title", "number") if n in w.facts] for w in (one, other)]
    return near and (not names[1] or names[0] == names[1])


def _text(read: _Read, column: Column, cell: Cell) -> None:
    read.keep(column.name, cell.text[:120], cell)


def _whole(cell: Cell) -> int | None:
    if isinstance(cell.value, int) and not isinstance(cell.value, bool):
        return cell.value if cell.value >= 0 else None
    if isinstance(cell.value, Decimal):
        return int(cell.value) if cell.value == cell.value.to_integral_value() and cell.value >= 0 else None
    text = _COUNT.sub("", plain(cell.text))
    try:
        return (
            whole(text) if re.fullmatch(r"[\d,]+\s*[万千kK]?|[一二两三四五六七八九十百千万]+", text.strip()) else None
        )
    except (KeyError, InvalidOperation):
        return None


def _quantity(read: _Read, column: Column, cell: Cell) -> None:
    count = _whole(cell)
    if count:
        read.keep("quantity", count, cell)
    else:
        read.doubt(NOT_WHOLE, cell)


def _due(read: _Read, column: Column, cell: Cell) -> None:
    told = cell.value if isinstance(cell.value, date) else None
    found = read_text(cell.text[:60], read.today).first("due") if told is None else None
    day = told.isoformat() if told and told >= read.today else str(found.value) if found else ""
    if day:
        read.keep("due", day, cell)
    else:
        read.doubt(NOT_A_DATE, cell)


def _material(read: _Read, column: Column, cell: Cell) -> None:
    fabric = next((name for name, words in FABRICS if re.search(words, cell.text, FLAGS)), "")
    try:
        read.keep("material", grade(cell.text).id, cell)
    except Refused as refused:
        named = read_text(cell.text[:60], read.today).first("material")
        if named or fabric:
            read.keep("material", named.value if named else fabric, cell)
        else:
            read.doubt(UNKNOWN_MATERIAL, cell, near=str(refused.facts.get("near", "")) or "?")


def _named(names: Sequence[tuple[str, str]], code: str, name: str) -> Any:
    def reader(read: _Read, column: Column, cell: Cell) -> None:
        value = next((key for key, words in names if re.search(words, plain(cell.text), FLAGS)), "")
        none = plain(cell.text).casefold() in ("无", "none", "-", "/", "n/a")
        if value:
            read.keep(name, value, cell)
        elif not none and code:
            read.doubt(code, cell)
        elif not none:
            read.keep(name, cell.text, cell)

    return reader


def _town(read: _Read, column: Column, cell: Cell) -> None:
    found = read_text(cell.text[:60], read.today, read.places).first("town")
    if found is None:
        read.doubt(UNKNOWN_TOWN, cell)
    else:
        read.keep("town", found.value, cell)


def _length(read: _Read, column: Column, cell: Cell) -> None:
    match = _LENGTH.match(plain(cell.text))
    unit = (match[2].casefold() if match else "") or column.unit
    if match is None:
        read.doubt(NOT_A_LENGTH, cell)
    elif unit not in MM:
        read.doubt(NO_UNIT, cell)
    else:
        um = Decimal(match[1].replace(",", ".")) * MM[unit] * 1000
        read.keep(column.name, int(um.to_integral_value()), cell)


def _weight(read: _Read, column: Column, cell: Cell) -> None:
    match = re.match(r"^\s*(\d+(?:\.\d+)?)\s*([a-z公斤千克吨]*)\s*$", plain(cell.text), FLAGS)
    unit = (match[2].casefold() if match else "") or column.unit
    if match is None or unit not in GRAMS:
        read.doubt(NO_UNIT, cell)
    else:
        read.keep("weight", int(Decimal(match[1]) * GRAMS[unit]), cell)


def _size(read: _Read, column: Column, cell: Cell) -> None:
    found = read_text(cell.text[:60], read.today).first("size")
    read.keep("size", found.value if found else cell.text[:60], cell)


_READERS: Mapping[str, Any] = {
    "quantity": _quantity, "due": _due, "material": _material, "town": _town, "size": _size, "weight": _weight,
    "finish": _named(FINISHES, UNKNOWN_FINISH, "finish"), "colour": _named(COLOURS, "", "colour"),
    **dict.fromkeys(LENGTHS, _length),
}  # fmt: skip
