"""Spreadsheets as sheets of values: xlsx and csv, within limits, formulas by their last value.

Promises: a hostile file is refused before it is unpacked; nothing of it is run.
"""

from __future__ import annotations

import csv
import io
import zipfile
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from cofab.core.kernel.refusal import Refused, declare
from cofab.core.proposition.demand.tables.grid import Grid, Value, grid_of

UNREADABLE = declare("tables.unreadable", "{name} is no spreadsheet that Cofab reads: send xlsx or csv.")
TOO_LARGE = declare(
    "tables.too_large", "{name} is too large for a list of parts: at most {most_mb} MB, {most_rows} rows."
)
MOST_BYTES, MOST_UNPACKED = 5_000_000, 60_000_000
MOST_SHEETS, MOST_ROWS, MOST_COLUMNS = 20, 5000, 60
ENCODINGS = ("utf-8-sig", "gb18030")


def grids(name: str, data: bytes) -> list[Grid]:
    """Return the sheets of a file. Refuses tables.unreadable and tables.too_large."""
    if len(data) > MOST_BYTES:
        raise _large(name)
    if data[:2] == b"PK":
        return _xlsx(name, data)
    if name.lower().endswith((".csv", ".tsv", ".txt")) and b"\x00" not in data:
        return [_csv(name, data)]
    raise Refused(UNREADABLE, name=name)


def _large(name: str) -> Refused:
    return Refused(TOO_LARGE, name=name, most_mb=MOST_BYTES // 1_000_000, most_rows=MOST_ROWS)


def _xlsx(name: str, data: bytes) -> list[Grid]:
    from openpyxl import load_workbook

    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            if sum(item.file_size for item in packed.infolist()) > MOST_UNPACKED:
                raise _large(name)
        book = load_workbook(io.BytesIO(data), data_only=True, keep_links=False)
        return [_sheet(name, sheet) for sheet in book.worksheets[:MOST_SHEETS] if sheet.sheet_state == "visible"]
    except Refused:
        raise
    except Exception as unread:  # a spreadsheet's parser fails in as many ways as there are spreadsheets
        raise Refused(UNREADABLE, name=name) from unread


def _sheet(name: str, sheet: Any) -> Grid:
    if sheet.max_row > MOST_ROWS:
        raise _large(name)
    width = min(sheet.max_column, MOST_COLUMNS)
    rows = [[_value(v) for v in row] for row in sheet.iter_rows(max_col=width, values_only=True)]
    merged = [
        (r.min_row, r.min_col, r.max_row, min(r.max_col, width))
        for r in sheet.merged_cells.ranges
        if (r.max_row - r.min_row + 1) * (r.max_col - r.min_col + 1) <= MOST_ROWS
    ]
    return grid_of(sheet.title, rows, merged)


def _value(value: Any) -> Value:
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, bool) or value is None:
        return None if value is None else str(value)
    if isinstance(value, float):
        return int(value) if value.is_integer() else Decimal(str(value))
    return value if isinstance(value, int | date) else str(value)


def _csv(name: str, data: bytes) -> Grid:
    text = _decoded(name, data)
    first = text[:4000]
    mark = max((",", ";", "\t"), key=first.count)
    rows = list(csv.reader(io.StringIO(text), delimiter=mark))
    if len(rows) > MOST_ROWS:
        raise _large(name)
    return grid_of(name, [[cell if cell.strip() else None for cell in row[:MOST_COLUMNS]] for row in rows])


def _decoded(name: str, data: bytes) -> str:
    for encoding in ENCODINGS:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise Refused(UNREADABLE, name=name)
