"""The names of roles, as people read them."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

ROLE_NAMES = {
    "owner": _("Owner"),
    "planner": _("Planner"),
    "buyer": _("Buyer"),
    "engineer": _("Engineer"),
    "accountant": _("Accountant"),
    "worker": _("Worker"),
    "inspector": _("Inspector"),
    "committee": _("Committee member"),
    "operator": _("Operator"),
    "merchandiser": _("Merchandiser"),
    "organisation": _("an organisation"),
}


def roles(text: str) -> str:
    """Return "buyer, planner" in the reader's language; what is no role stays as it is."""
    return ", ".join(str(ROLE_NAMES.get(word, word)) for word in text.split(", "))
