"""How shipments are named on pages."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

STATES = {
    "planned": ("draft", _("planned")),
    "ready": ("wait", _("ready to go")),
    "moving": ("go", _("on the way")),
    "arrived": ("done", _("arrived")),
    "lost": ("stop", _("lost")),
    "cancelled": ("draft", _("cancelled")),
}
"""By state: the tone of its chip and its word."""
