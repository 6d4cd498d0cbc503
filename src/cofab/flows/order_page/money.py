"""The money card of an order: price, released, held, what comes next; for a firm its own part only."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from cofab.apps.base.viewer import Viewer
from cofab.apps.creation.agree.selectors import lines_for, requests_of, sees_all
from cofab.apps.realisation.settle import selectors as settled
from cofab.apps.realisation.settle.face import KINDS, TRIGGERS
from cofab.core.kernel.refusal import Refused
from cofab.core.realisation.settle.milestones import TRIGGERS as ORDER_OF_TRIGGERS
from cofab.web import words

if TYPE_CHECKING:
    from cofab.apps.creation.agree.models import Order

OPEN = ("planned", "waiting", "contested")


def card(viewer: Viewer, order: Order) -> dict[str, Any]:
    """Return the money of an order as far as the viewer may know it; `total_minor` None where nothing is theirs."""
    whole = sees_all(viewer, order)
    try:
        money = settled.money_of(viewer, order.key)
    except Refused:
        return _before(viewer, order, whole)
    mine = [row for row in money.milestones if whole or row.payee_id == viewer.organisation_id]
    paid = sum(row.paid_minor for row in mine)
    back = sum(row.returned_minor for row in mine)
    waiting = sum(row.amount_minor for row in mine if row.state in OPEN)
    total = order.price_minor if whole else sum(row.amount_minor for row in mine)
    secured = money.row.secured_at is not None
    upcoming = _next(mine)
    return {
        "total_minor": total,
        "label": _("contract price, incl. VAT") if whole else _("your part, incl. VAT"),
        "bar": _bar(mine, upcoming) if secured else [],
        "rows": [
            (_("Released") if whole else _("Paid to you"), words.money(paid)),
            (_("In custody") if secured and order.way == "custody" else _("Still to pay"), words.money(waiting)),
            *([(_("Returned to the buyer"), words.money(back))] if back else []),
            *([(_("Next: %(what)s") % {"what": _what(upcoming[0])}, words.money(_sum(upcoming)))] if upcoming else []),
        ],
        "note": _note(order, secured),
        "url": f"/money/{order.key}",
    }


def _before(viewer: Viewer, order: Order, whole: bool) -> dict[str, Any]:
    """Return what is known of the price before the contract fixed it."""
    lines = lines_for(viewer, order)
    own = sum(row.price_minor for row in requests_of(viewer, order) if row.organisation_id == viewer.organisation_id)
    return {
        "total_minor": order.price_minor if whole else own or sum(line.amount_minor for line in lines) or None,
        "label": _("price, incl. VAT") if whole else _("your part, ex VAT"),
        "bar": [],
        "rows": [],
        "note": _("Nothing is paid before the contract is signed."),
        "url": "",
    }


def _next(rows: list[Any]) -> list[Any]:
    """Return the milestones that are paid at the next thing that happens."""
    waiting = [row for row in rows if row.state == "waiting" and row.kind != "reserve"]
    if not waiting:
        return []
    first = min((row.trigger for row in waiting), key=list(ORDER_OF_TRIGGERS).index)
    return [row for row in waiting if row.trigger == first]


def _sum(rows: list[Any]) -> int:
    return sum(row.amount_minor for row in rows)


def _what(row: Any) -> str:
    return str(TRIGGERS[row.trigger] if row.kind == "base" else KINDS[row.kind])


def _bar(rows: list[Any], upcoming: list[Any]) -> list[tuple[str, int, str]]:
    """Return the shares of the bar: released, next, later, kept for ratings and retention, returned."""
    soon = {row.pk for row in upcoming}
    sums = dict.fromkeys(("released", "next", "later", "kept", "rest"), 0)
    for row in rows:
        if row.state in ("released", "returned"):
            sums["released"] += row.paid_minor
            sums["rest"] += row.returned_minor
        elif row.kind in ("performance", "innovation", "retention", "reserve"):
            sums["kept"] += row.amount_minor
        else:
            sums["next" if row.pk in soon else "later"] += row.amount_minor
    names = {
        "released": _("released"), "next": _("next"), "later": _("later"), "kept": _("kept for ratings and risk"),
        "rest": _("returned"),
    }  # fmt: skip
    return [(f"{names[kind]} {words.money(value)}", value, kind) for kind, value in sums.items() if value]


def _note(order: Order, secured: bool) -> str:
    if order.way == "direct":
        return _("The parties pay each other directly and both confirm.")
    if not secured:
        return _("Not secured yet. Work starts when the money is with the custodian.")
    return _("The money is with the custodian; the platform never touches it.")
