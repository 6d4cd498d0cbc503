"""The list of orders: number, state, whose move, the two dates, the price as far as one may know it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cofab.apps.base.viewer import Viewer
from cofab.apps.creation.agree import selectors as agreed
from cofab.flows.order_page import moves
from cofab.web import words
from cofab.web.parts import chip, promised
from cofab.web.table import Column, Filter, Table

if TYPE_CHECKING:
    from cofab.apps.creation.agree.models import Order

STATES = {
    "draft": ("draft", gettext_lazy("choosing again")),
    "reserved": ("held", gettext_lazy("reserved")),
    "agreed": ("wait", gettext_lazy("to be signed")),
    "signed": ("wait", gettext_lazy("to be paid")),
    "running": ("go", gettext_lazy("being made")),
    "delivered": ("wait", gettext_lazy("delivered")),
    "accepted": ("done", gettext_lazy("accepted")),
    "closed": ("done", gettext_lazy("closed")),
    "cancelled": ("draft", gettext_lazy("cancelled")),
    "lapsed": ("stop", gettext_lazy("lapsed")),
}
"""By state: the tone of its chip and its word."""


def state_chip(order: Order) -> Any:
    """Return the chip of an order's state."""
    return chip(*STATES[order.state])


def whose(viewer: Viewer, order: Order) -> Any:
    """Return whose move it is, in two or three words; the viewer's own as a chip."""
    move = moves.move_of(viewer, order)
    if move.mine:
        return chip("you", move.word)
    return move.word or words.NONE


def price(viewer: Viewer, order: Order) -> str:
    """Return the price of an order incl. VAT; a dash for who may not know it."""
    return words.money(order.price_minor) if agreed.sees_all(viewer, order) else words.NONE


def table(request: HttpRequest) -> Table:
    """Return the orders that the viewer takes part in, newest first."""
    viewer = request.viewer
    return Table(
        request,
        [
            Column("number", _("Order"), show=_whole, url=lambda row: f"/orders/{row.key}", sort="number"),
            Column("title", _("Part"), value=lambda row: f"{row.title} × {words.grouped(row.quantity)}", sort="title"),
            Column("state", _("State"), value=state_chip, sort="state"),
            Column("move", _("Whose move"), value=lambda row: whose(viewer, row), label_phone=True),
            Column("promised_at", _("Agreed"), show=_day, sort="promised_at"),
            Column("forecast_at", _("Forecast"), value=_forecast, sort="forecast_at", label_phone=True),
            Column("price_minor", _("Price incl. VAT"), value=lambda row: price(viewer, row), number=True,
                   sort="price_minor"),
        ],
        agreed.orders_for(viewer),
        filters=[Filter("state", _("State"), [(name, word) for name, (_tone, word) in STATES.items()])],
        search=["number", "title"],
        title=_("Orders"),
        name="orders",
        empty=_("No orders yet. Choose a plan for a demand, or accept a request."),
    )  # fmt: skip


def _whole(text: Any) -> Any:
    """Return a text that no line break may tear apart."""
    return format_html('<span class="nw">{}</span>', text)


def _day(at: Any) -> Any:
    return _whole(words.day(at, weekday=False))


def _forecast(row: Order) -> Any:
    if row.state in ("cancelled", "lapsed", "draft"):
        return None
    return _whole(promised(row.promised_at, row.forecast_at))
