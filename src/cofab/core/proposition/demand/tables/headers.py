"""Which row is a table's head, what its columns mean and in which unit they are."""

# ruff: noqa: E501 (a pattern stands on one line)
from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from cofab.core.proposition.demand.tables.grid import Cell
from cofab.core.proposition.demand.text.cells import SIZES
from cofab.core.proposition.demand.text.scan import FLAGS, plain

LEAST = 2
_WORDS: tuple[tuple[str, str], ...] = (
    ("number", r"图号|零件号|料号|物料编码|part\s*(?:no|number|#)|drawing|P/N"),
    ("title", r"名称|品名|产品|款式|^(?:part|item|name|description|style)\b|part\s*name"),
    ("material", r"材料|材质|面料|material|fabric"),
    ("quantity", r"数量|件数|订单量|需求量|^qty|quantity|^pcs$|pieces"),
    ("due", r"交期|交货|需求日期|要求日期|due|deliver(?:y|\s*by)|required\s*date|^date$"),
    ("town", r"收货地|送货地|交货地|到货地|deliver\s*to|ship\s*to|destination"),
    ("finish", r"表面|后处理|finish|surface|coating|treatment"),
    ("colour", r"颜色|色号|^色$|colou?r"),
    ("tolerance", r"公差|tolerance"), ("thickness", r"厚|thick"), ("diameter", r"直径|外径|dia(?:meter)?\b|⌀|^OD$"),
    ("length", r"长度?|length|^L$"), ("width", r"宽度?|width|^W$"), ("height", r"高度?|height|^H$"),
    ("weight", r"单重|重量|weight"), ("size", r"尺寸|规格|size|dimension|spec"), ("note", r"备注|说明|note|remark|comment"),
)  # fmt: skip
_NAMES = tuple((name, re.compile(words, FLAGS)) for name, words in _WORDS)
_UNIT = re.compile(
    r"(?<![a-z])(mm|cm|dm|m|µm|μm|um|in(?:ch)?|毫米|厘米|米|微米|英寸|丝|kg|g|公斤|千克|克|吨|t)(?![a-z])", FLAGS
)
MM: dict[str, Decimal | int] = {"mm": 1, "毫米": 1, "cm": 10, "厘米": 10, "dm": 100, "m": 1000, "米": 1000, "in": Decimal("25.4"),
      "inch": Decimal("25.4"), "英寸": Decimal("25.4"), "µm": Decimal("0.001"), "μm": Decimal("0.001"),
      "um": Decimal("0.001"), "微米": Decimal("0.001"), "丝": Decimal("0.01")}  # fmt: skip
GRAMS = {"kg": 1000, "公斤": 1000, "千克": 1000, "g": 1, "克": 1, "t": 1_000_000, "吨": 1_000_000}


@dataclass(frozen=True, slots=True)
class Column:
    """What a column holds: a field's name (or "cell" with the size it counts), its unit ("" where none stands)."""

    index: int
    name: str
    unit: str = ""
    size: str = ""


def columns_of(row: Sequence[Cell], below: Sequence[Cell] = ()) -> tuple[tuple[Column, ...], bool]:
    """Return what a head's columns mean, and whether the row below belongs to the head ("尺寸" over 长, 宽, 高)."""
    alone = _columns(row)
    if len(alone) < LEAST:
        return (), False
    both = _columns(row, below) if len(_columns(below)) >= LEAST else ()
    return (both, True) if both else (alone, False)


def _columns(row: Sequence[Cell], below: Sequence[Cell] = ()) -> tuple[Column, ...]:
    found: list[Column] = []
    for n, cell in enumerate(row):
        lower = below[n].text if n < len(below) else ""
        column = _column(n, lower, cell.text) or _column(n, cell.text, "")
        if column is not None and (column.name == "cell" or column.name not in {c.name for c in found}):
            found.append(column)
    return tuple(found)


def _column(index: int, text: str, above: str) -> Column | None:
    said = plain(text).strip()
    if not said or len(said) > 40:
        return None
    if said.upper().removesuffix("码") in SIZES:
        return Column(index, "cell", size=said.upper().removesuffix("码"))
    bare = _UNIT.sub("", re.sub(r"[()\[\]/:*]", " ", said)).strip() or said
    name = next((name for name, words in _NAMES if words.search(bare)), "")
    unit = _UNIT.search(re.sub(name, " ", said)) or _UNIT.search(plain(above))
    return Column(index, name, unit[1].casefold() if unit else "") if name else None
