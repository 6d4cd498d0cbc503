"""How work orders are named on pages: states with their tone, reasons."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from cofab.apps.proposition.demand.trade import process_name

STATES = {
    "planned": ("draft", _("planned")),
    "ready": ("wait", _("ready")),
    "running": ("go", _("running")),
    "paused": ("care", _("paused")),
    "done": ("done", _("made")),
    "moved": ("done", _("moved")),
    "cancelled": ("draft", _("cancelled")),
}
"""By state: the tone of its chip and its word."""


def work_name(title: str) -> str:
    """Return a work order's title, process families joined by " + ", in the reader's language."""
    return " + ".join(process_name(one) for one in title.split(" + "))
