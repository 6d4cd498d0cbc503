"""Read a drawing's words: title block, sizes, fits, threads, notes; each reading keeps its place, rule and confidence.

Own grammar over positioned words, Chinese and English. What it does not find is left out, never guessed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Any

from cofab.core.proposition.demand.drawing.block import is_label, read_block
from cofab.core.proposition.demand.drawing.brief import brief_with
from cofab.core.proposition.demand.drawing.notes import heading, numbered, read_notes
from cofab.core.proposition.demand.drawing.part import part_drawn, sizes_drawn
from cofab.core.proposition.demand.drawing.sizes import read_sizes
from cofab.core.proposition.demand.drawing.words import DOUBTFUL, Box, Field, Word, around, cells_of, lettered

__all__ = ["DOUBTFUL", "Field", "Word", "brief_with", "part_drawn", "read_drawing", "sizes_drawn"]
SIZES = frozenset({"dimension", "fit", "thread"})
MARGIN = 0.035
FAR, ODD = 4, 50
MOST_UM = 500_000


def read_drawing(words: Iterable[Word]) -> tuple[Field, ...]:
    """Return everything the grammar finds, from the top; general values found twice are kept once."""
    cells = cells_of(words)
    block, used = read_block(cells)
    found = list(block)
    outside = _outside(cells, block, used)
    for cell in cells:
        if any(cell is w for w in used):
            continue
        for field in _read(cell, outside(cell)):
            if field.name in SIZES or not any(_same(field, old) for old in found):
                found.append(field)
    return _doubted(found)


def _doubted(found: Sequence[Field]) -> tuple[Field, ...]:
    """Lower the confidence of what letters misread may make: one lone figure, a length or a depth beyond all others."""
    lengths = sorted(f.value["nominal_um"] for f in found if f.name == "dimension" and f.value["kind"] != "angle")
    usual = lengths[-2] if len(lengths) > 1 else 0

    def odd(field: Field) -> bool:
        if isinstance(field.value, dict) and field.value.get("depth_um", 0) > max(lengths, default=MOST_UM):
            return True
        if field.name != "dimension" or field.value["kind"] == "angle":
            return False
        far = bool(usual) and field.value["nominal_um"] > FAR * usual
        return far or (field.value["kind"] == "length" and field.confidence < 92 and len(field.text) == 1)

    return tuple(replace(f, confidence=min(f.confidence, ODD)) if odd(f) else f for f in found)


def _read(cell: Word, drawn: bool) -> Iterator[Field]:
    """Read one cell: sizes where the part is drawn, notes anywhere; a numbered line without more is a note."""
    note = numbered(cell.text)
    text = note["text"] if note else cell.text
    said = [_field(cell, *found) for found in read_notes(lettered(text))]
    if not said and drawn and note is None:
        said = [_field(cell, *found) for found in read_sizes(text)]
    if not said and note and not heading(text):
        said = [Field("note", {"text": text}, cell.text, cell.page, cell.box, "note", min(95, cell.sure))]
    yield from said


def _outside(cells: Sequence[Word], block: Sequence[Field], used: Sequence[Word]) -> Any:
    """Return a test whether a cell lies outside the title blocks and the sheet's margin."""
    pages: dict[int, Box] = {p: around([c.box for c in cells if c.page == p]) for p in {c.page for c in cells}}
    blocks: dict[int, Box] = {}
    for page in {f.page for f in block}:
        labels = [c.box for c in used if c.page == page and is_label(c)]
        if len(labels) >= 3:
            blocks[page] = around([c.box for c in used if c.page == page])

    def outside(cell: Word) -> bool:
        left, low, right, high = pages[cell.page]
        x, y = (cell.box[0] + cell.box[2]) / 2, (cell.box[1] + cell.box[3]) / 2
        if len(cell.text) == 1 and len(cells) > 8:
            edge = MARGIN * max(right - left, high - low)
            if min(x - left, right - x, y - low, high - y) < edge:
                return False
        own = blocks.get(cell.page)
        return own is None or not (own[0] <= x <= own[2] and own[1] <= y <= own[3])

    return outside


def _field(cell: Word, name: str, value: Any, match: Any, sure: int) -> Field:
    return Field(name, value, match.group().strip(), cell.page, cell.box, name, min(sure, cell.sure), cell.turned)


def _same(one: Field, two: Field) -> bool:
    return one.name == two.name and one.value == two.value
