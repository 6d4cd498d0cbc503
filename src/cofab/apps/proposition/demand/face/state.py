"""A demand's state in words, and the hour at which a date ends."""

from __future__ import annotations

from datetime import date, datetime, time

from django.utils import timezone
from django.utils.translation import gettext as _

TONES = {"draft": "draft", "reading": "go", "asking": "you", "ready": "go", "refused": "stop"}


def end_of(day: date) -> datetime:
    """Return the hour at which a due date ends, 18:00 local time."""
    return datetime.combine(day, time(18), timezone.get_current_timezone())


def state_word(state: str) -> str:
    """Return a demand's state in the reader's language."""
    names = {
        "draft": _("Draft"),
        "reading": _("Reading"),
        "asking": _("Your answer"),
        "ready": _("Ready"),
        "refused": _("Refused"),
    }
    return names[state]
