"""The money pages in words: what a milestone, a line and a payee are called."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_lazy as _

from cofab.apps.base.viewer import Viewer
from cofab.apps.realisation.ledger.custody.selectors import debts, direct_payments
from cofab.apps.realisation.settle.models import Milestone
from cofab.apps.realisation.settle.selectors import POOLS, Money, Payee, contested_by, may_contest

MOST = 12
"""How many milestones and entries stand one by one before they are folded."""
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
    "counter": _("Agreed in a counter-offer"),
    "dispute": _("Decided in a dispute"),
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
    """Return who gets what as the page shows it; lines of one kind as one line with their number."""
    summed: dict[tuple[str, Any], list[int]] = {}
    for line in row.lines:
        summed.setdefault((line.kind, line.facts.get("days")), []).append(line.amount_minor)
    lines = [(LINES.get(kind, kind), sum(found), days, len(found)) for (kind, days), found in summed.items()]
    return {
        "row": row,
        "name": row.organisation.name if row.organisation else PAYEES.get(row.kind, row.kind),
        "base": row.agreed_minor + row.set_aside_minor,
        "performance": row.shares.get("performance"),
        "innovation": row.shares.get("innovation"),
        "total": row.total_minor,
        "lines": lines,
    }


def payees_of(money: Money) -> tuple[list[dict[str, Any]], dict[str, Any] | None]:
    """Return the rows of who gets what, and for those who see all of them their sum.

    What the pools gave to others leaves the row that kept it, so that the rows add up to the price.
    """
    rows = [payee(row) for row in money.payees]
    if not money.whole:
        return rows, None
    kept = next((row for row in rows if row["row"].kind == "reserve"), None)
    if kept:
        for pool in POOLS:
            given = sum(row[pool] or 0 for row in rows)
            kept[pool] = -given if given else kept[pool]
            kept["total"] -= given
    total = sum(row["total"] for row in rows)
    paid = sum(row["row"].paid_minor for row in rows)
    return rows, {"total": total, "paid": paid, "even": total == money.row.price_minor}


def _figures(money: Money) -> list[dict[str, Any]]:
    """Return the four figures above the page: the payer's, or what is one's own."""
    price = {"label": _("Contract price incl. VAT"), "value": money.row.price_minor}
    if money.whole and not any(payee.mine for payee in money.payees):
        return [
            price,
            {"label": _("Released to the firms"), "value": money.whole.released_minor},
            {"label": _("Held until due"), "value": money.whole.held_minor},
            {"label": _("Returned to the buyer"), "value": money.whole.refunded_minor},
        ]
    figures = [
        {"label": _("Released to you"), "value": money.received_minor},
        {"label": _("Agreed, waiting"), "value": money.waiting_minor},
        {"label": _("Depends on ratings, at most"), "value": money.pools_most_minor},
    ]
    return [*figures, price] if money.is_payer or money.whole else figures


def _folded(rows: list[dict[str, Any]]) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Return the milestones to show one by one, and by payee the others where there are many."""
    if len(rows) <= MOST:
        return rows, []
    alone = [item for item in rows if item["mine"] or item["settle"] or item["row"].state == "contested"]
    groups: dict[Any, list[dict[str, Any]]] = {}
    for item in rows:
        if item not in alone:
            groups.setdefault(item["row"].payee_id or item["row"].kind, []).append(item)
    return alone, [_fold(items) for items in groups.values()]


def _fold(items: list[dict[str, Any]]) -> dict[str, Any]:
    states = {(item["tone"], item["state"]) for item in items}
    over = sum(item["row"].state in ("released", "returned") for item in items)
    return {
        "items": items,
        "payee": items[0]["row"].payee,
        "whats": list(dict.fromkeys(item["what"] for item in items)),
        "amount": sum(item["row"].amount_minor for item in items),
        "paid": sum(item["row"].paid_minor for item in items if item["row"].state == "released"),
        "returned": sum(item["row"].returned_minor or 0 for item in items),
        "state": next(iter(states)) if len(states) == 1 else None,
        "over": over,
        "count": len(items),
    }


def money_page(viewer: Viewer, money: Money) -> dict[str, Any]:
    """Return what the page of an order's money shows."""
    raised = contested_by(viewer, money)
    rows = [
        milestone(row, viewer) | {"contest": may_contest(viewer, money, row), "settle": row.key in raised}
        for row in money.milestones
    ]
    alone, groups = _folded(rows)
    payees, total = payees_of(money)
    entries = [(ENTRIES.get(entry.kind, entry.kind), entry, _moved(entry)) for entry in money.entries]
    return {
        "money": money,
        "figures": _figures(money),
        "milestones": alone,
        "groups": groups,
        "bar": bar(rows),
        "payees": payees,
        "total": total,
        "way": WAYS[money.row.way],
        **_direct(viewer, money),
        "entries": entries[:MOST],
        "older": entries[MOST:],
        "older_count": len(entries) - MOST,
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
