"""What another reader of messages may say, such as a language model behind an address: checked, marked, never believed.

Promises: a claim stands only where it quotes words of the message, names a known field and has a value of its kind;
the grammar's own reading goes before; a person confirms each claim.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any

from cofab.core.kernel.refusal import Refused
from cofab.core.proposition.demand.material import material
from cofab.core.proposition.demand.text.names import FINISHES, MACHINES, PROCESSES
from cofab.core.proposition.demand.text.reading import Reading
from cofab.core.proposition.demand.text.scan import Field

MODEL = "model"
TRADES = ("machining", "garment", "sheet", "moulding", "printing", "electronics", "finishing", "heat", "inspection",
          "testing", "design", "additive", "lease", "yearly")  # fmt: skip
MOST_CLAIMS = 40
Kind = Callable[[Any, date], bool]


def _number(value: Any, _today: date) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 < value <= 10_000_000


def _one_of(*known: str) -> Kind:
    return lambda value, _today: value in known


def _day(value: Any, today: date) -> bool:
    try:
        return isinstance(value, str) and date.fromisoformat(value) >= today
    except ValueError:
        return False


def _grade(value: Any, _today: date) -> bool:
    try:
        return isinstance(value, str) and material(value).id == value
    except Refused:
        return False


KINDS: Mapping[str, Kind] = {
    **dict.fromkeys(("quantity", "hours", "yearly", "monthly", "sample", "cavities", "tonnage", "film"), _number),
    "trade": _one_of(*TRADES),
    "due": _day,
    "material": _grade,
    "finish": _one_of(*(name for name, _ in FINISHES)),
    "process": _one_of(*(name for name, _ in PROCESSES)),
    "machine": _one_of(*(name for name, _ in MACHINES)),
    "operator": _one_of("self", "with"),
    "supply": _one_of("buyer", "supplier"),
    "mould": _one_of("buyer"),
    "vat": _one_of("with", "without"),
}
"""What may be claimed, and what a value of it looks like."""


def claims(reading: Reading, answer: Any, today: date) -> tuple[Field, ...]:
    """Return the claims of `answer` ([{name, value, words}]) that may be shown; the others are left out.

    A field that the grammar read is not claimed again, save where several may stand.
    """
    rows = answer if isinstance(answer, list) else []
    found = [field for row in rows[:MOST_CLAIMS] if (field := _claim(reading, row, today)) is not None]
    return tuple(_once(found))


def _claim(reading: Reading, row: Any, today: date) -> Field | None:
    if not isinstance(row, dict):
        return None
    name, value, words = row.get("name"), row.get("value"), row.get("words")
    if not isinstance(name, str) or name not in KINDS or not isinstance(words, str) or not words.strip():
        return None
    at = reading.text.find(words)
    if at < 0 or reading.first(name) is not None or not KINDS[name](value, today):
        return None
    return Field(name, value, at, at + len(words), MODEL, words)


def _once(fields: Iterable[Field]) -> list[Field]:
    return list({field.name: field for field in reversed(list(fields))}.values())[::-1]
