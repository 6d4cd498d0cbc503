"""The page of a monthly statement in words: its figures, its lines, two signatures, and whose move it is."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cofab.apps.base.viewer import Viewer
from cofab.apps.realisation.settle.face import TRIGGERS
from cofab.apps.realisation.statement import selectors
from cofab.apps.realisation.statement.actions import ROLES, side_of
from cofab.apps.realisation.statement.models import MonthlyStatement
from cofab.web.words import money

STATES = {
    "draft": ("care", gettext_lazy("waits for both signatures")),
    "half": ("wait", gettext_lazy("signed by one side")),
    "signed": ("done", gettext_lazy("signed by both")),
    "differed": ("held", gettext_lazy("differs")),
}
WHATS = {**TRIGGERS, "paid": gettext_lazy("Paid, confirmed by both"), "other": gettext_lazy("Other obligation")}
SIDES = {"payer": gettext_lazy("Payer"), "payee": gettext_lazy("Payee")}


def list_page(viewer: Viewer, rows: Sequence[MonthlyStatement]) -> dict[str, Any]:
    """Return the list of statements: what waits for the viewer first."""
    lines = [
        {
            "row": row,
            "state": STATES[row.state],
            "mine": _unsigned(viewer, row),
            "other": row.payee if side_of(viewer, row) == "payer" else row.payer,
            "side": SIDES[side_of(viewer, row)],
            "sums": [money(s, currency=row.currency) for s in (row.opening_minor, row.obliged_minor, row.paid_minor)],
            "closing": money(row.closing_minor, currency=row.currency),
        }
        for row in rows
    ]
    return {"lines": sorted(lines, key=lambda line: not line["mine"]), "may": viewer.has(*ROLES)}


def statement_page(viewer: Viewer, row: MonthlyStatement) -> dict[str, Any]:
    """Return what the page of one statement shows; both sides see the same but for their own buttons."""
    content, newer = row.content, selectors.newer_of(viewer, row)
    may = viewer.has(*ROLES)
    return {
        "row": row,
        "state": STATES[row.state],
        "from": date.fromisoformat(content["from"]),
        "due_on": date.fromisoformat(content["due_on"]),
        "figures": _figures(row),
        "lines": [_line(row, one) for one in content["lines"]],
        "differences": [
            {**one, "by": SIDES[one["by"]], "sum": money(one["amount_minor"], currency=row.currency)}
            for one in content["differences"]
        ],
        "signatures": [
            (SIDES["payer"], row.payer, row.payer_person, row.payer_signed_at),
            (SIDES["payee"], row.payee, row.payee_person, row.payee_signed_at),
        ],
        "newer": newer,
        "move": _move(viewer, row, newer is not None),
        "may_sign": may and _unsigned(viewer, row),
        "may_differ": may and row.state in ("draft", "half"),
        "may_redraw": may and row.state == "differed" and newer is None,
        "undisputed": money(row.closing_minor - row.differing_minor, currency=row.currency),
        "differing": money(row.differing_minor, currency=row.currency),
        "ppm": content["late_ppm_per_day"] / 10_000,
    }


def _unsigned(viewer: Viewer, row: MonthlyStatement) -> bool:
    return row.state in ("draft", "half") and getattr(row, f"{side_of(viewer, row)}_signed_at") is None


def _figures(row: MonthlyStatement) -> list[dict[str, Any]]:
    labels = {
        "opening_minor": _("Opening balance"),
        "obliged_minor": _("Obliged this month"),
        "paid_minor": _("Paid this month"),
        "closing_minor": _("Closing balance"),
        "overdue_minor": _("Of it past due"),
        "late_minor": _("Late interest, not booked"),
    }
    return [{"label": label, "value": money(row.content[n], currency=row.currency)} for n, label in labels.items()]


def _line(row: MonthlyStatement, one: dict[str, Any]) -> dict[str, Any]:
    sum_ = money(abs(one["amount_minor"]), currency=row.currency)
    paid = one["amount_minor"] < 0
    return {
        **one,
        "on": date.fromisoformat(one["on"]),
        "what": WHATS.get(one["what"], WHATS["other"]),
        "obliged": "" if paid else sum_,
        "paid": sum_ if paid else "",
    }


def _move(viewer: Viewer, row: MonthlyStatement, newer: bool) -> tuple[str, str, str]:
    """Return the next bar: its tone, what, and why."""
    if row.state == "signed":
        return (
            "done",
            _("Both have signed"),
            _("This is what both agree on; the next month opens with its closing balance."),
        )
    if newer:
        return "wait", _("A newer version is drawn up"), _("Sign that one; this one stays as it was.")
    if row.state == "differed":
        return "you", _("Talk, then draw up the next version"), _("It lists the difference, and both sign it.")
    if _unsigned(viewer, row):
        return "you", _("Your turn: compare and sign, or say what differs"), _("The figures come from the ledger.")
    return "wait", _("The other side has yet to sign"), _("You have signed; nothing is left for you to do.")
