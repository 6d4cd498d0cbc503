"""A demand as its page shows it: numbers in words of the trade, sentences in the reader's language."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time
from typing import Any

from django.utils import timezone

from cofab.apps.proposition.demand.models import Demand
from cofab.apps.proposition.demand.schemas import question_out
from cofab.apps.proposition.demand.selectors import open_questions, said

TONES = {"draft": "draft", "reading": "go", "asking": "you", "ready": "go", "refused": "stop"}


def end_of(day: date) -> datetime:
    """Return the hour at which a due date ends, 18:00 local time."""
    return datetime.combine(day, time(18), timezone.get_current_timezone())


def summary(row: Demand) -> dict[str, Any]:
    """Return a demand as a line of a list."""
    return {"row": row, "tone": TONES[row.state], "open": len(open_questions(row)), "price": row.price}


def page(row: Demand, query: Mapping[str, str]) -> dict[str, Any]:
    """Return everything that a demand's page shows."""
    questions = [question_out(item, row.answers) for item in row.routing.get("questions", [])]
    waiting = [question for question in questions if question.answer is None]
    return {
        "demand": row,
        "tone": TONES[row.state],
        "part": row.reading.get("part", {}),
        "reading": row.reading,
        "operations": row.routing.get("operations", []),
        "questions": questions,
        "open": waiting,
        "question": waiting[0] if waiting else None,
        "findings": row.reading.get("findings", []),
        "price": row.price,
        "refusal": said(row.refusal["code"], row.refusal["facts"]) if row.refusal else "",
    }
