"""Records of timed work, read from a folder of work plans or from a table, for `cofab calibrate`.

A folder holds one folder a part, each with a STEP file, `plan.csv` (step and minutes) and `plan_metadata.csv` (blank
and material). A table has a header with the columns file, process and minutes and, where known, material, quantity
and blank; files are found beside it. Commas and semicolons both separate.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import NamedTuple

from cofab import geometry
from cofab.core.kernel.quantity import um_from_mm
from cofab.core.kernel.refusal import Refused, declare
from cofab.core.kernel.rules import RuleSet
from cofab.core.proposition.demand.brief import Brief
from cofab.core.proposition.demand.minutes import Terms
from cofab.core.proposition.demand.operations import routing_of
from cofab.core.proposition.demand.time.calibration import Record

UNREADABLE = declare("demand.records_unreadable", "Cofab cannot read the records in {path}: {problem}.")
TRADES = {
    "milling": ("milling", "fräsen", "铣", "铣削", "铣床"),
    "drilling": ("drilling", "bohren", "钻", "钻孔", "钻床"),
    "turning": ("turning", "drehen", "车", "车削", "车床"),
    "welding": ("welding", "schweißen", "焊", "焊接"),
    "deburring": ("deburring", "entgraten", "去毛刺"),
}
NAMED = {name.casefold(): family for family, names in TRADES.items() for name in names}


class Piece(NamedTuple):
    """A part as the shop made it: its model, what it was made of and from, how many at once."""

    file: Path
    material: str
    quantity: int
    blank: tuple[int, ...]


Timed = tuple[Piece, str, Decimal]


def records_in(path: Path, rules: RuleSet) -> list[Record]:
    """Return the records of a folder or a table, each with the terms that the model gives its operation.

    A process timed more than once for one part is added up; parts whose routing lacks a timed process are left out.
    """
    made: dict[Piece, dict[str, Terms]] = {}
    seconds: dict[tuple[Piece, str], Decimal] = {}
    for piece, process, minutes in _folder(path) if path.is_dir() else _table(path):
        seconds[piece, process] = seconds.get((piece, process), Decimal(0)) + 60 * minutes
        if piece not in made:
            made[piece] = _terms(piece, rules)
    return [
        Record(str(piece.file), process, made[piece][process], round(total))
        for (piece, process), total in seconds.items()
        if total > 0 and process in made[piece]
    ]


def _terms(piece: Piece, rules: RuleSet) -> dict[str, Terms]:
    found: dict[str, Terms] = {}
    brief = Brief(piece.material, piece.quantity, piece.blank)
    for operation in routing_of(geometry.read(piece.file).parts[0], brief, rules).operations:
        found[operation.process] = (*found.get(operation.process, ()), *operation.terms)
    return found


def _folder(path: Path) -> Iterable[Timed]:
    for folder in sorted(f for f in path.iterdir() if f.is_dir()):
        models = sorted(f for f in folder.iterdir() if f.suffix.lower() in (".step", ".stp"))
        if not models or not (folder / "plan.csv").is_file():
            continue
        told = _rows(folder / "plan_metadata.csv")
        piece = Piece(models[0], told[1][3].strip(), 1, _lengths(folder, told[1][2]))
        for row in _rows(folder / "plan.csv")[1:]:
            family = NAMED.get(row[1].strip().casefold())
            if family:
                yield piece, family, _minutes(folder, row[-1])


def _table(path: Path) -> Iterable[Timed]:
    head, *rows = _rows(path) or [[]]
    columns = [name.strip().casefold() for name in head]
    if not {"file", "process", "minutes"} <= set(columns):
        raise Refused(UNREADABLE, path=path.name, problem="no columns file, process, minutes")
    for row in rows:
        said = dict(zip(columns, (value.strip() for value in row), strict=False))
        file = path.parent / said["file"]
        family = NAMED.get(said["process"].casefold())
        if not file.is_file() or family is None:
            problem = f"no file {said['file']}" if family else f"unknown process {said['process']}"
            raise Refused(UNREADABLE, path=path.name, problem=problem)
        blank = _lengths(path, said["blank"]) if said.get("blank") else ()
        quantity = said.get("quantity", "") or "1"
        piece = Piece(file, said.get("material", ""), int(_minutes(path, quantity)), blank)
        yield piece, family, _minutes(path, said["minutes"])


def _rows(path: Path) -> list[list[str]]:
    text = path.read_text(encoding="utf-8-sig", errors="replace")
    mark = ";" if text.partition("\n")[0].count(";") > text.partition("\n")[0].count(",") else ","
    return [row for row in csv.reader(text.splitlines(), delimiter=mark) if row]


def _lengths(path: Path, text: str) -> tuple[int, ...]:
    try:
        return tuple(um_from_mm(part) for part in text.replace("*", "x").split("x"))
    except ArithmeticError as wrong:
        raise Refused(UNREADABLE, path=path.name, problem=f"a blank of {text}") from wrong


def _minutes(path: Path, text: str) -> Decimal:
    try:
        return Decimal(text)
    except InvalidOperation as wrong:
        raise Refused(UNREADABLE, path=path.name, problem=f"no number: {text}") from wrong
