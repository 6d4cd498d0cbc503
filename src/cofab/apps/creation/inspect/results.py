"""Reads results that a person typed or pasted from a spreadsheet."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal, InvalidOperation
from typing import Any

from cofab.core.creation.inspect.verdict import Characteristic
from cofab.core.kernel.quantity import um_from_mm
from cofab.core.kernel.refusal import Refused, declare

BAD_ROW = declare("inspect.bad_row", "Row {row}: {wanted} values were expected after the piece's number.")
NO_NUMBER = declare("inspect.no_number", "Row {row}: {text} is no length in millimetres.")

_SPLIT = re.compile(r"[\t;,，；]|\s+")


def pieces_from(text: str, wanted: Sequence[Characteristic]) -> list[dict[str, Any]]:
    """Return pieces from rows "number value value ..." (millimetres, in the order of the characteristics).

    Refuses a row with more or fewer values and what is no number, naming the row.
    """
    pieces = []
    for number, line in enumerate(text.splitlines(), start=1):
        words = [word for word in _SPLIT.split(line.strip()) if word]
        if not words:
            continue
        if len(words) != len(wanted) + 1:
            raise Refused(BAD_ROW, row=number, wanted=len(wanted))
        values = {c.name: _um(word, number) for c, word in zip(wanted, words[1:], strict=True)}
        pieces.append({"number": words[0], "values_um": values})
    return pieces


def _um(word: str, row: int) -> int:
    try:
        value = Decimal(word)
        if not value.is_finite() or abs(value) > 1_000_000:
            raise InvalidOperation
        return um_from_mm(value)
    except InvalidOperation:
        raise Refused(NO_NUMBER, row=row, text=word[:20]) from None
