"""Read a filled form: every field checked, every refusal names the field."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from cofab.core.kernel.refusal import Refused, declare
from cofab.core.proposition.demand.material import DEFAULT_MATERIALS, grade
from cofab.core.proposition.demand.packs.matrix import matrix_of
from cofab.core.proposition.demand.packs.model import CHOICE, MATERIAL, MATRIX, NUMBER, Ask, Pack

REQUIRED = declare("packs.required", "{field} is missing.")
NOT_A_NUMBER = declare("packs.number", "{field}: {value} is not a whole number.")
RANGE = declare("packs.range", "{field}: between {least} and {most} {unit}, not {value}.")
NOT_A_CHOICE = declare("packs.choice", "{field}: {value} is not one of the choices.")
MINIMUM = declare("packs.minimum", "This trade starts at {least} pieces; {quantity} are asked for.")
LONGEST = 120


def read_form(pack: Pack, raw: Mapping[str, Any]) -> dict[str, Any]:
    """Return the answers by field id: numbers as int, matrices as JSON, choices and texts as text.

    A field that is left out gets its usual value; an empty required one is refused. Raises Refused with the field.
    """
    answers = {ask.id: _value(ask, raw.get(ask.id)) for ask in pack.asks}
    least = int(pack.values.get("least_pieces", 0))
    if quantity_of(pack, answers) < least:
        raise Refused(MINIMUM, least=least, quantity=quantity_of(pack, answers))
    return answers


def quantity_of(pack: Pack, answers: Mapping[str, Any]) -> int:
    """Return how many pieces (or hours) the answers ask for."""
    counted = answers[pack.counted]
    return matrix_of(counted).total if pack.counted == "matrix" else int(counted)


def _value(ask: Ask, value: Any) -> Any:
    if ask.kind == MATRIX:
        return matrix_of(value or {}).as_json()
    text = ask.usual if value is None else str(value).strip()
    if not text:
        if ask.required:
            raise Refused(REQUIRED, field=ask.id)
        return ""
    if ask.kind == NUMBER:
        return _number(ask, text)
    if ask.kind == CHOICE and text not in {c.id for c in ask.choices}:
        raise Refused(NOT_A_CHOICE, field=ask.id, value=text[:40])
    return grade(text, DEFAULT_MATERIALS).id if ask.kind == MATERIAL else text[:LONGEST]


def _number(ask: Ask, text: str) -> int:
    if not (text.isascii() and text.isdigit()):
        raise Refused(NOT_A_NUMBER, field=ask.id, value=text[:40])
    value = int(text)
    if not ask.least <= value <= ask.most:
        raise Refused(RANGE, field=ask.id, least=ask.least, most=ask.most, unit=ask.unit, value=value)
    return value
