"""The names of roles and towns, as people read them."""

from __future__ import annotations

from collections.abc import Callable, Mapping

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


_TOWNS: list[Callable[[], Mapping[str, str]]] = []


def name_towns_by(names: Callable[[], Mapping[str, str]]) -> None:
    """Let the step that keeps the map say what the reader calls each town, by id."""
    _TOWNS[:] = [names]


def town_names() -> Mapping[str, str]:
    """Return what the reader calls each town, by id."""
    return _TOWNS[0]() if _TOWNS else {}


def roles(text: str) -> str:
    """Return "buyer, planner" in the reader's language; what is no role stays as it is."""
    return ", ".join(str(ROLE_NAMES.get(word, word)) for word in text.split(", "))
