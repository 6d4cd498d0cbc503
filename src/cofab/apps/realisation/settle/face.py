"""The money pages in words: what a milestone, a line and a payee are called."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_lazy as _

from cofab.apps.base.viewer import Viewer
from cofab.apps.realisation.ledger.custody.selectors import debts, direct_payments
from cofab.apps.realisation.settle.models import Milestone
from cofab.apps.realisation.settle.selectors import POOLS, Money, Payee, contested_by, may_contest

TRIGGERS = {
    "started": _("Work begins"),
    "made": _("Own work done"),
    "carried": _("Goods carried"),
    "reported": _("Inspection signed"),
    "delivered": _("Delivered"),
    "accepted": _("Accepted"),
    "rated": _("Rated by both sides"),
    "retained": _("Retention over"),
}
KINDS = {
    "base": _("Agreed pay"),
    "retention": _("Retention"),
    "reserve": _("Reserve"),
    "performance": _("Performance pool"),
    "innovation": _("Innovation pool"),
}
STATES = {
    "planned": ("draft", _("not secured")),
    "waiting": ("held", _("secured")),
    "contested": ("stop", _("disputed")),
    "released": ("done", _("released")),
    "returned": ("draft", _("returned")),
}
LINES = {
    "material": _("Material"),
    "setup": _("Set-up"),
    "run": _("Work"),
    "finish": _("Finishing"),
    "leg": _("Transport"),
    "transport": _("Transport"),
    "inspection": _("Inspection"),
    "handover": _("Handover inspection"),
    "fee": _("Platform fee"),
    "risk": _("Risk reserve"),
    "margin": _("Margin"),
    "coordination": _("Coordination"),
    "partner": _("New partners"),
    "vat": _("VAT"),
    "set_aside": _("Left for the pools"),
    "performance": _("Performance share"),
    "innovation": _("Innovation share"),
    "late": _("Late"),
    "short": _("Pieces missing"),
    "reserve": _("From the reserve"),
    "handed_over": _("Work handed over"),
    "taken_over": _("Work taken over"),
    "recovery": _("Recovery after a breakdown"),
    "owes": _("Owed to another firm"),
    "owed": _("Owed by another party, paid directly"),
}
PAYEES = {"reserve": _("Risk reserve"), "others": _("Others")}
WAYS = {"custody": _("kept by a custodian"), "direct": _("paid between the parties")}
ENTRIES = {
    "deposit": _("Deposit into custody"),
    "release": _("Release"),
    "refund": _("Back to the buyer"),
    "pay_out": _("Pay-out"),
    "obliged": _("Owed"),
    "paid_direct": _("Paid directly"),
}


def milestone(row: Milestone, viewer: Viewer) -> dict[str, Any]:
    """Return a milestone as the page shows it."""
    tone, state = STATES[row.state]
    return {
        "row": row,
        "what": KINDS[row.kind] if row.kind != "base" else TRIGGERS[row.trigger],
        "when": TRIGGERS[row.trigger],
        "tone": tone,
        "state": state,
        "mine": row.payee_id in viewer.organisations,
    }


def bar(rows: list[dict[str, Any]]) -> list[tuple[str, int, str]]:
    """Return the milestone bar: (label, amount, fill) with what is released first."""
    fills = {"released": "released", "returned": "rest", "waiting": "next", "planned": "later", "contested": "kept"}
    order = list(fills)
    listed = sorted(rows, key=lambda item: order.index(item["row"].state))
    kept = [("kept" if item["row"].kind in (*POOLS, "retention") else fills[item["row"].state]) for item in listed]
    return [(str(item["what"]), item["row"].amount_minor, fill) for item, fill in zip(listed, kept, strict=True)]


def payee(row: Payee) -> dict[str, Any]:
    """Return who gets what as the page shows it."""
    lines = [(LINES.get(line.kind, line.kind), line.amount_minor, line.facts) for line in row.lines]
    return {
        "row": row,
        "name": row.organisation.name if row.organisation else PAYEES.get(row.kind, row.kind),
        "base": row.agreed_minor + row.set_aside_minor,
        "performance": row.shares.get("performance"),
        "innovation": row.shares.get("innovation"),
        "lines": lines,
    }


def money_page(viewer: Viewer, money: Money) -> dict[str, Any]:
    """Return what the page of an order's money shows."""
    raised = contested_by(viewer, money)
    rows = [
        milestone(row, viewer) | {"contest": may_contest(viewer, money, row), "settle": row.key in raised}
        for row in money.milestones
    ]
    figures = [
        {"label": _("Released to you"), "value": money.received_minor},
        {"label": _("Agreed, waiting"), "value": money.waiting_minor},
        {"label": _("Depends on ratings, at most"), "value": money.pools_most_minor},
    ]
    if money.is_payer or money.whole:
        figures.append({"label": _("Contract price incl. VAT"), "value": money.row.price_minor})
    return {
        "money": money,
        "figures": figures,
        "milestones": rows,
        "bar": bar(rows),
        "payees": [payee(row) for row in money.payees],
        "way": WAYS[money.row.way],
        **_direct(viewer, money),
        "entries": [(ENTRIES.get(entry.kind, entry.kind), entry, _moved(entry)) for entry in money.entries],
    }


def _direct(viewer: Viewer, money: Money) -> dict[str, Any]:
    """Return what is owed between the parties: `debts` and what is `said` to be paid.

    A debt comes with whether the viewer pays it and what is left to pay in yuan; what is said, with whether the viewer
    is the payee who confirms it.
    """
    if money.row.way != "direct":
        return {}
    pk = viewer.organisation_id
    owed = [(row, row.payer.pk == pk, Decimal(row.left_minor) / 100) for row in debts(viewer, money.row.order_key)]
    said = [(row, row.payee_id == pk) for row in direct_payments(viewer, money.row.order_key).filter(entry=None)]
    return {"direct": True, "debts": owed, "said": said}


def _moved(entry: Any) -> int:
    return sum(posting.amount_minor for posting in entry.postings.all() if posting.amount_minor > 0)


def earnings_page(viewer: Viewer, rows: list[Milestone]) -> dict[str, Any]:
    """Return what the list of one's money shows: an order a line, newest first."""
    orders: dict[str, dict[str, Any]] = {}
    for row in rows:
        line = orders.setdefault(row.order_key, {"money": row.money, "paid": 0, "waiting": 0})
        line["paid"] += row.paid_minor
        line["waiting"] += row.amount_minor if row.state in ("planned", "waiting", "contested") else 0
    lines = list(orders.values())
    return {
        "lines": lines,
        "paid": sum(line["paid"] for line in lines),
        "waiting": sum(line["waiting"] for line in lines),
    }
