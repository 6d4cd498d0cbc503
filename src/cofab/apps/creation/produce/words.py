"""How work orders are named on pages: states with their tone, reasons."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

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
