"""A sheet as values: texts, numbers and days by cell, merged cells filled, each knowing where it stands."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

Value = str | int | Decimal | date | None


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell: its value and its reference ("C7"; that of the corner where cells are merged)."""

    value: Value
    ref: str

    @property
    def text(self) -> str:
        """Return the value as text, "" for nothing."""
        return "" if self.value is None else str(self.value).strip()


@dataclass(frozen=True, slots=True)
class Grid:
    """A sheet by its name, its rows from the top; every row has as many cells as the widest."""

    name: str
    rows: tuple[tuple[Cell, ...], ...]


def column_name(number: int) -> str:
    """Return the letters of a column, 1 is A and 27 is AA."""
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def grid_of(name: str, rows: list[list[Value]], merged: list[tuple[int, int, int, int]] | None = None) -> Grid:
    """Return a grid of rows of values; `merged` are (top, left, bottom, right), counted from 1, ends included."""
    width = max((len(row) for row in rows), default=0)
    corner = {
        (r, c): (top, left)
        for top, left, bottom, right in merged or ()
        for r in range(top, bottom + 1)
        for c in range(left, right + 1)
    }

    def cell(r: int, c: int) -> Cell:
        at_r, at_c = corner.get((r, c), (r, c))
        line = rows[at_r - 1] if at_r <= len(rows) else []
        return Cell(line[at_c - 1] if at_c <= len(line) else None, f"{column_name(at_c)}{at_r}")

    return Grid(name, tuple(tuple(cell(r, c) for c in range(1, width + 1)) for r in range(1, len(rows) + 1)))
