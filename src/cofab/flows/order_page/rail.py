"""The stage rail of an order: its stops from core/order.py, each with its date and the one fact that matters."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cofab.apps.base.models import Event
from cofab.apps.base.viewer import Viewer
from cofab.apps.creation.agree.selectors import sees_all
from cofab.apps.creation.deliver import selectors as delivered
from cofab.apps.creation.inspect import selectors as inspected
from cofab.core.order import AHEAD, DONE, NOW, TROUBLE, Facts, Station, life, progress_ppm
from cofab.web import words

if TYPE_CHECKING:
    from cofab.apps.creation.agree.models import Order

NAMES = {
    "reserved": gettext_lazy("Reserved"),
    "agreed": gettext_lazy("Firms agreed"),
    "signed": gettext_lazy("All signed"),
    "secured": gettext_lazy("Secured"),
    "produced": gettext_lazy("Making"),
    "inspected": gettext_lazy("Inspection"),
    "delivered": gettext_lazy("Delivery"),
    "accepted": gettext_lazy("Accepted"),
    "paid": gettext_lazy("Paid"),
    "rated": gettext_lazy("Rated"),
}
WHEN = {
    "agree.reserve": "reserved",
    "agree.agree": "agreed",
    "agree.sign": "signed",
    "settle.secure": "secured",
    "inspect.sign": "inspected",
    "agree.deliver": "delivered",
    "agree.accept": "accepted",
    "agree.close": "rated",
}
"""Which event makes a stop done; `produced` takes the last `produce.done`."""
STATES = {DONE: "done", NOW: "now", TROUBLE: "bad", AHEAD: ""}

Told = Mapping[str, datetime]
Line = Callable[[Viewer, "Order", Facts, Station], str]


def rail(viewer: Viewer, order: Order, facts: Facts, events: list[Event]) -> list[dict[str, Any]]:
    """Return the stops of an order as the stage rail draws them; `events` are those the viewer may see."""
    when: dict[str, datetime] = {}
    for event in events:
        stop = "produced" if event.kind == "produce.done" else WHEN.get(event.kind)
        if stop:
            when[stop] = event.at
    return [_stop(viewer, order, facts, station, when) for station in life(facts)]


def _stop(viewer: Viewer, order: Order, facts: Facts, station: Station, when: Told) -> dict[str, Any]:
    name, line = str(NAMES[station.stop.name]), LINES.get(station.stop.name)
    if station.stop.name == "produced" and station.state in (NOW, TROUBLE):
        name = f"{name} {words.percent(progress_ppm(facts) / 1_000_000)}"
    done = station.state == DONE
    at = when.get(station.stop.name)
    line1 = words.day(at, weekday=False) if done and at else "" if done else _ahead(order, station)
    moved = not done and station.stop.name == "delivered" and _later(order)
    line2 = line(viewer, order, facts, station) if line else ""
    return {
        "name": name,
        "state": STATES[station.state],
        "line1": line1 or line2,
        "line2": line2 if line1 else "",
        "was": words.day(order.promised_at, weekday=False) if moved else "",
    }


def _later(order: Order) -> bool:
    return words.local(order.forecast_at).toordinal() > words.local(order.promised_at).toordinal()


def _ahead(order: Order, station: Station) -> str:
    """Return when a stop that is not done is expected."""
    if order.state in ("cancelled", "lapsed"):
        return ""
    if station.stop.name == "delivered":
        return words.day(order.forecast_at, weekday=False)
    if station.stop.name in ("reserved", "agreed", "signed", "secured") and order.reserve_expires_at:
        return _("until %(at)s") % {"at": words.moment(order.reserve_expires_at)} if station.state != AHEAD else ""
    return {"accepted": _("within 7 days"), "rated": _("opened together")}.get(station.stop.name, "")


def _agreed(_viewer: Viewer, _order: Order, facts: Facts, _station: Station) -> str:
    live = [state for state in facts.requests if state != "withdrawn"]
    return _("%(done)s of %(n)s firms") % {"done": live.count("accepted"), "n": len(live)} if live else ""


def _secured(viewer: Viewer, order: Order, facts: Facts, station: Station) -> str:
    if order.way == "direct":
        return _("paid directly")
    return words.money(order.price_minor) if sees_all(viewer, order) else ""


def _made(_viewer: Viewer, _order: Order, facts: Facts, station: Station) -> str:
    if not facts.pieces:
        return ""
    counted = f"{words.grouped(facts.pieces_done)} / {words.grouped(facts.pieces)}"
    return f"{_('machine down')} · {counted}" if facts.machine_down and station.state == TROUBLE else counted


def _inspected(viewer: Viewer, order: Order, _facts: Facts, _station: Station) -> str:
    row = inspected.inspections(viewer, order.key).first()
    return row.organisation.name if row else ""


def _delivered(viewer: Viewer, order: Order, _facts: Facts, station: Station) -> str:
    if station.state == DONE:
        row = delivered.acceptance(viewer, order.key)
        return _("%(n)s pieces") % {"n": words.grouped(row.quantity)} if row else ""
    return _("agreed %(date)s") % {"date": words.day(order.promised_at, weekday=False)}


LINES: dict[str, Line] = {
    "agreed": _agreed,
    "secured": _secured,
    "produced": _made,
    "inspected": _inspected,
    "delivered": _delivered,
}
"""The second line of a stop, where it has one."""
