"""The rules in words: what each set is called and what it does."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

WORDS = {
    "agree": (_("Contract clauses"), _("Tolerances, penalties, acceptance by silence and pools of every contract.")),
    "settle": (_("Milestones"), _("Which part of whose money is released by which event.")),
    "endings": (_("Early endings"), _("What is paid when work is cancelled, half made or fails, by who caused it.")),
    "fees": (_("Fees"), _("What the platform charges, and of what.")),
    "split": (_("Income split"), _("Base by resources, performance by delivery, innovation by contribution.")),
    "credit": (_("Credit"), _("Weights, forgetting, caps and the cautious lower bound by which firms are ranked.")),
    "plan": (_("Planning"), _("What plans charge, and how they are ranked.")),
    "reserve": (_("Reservations"), _("How long capacity is held while people talk, sign and pay.")),
    "replan": (_("Breakdowns"), _("How long people have to agree when work must move.")),
    "search": (_("Search"), _("How long plans are searched for, how many days ahead.")),
    "publish": (_("Publishing"), _("How long a bare reservation is held.")),
}


def title(name: str) -> Any:
    """Return what a rule set is called, its own name where nobody gave it another."""
    return WORDS.get(name, (name, ""))[0]


def what(name: str) -> Any:
    """Return what a rule set does, in a sentence."""
    return WORDS.get(name, ("", ""))[1]
