"""How inspections are named on pages."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

STATES = {
    "planned": ("wait", _("planned")),
    "received": ("wait", _("goods here")),
    "recorded": ("you", _("to be signed")),
    "passed": ("go", _("passed"), "check"),
    "failed": ("stop", _("failed")),
    "cancelled": ("draft", _("cancelled")),
}
"""By state: the tone of its chip, its word, its icon where it is another."""

RULES = {
    "simple": _("inside the tolerance conforms"),
    "guarded": _("inside by at least the uncertainty conforms; anything in between counts against the lot"),
}
"""The decision rules in words."""
