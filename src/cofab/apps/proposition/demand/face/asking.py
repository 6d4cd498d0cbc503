"""The questions of a demand with what each answer costs."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from cofab.apps.proposition.demand.missing import READ_ANEW, TYPED
from cofab.apps.proposition.demand.models import Demand
from cofab.apps.proposition.demand.schemas import question_out
from cofab.web import words


def questions(row: Demand) -> list[dict[str, Any]]:
    """Return every question, answered or not, with its options."""
    return [_question(item, row) for item in row.routing["questions"]]


def _question(item: dict[str, Any], row: Demand) -> dict[str, Any]:
    found = question_out(item, row.answers)
    options = [
        {
            "id": o.id,
            "text": o.text,
            "money": words.signed(o.price_delta_minor * row.quantity, 0) if o.price_delta_minor else words.signed(0, 0),
            "each": _("%(money)s each") % {"money": words.money(o.price_delta_minor)} if o.price_delta_minor else "",
            "on": o.id == found.answer,
            "pick": number == 0 and found.id not in READ_ANEW,
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
        "typed": found.id in TYPED,
        "own": "" if any(o["on"] for o in options) else found.answer or "",
    }
