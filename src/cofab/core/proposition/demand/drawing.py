"""Read a drawing's text: title block, fits, threads, finish, tolerances; each reading keeps its place and its rule.

Own grammar over positioned words, Chinese and English. What it does not find is left out, never guessed.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import pairwise
from typing import Any

from cofab.core.kernel.quantity import um_from_mm
from cofab.core.proposition.demand.brief import Brief, Callout, Finish

CELL_GAP = 80
Box = tuple[int, int, int, int]


@dataclass(frozen=True, slots=True)
class Word:
    """A run of text with its box in tenths of a point, origin at the page's lower left."""

    text: str
    page: int
    box: Box


@dataclass(frozen=True, slots=True)
class Field:
    """One thing read: its name, its JSON-ready value, the words it came from, where they stand, and the rule."""

    name: str
    value: Any
    text: str
    page: int
    box: Box
    rule: str


@dataclass(frozen=True, slots=True)
class _Row:
    text: str
    page: int
    box: Box


def rows_of(words: Iterable[Word]) -> list[_Row]:
    """Join words on one baseline, left to right; a wide gap becomes a tab, so that table cells stay apart."""
    rows: list[list[Word]] = []
    for word in sorted(words, key=lambda w: (w.page, -_middle(w), w.box[0])):
        if rows and rows[-1][0].page == word.page and abs(_middle(rows[-1][0]) - _middle(word)) <= 35:
            rows[-1].append(word)
        else:
            rows.append([word])
    return [_joined(sorted(row, key=lambda w: w.box[0])) for row in rows]


def _middle(word: Word) -> int:
    return (word.box[1] + word.box[3]) // 2


def _joined(words: Sequence[Word]) -> _Row:
    text = words[0].text.strip()
    for left, right in pairwise(words):
        gap = right.box[0] - left.box[2]
        text += ("\t" if gap > CELL_GAP else " " if gap > 8 else "") + right.text.strip()
    boxes = [w.box for w in words]
    box = (min(b[0] for b in boxes), min(b[1] for b in boxes), max(b[2] for b in boxes), max(b[3] for b in boxes))
    return _Row(text, words[0].page, box)


_LABELS = {
    "part_no": r"(?:part\s*no\.?|drawing\s*no\.?|图\s*号|零件号)",
    "title": r"(?:title|part\s*name|名\s*称)",
    "material": r"(?:material|材\s*料|材\s*质)",
    "quantity": r"(?:quantity|qty\.?|数\s*量)",
    "revision": r"(?:revision|rev\.?|版\s*本)",
}
_LABEL_RULES = {
    name: re.compile(rf"(?:^|\t)\s*{label}(?:\s+[^\t:：]{{1,12}})?\s*[\t:：]\s*([^\t]+)", re.IGNORECASE)
    for name, label in _LABELS.items()
}
_NUMBER = r"(\d+(?:[.,]\d+)?)"
_FIT = re.compile(rf"(?:(\d+)\s*[×xX]\s*)?[⌀Øø∅Φφ]\s*{_NUMBER}\s*([A-HJ-Za-hj-z]{{1,2}}\d{{1,2}})(?![\d.])")
_THREAD = re.compile(r"(?:(\d+)\s*[×xX\-]\s*)?\b(M\d+(?:\.\d+)?(?:\s*[×xX]\s*\d+(?:\.\d+)?(?!\d*\s*[⌀Ø]))?)")
_ROUGH = re.compile(rf"(?:Ra|粗糙度)\s*{_NUMBER}")
_GENERAL = re.compile(r"(GB/T\s*1804|ISO\s*2768)\s*-\s*([fmcv])", re.IGNORECASE)
_FILM = re.compile(r"(\d+)\s*(?:µm|μm|um|微米)", re.IGNORECASE)
_COLOURS = {
    "black": ("black", "黑"),
    "clear": ("clear", "natural", "本色"),
    "red": ("red", "红"),
    "blue": ("blue", "蓝"),
}
_FINISHES: tuple[tuple[str, str, str, int], ...] = (
    (r"hard[\s-]*(?:coat\s*)?anodi[sz]|硬质阳极|硬质氧化", "anodising", "hard-anodising", 30),
    (r"anodi[sz]|阳极氧化|阳极", "anodising", "decorative-anodising", 10),
    (r"electroless\s*nickel|化学镀镍|化学镍", "plating", "electroless-nickel-plating", 10),
    (r"zinc\s*plat|galvani[sz]|镀锌", "plating", "zinc-electroplating", 8),
    (r"chrome\s*plat|hard\s*chrome|镀铬|镀硬铬", "plating", "chrome-plating", 20),
    (r"powder\s*coat|喷粉|喷塑", "coating", "powder-coating", 60),
    (r"blacken|black\s*oxide|发黑|发蓝", "conversion", "blackening-and-phosphating", 0),
    (r"passivat|钝化", "passivation", "pickling-and-passivation", 0),
    (r"bead\s*blast|sand\s*blast|喷砂", "blasting", "blasting-finish", 0),
)
_ROUGH_TOLERANCE_UM = {"f": 100, "m": 200, "c": 500, "v": 1000}


def read_drawing(words: Iterable[Word]) -> tuple[Field, ...]:
    """Return everything the grammar finds, row by row from the top; a value found twice is kept once."""
    found: list[Field] = []
    for row in rows_of(words):
        for rule in (_title_block, _fits, _threads, _finish, _general, _roughness):
            found += [f for f in rule(row) if not any(_same(f, old) for old in found)]
    return tuple(found)


def _same(one: Field, two: Field) -> bool:
    return one.name == two.name and one.value == two.value


def _field(row: _Row, name: str, value: Any, text: str) -> Field:
    return Field(name, value, text.strip(), row.page, row.box, name)


def _title_block(row: _Row) -> Iterable[Field]:
    for name, rule in _LABEL_RULES.items():
        match = rule.search(row.text)
        if match is None:
            continue
        text = match.group(1).strip()
        if name == "quantity":
            digits = re.search(r"\d+", text)
            if digits:
                yield _field(row, name, int(digits.group()), text)
        else:
            yield _field(row, name, text, text)


def _fits(row: _Row) -> Iterable[Field]:
    for match in _FIT.finditer(row.text):
        value = {"diameter_um": _um(match.group(2)), "fit": match.group(3), "count": int(match.group(1) or 1)}
        yield _field(row, "fit", value, match.group())


def _threads(row: _Row) -> Iterable[Field]:
    for match in _THREAD.finditer(row.text):
        thread = re.sub(r"\s*[×xX]\s*", "x", match.group(2))
        yield _field(row, "thread", {"thread": thread, "count": int(match.group(1) or 1)}, match.group())


def _finish(row: _Row) -> Iterable[Field]:
    for pattern, family, process, usual in _FINISHES:
        match = re.search(pattern, row.text, re.IGNORECASE)
        if match is None:
            continue
        film = _FILM.search(row.text)
        lower = row.text.casefold()
        colour = next((c for c, words in _COLOURS.items() if any(w in lower for w in words)), "")
        thick = int(film.group(1)) if film else usual
        value = {"family": family, "process": process, "film_um": thick, "colour": colour}
        yield _field(row, "finish", value, row.text)
        return


def _general(row: _Row) -> Iterable[Field]:
    match = _GENERAL.search(row.text)
    if match:
        yield _field(row, "general_tolerance", match.group().replace(" ", ""), match.group())


def _roughness(row: _Row) -> Iterable[Field]:
    for match in _ROUGH.finditer(row.text):
        yield _field(row, "roughness", {"ra_nm": _um(match.group(1))}, match.group())


def _um(text: str) -> int:
    return um_from_mm(Decimal(text.replace(",", ".")))


def brief_with(brief: Brief, fields: Iterable[Field]) -> Brief:
    """Return the brief completed from a drawing: what the buyer said himself stays, callouts are added."""
    for field in fields:
        brief = _WRITERS.get(field.name, _unchanged)(brief, field.value)
    return brief


def _unchanged(brief: Brief, value: Any) -> Brief:
    return brief


def _with_fit(brief: Brief, value: Any) -> Brief:
    callout = Callout(value["diameter_um"], value["fit"], count=value["count"])
    return replace(brief, callouts=(*brief.callouts, callout))


def _with_thread(brief: Brief, value: Any) -> Brief:
    nominal = um_from_mm(value["thread"].removeprefix("M").partition("x")[0])
    callout = Callout(nominal, thread=value["thread"], count=value["count"])
    return replace(brief, callouts=(*brief.callouts, callout))


def _with_finish(brief: Brief, value: Any) -> Brief:
    finish = Finish(**value)
    known = any(f.family == finish.family for f in brief.finishes)
    return brief if known else replace(brief, finishes=(*brief.finishes, finish))


def _with_tolerance(brief: Brief, value: Any) -> Brief:
    return replace(brief, tolerance_um=brief.tolerance_um or _ROUGH_TOLERANCE_UM[str(value)[-1].lower()])


_WRITERS: dict[str, Callable[[Brief, Any], Brief]] = {
    "material": lambda brief, value: brief if brief.material else replace(brief, material=value),
    "quantity": lambda brief, value: brief if brief.quantity else replace(brief, quantity=value),
    "fit": _with_fit,
    "thread": _with_thread,
    "finish": _with_finish,
    "general_tolerance": _with_tolerance,
}
