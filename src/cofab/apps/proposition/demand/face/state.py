"""A demand's state in words, and the hour at which a date ends."""

from __future__ import annotations

from datetime import date, datetime, time

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
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


def wants_vat(request: HttpRequest) -> bool:
    """Tell whether the reader wants prices with VAT."""
    return request.GET.get("vat") == "incl"


def back(request: HttpRequest, key: str) -> HttpResponse:
    """Return to a demand's page, with or without VAT as it was shown."""
    address = reverse("demand:demand", args=[key])
    return redirect(f"{address}?vat=incl" if wants_vat(request) else address)
