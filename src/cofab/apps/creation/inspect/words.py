"""How inspections are named on pages."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

STATES = {
    "planned": ("wait", _("planned")),
    "received": ("wait", _("goods here")),
    "recorded": ("you", _("to be signed")),
    "passed": ("go", _("passed")),
    "failed": ("stop", _("failed")),
    "cancelled": ("draft", _("cancelled")),
}
"""By state: the tone of its chip and its word."""

RULES = {
    "simple": _("inside the tolerance conforms"),
    "guarded": _("inside by at least the uncertainty conforms; anything in between counts against the lot"),
}
"""The decision rules in words."""
