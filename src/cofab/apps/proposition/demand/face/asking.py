"""The questions of a demand with what each answer costs."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from cofab.apps.proposition.demand.forms import known_materials
from cofab.apps.proposition.demand.missing import TYPED
from cofab.apps.proposition.demand.models import Demand
from cofab.apps.proposition.demand.schemas import question_out
from cofab.core.proposition.demand.questions import GRADE, MATERIAL, SUPPLY, TOLERANCE_STATE
from cofab.core.proposition.demand.unsaid import SIZE
from cofab.web import words

PICKED = (SIZE, SUPPLY, TOLERANCE_STATE)
"""Questions whose first option stands ticked; where sources differ or nothing was said, nobody is led to a guess."""

GRADES = (MATERIAL, GRADE)
SHORT = 12
"""Options of so few letters stand side by side."""


def questions(row: Demand) -> list[dict[str, Any]]:
    """Return every question, answered or not, with its options."""
    return [_question(item, row) for item in row.routing["questions"]]


def _question(item: dict[str, Any], row: Demand) -> dict[str, Any]:
    found = question_out(item, row.answers)
    told = any(o.price_delta_minor for o in found.options)
    options = [
        {
            "id": o.id,
            "text": o.text,
            "money": words.signed(o.price_delta_minor * row.quantity, 0) if told else "",
            "each": _("%(money)s each") % {"money": words.money(o.price_delta_minor)} if o.price_delta_minor else "",
            "on": o.id == found.answer,
            "pick": number == 0 and found.id in PICKED,
        }
        for number, o in enumerate(found.options)
    ]
    chosen = next((o["text"] for o in options if o["on"]), found.answer or "")
    return {
        "id": found.id,
        "text": found.text,
        "options": options,
        "answer": found.answer,
        "said": chosen,
        "faces": found.faces,
        "short": len(found.options) > 2 and not told and all(len(o.text) <= SHORT for o in found.options),
        "typed": found.id in TYPED,
        "own_label": _("Another grade") if found.id in GRADES else _("Another size, in mm"),
        "plain_label": _("Material and grade") if found.id in GRADES else _("Size in mm"),
        "known": known_materials() if found.id in GRADES else [],
        "own": "" if any(o["on"] for o in options) else found.answer or "",
    }
