"""Short ways to write the rows of a pack's form, so that a pack reads like a table."""

from __future__ import annotations

from typing import Any

Row = dict[str, Any]


def number(name: str, zh: str, en: str, least: int, most: int, unit: str = "", usual: int | None = None) -> Row:
    """Return a whole number in a unit."""
    row: Row = {"id": name, "kind": "number", "zh": zh, "en": en, "least": least, "most": most, "unit": unit}
    return row if usual is None else {**row, "usual": str(usual)}


def choice(name: str, zh: str, en: str, choices: list[list[str]], usual: str = "") -> Row:
    """Return a choice among [id, zh, en(, process family)]; the first is the usual one where none is named."""
    return {"id": name, "kind": "choice", "zh": zh, "en": en, "choices": choices, "usual": usual or choices[0][0]}


def text(name: str, zh: str, en: str, required: bool = False, usual: str = "") -> Row:
    """Return a line of text."""
    return {"id": name, "kind": "text", "zh": zh, "en": en, "required": required, "usual": usual}


def material(usual: str) -> Row:
    """Return the field of a material's grade."""
    return {"id": "material", "kind": "material", "zh": "材料", "en": "Material", "usual": usual}


def quantity(most: int = 1_000_000, usual: int = 100) -> Row:
    """Return the field of the number of pieces."""
    return number("quantity", "数量", "Quantity", 1, most, "", usual)


SUPPLY = choice("supply", "材料由谁提供", "Who supplies the material",
                [["supplier", "工厂包料", "The firm"], ["buyer", "我方来料", "The buyer"]])  # fmt: skip
