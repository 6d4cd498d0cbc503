"""How machine states are named on pages: word, tone, and how a band draws free and busy."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

STATES = {
    "running": ("go", _("running"), "player-play"),
    "setup": ("care", _("set-up"), "settings"),
    "idle": ("wait", _("idle"), "circle"),
    "down": ("stop", _("down"), "x"),
    "off": ("done", _("off"), "square"),
    "unknown": ("draft", _("no data"), "help"),
    "busy": ("done", _("busy"), "square"),
    "free": ("wait", _("free"), "circle"),
}
"""By state: the tone of its chip, its word, its icon."""

DRAWN = {"busy": "own", "free": "open"}
"""Free and busy as a band draws them; states draw as themselves."""
