"""A pasted message as the facts of a demand, each with the words that it came from."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from cofab.apps.proposition.publish.selectors import towns
from cofab.core.proposition.demand.text.reading import Places, read_text

TAKEN = ("material", "quantity", "due", "town", "finish", "supply")


@dataclass(frozen=True)
class TextFacts:
    """What a message says: `facts` as a form takes them, `told` each with its words, `missing` what it leaves out."""

    facts: dict[str, Any]
    told: list[dict[str, str]]
    missing: list[str]


def facts_of(text: str, today: date) -> TextFacts:
    """Return the facts of a message; what it does not say is left out. Refuses one that is too long."""
    names = {town.id: (town.name_zh, town.name_en) for town in towns()}
    reading = read_text(text, today, Places(names))
    facts: dict[str, Any] = {}
    told = []
    for field in reading.fields:
        name, value = ("material", field.text) if field.name == "group" else (field.name, field.value)
        if name in TAKEN and name not in facts:
            facts[name] = value
            told.append({"name": _name(name), "value": str(value), "words": field.text})
    return TextFacts(facts, told, [_name(name) for name in TAKEN[:4] if name not in facts])


def _name(name: str) -> str:
    names = {
        "material": _("Material"),
        "quantity": _("Quantity"),
        "due": _("Due"),
        "town": _("Deliver to"),
        "finish": _("Finish"),
        "supply": _("Who supplies the material"),
    }
    return names[name]
