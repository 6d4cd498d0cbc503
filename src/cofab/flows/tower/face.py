"""The control tower put together: figures, what needs action, orders late first, load by trade and area, the map."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.core.cache import cache
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from cofab.apps.base.clock import now
from cofab.apps.base.viewer import Viewer, platform
from cofab.apps.creation.agree import selectors as agreed
from cofab.apps.proposition.demand.trade import process_name
from cofab.apps.proposition.publish import load
from cofab.apps.proposition.publish.selectors import region_map, standings, town_names
from cofab.apps.realisation.ledger.invariants import check
from cofab.apps.realisation.ledger.selectors import held_minor
from cofab.apps.stewardship.governance.selectors import current
from cofab.core.creation.plan.odds import late_of
from cofab.core.kernel.rules import RuleSet
from cofab.core.order import DONE, FUNDED, Facts, life, standing
from cofab.flows.lateness import days_late
from cofab.flows.order_page import moves
from cofab.flows.order_page.rail import NAMES
from cofab.flows.tower.needs import lateness, needs
from cofab.web import words
from cofab.web.figures.bands import stages
from cofab.web.figures.places import Sketch, Stop
from cofab.web.parts import promised
from cofab.web.table import Column, Filter, Table

if TYPE_CHECKING:
    from cofab.apps.creation.agree.models import Order

TRADES = {
    "finishing": gettext_lazy("Finish machining"),
    "tooling": gettext_lazy("Tool making"),
    "moulding": gettext_lazy("Moulding"),
    "casting": gettext_lazy("Casting"),
    "stamping": gettext_lazy("Stamping"),
    "measuring": gettext_lazy("Measuring"),
    "garment": gettext_lazy("Garments"),
    "gear": gettext_lazy("Gear cutting"),
    "additive": gettext_lazy("Printing in metal"),
}
LIVE = ("draft", "reserved", "agreed", "signed", "running", "delivered", "accepted")
MOST = 400
FRESH_S = 300
SHOWN = 12
ARRIVED = ("delivered", "accepted")
UNKNOWN_PPM = 850_000
"""On time as often as a firm without a record is taken to be."""


def page(request: HttpRequest) -> dict[str, Any]:
    """Return the control tower for the operator; refuses everybody else."""
    request.viewer.require("operator")
    with platform() as system:
        orders = list(agreed.orders_for(system).filter(state__in=LIVE)[:MOST])
        down = load.machines_down(system)
        listed = needs(system, orders, down)
        whole = "all" in request.GET or len(request.GET) > 0
        busy = _busy(system)
        return {
            "now": now(),
            "figures": figures(system, orders, down),
            "needs": listed[:SHOWN],
            "need_count": len(listed),
            "whole": whole,
            "table": table(request, system, orders),
            "heat": heat(busy),
            "sketch": sketch(busy, down),
        }


def figures(system: Viewer, orders: list[Order], down: list[Any]) -> list[dict[str, Any]]:
    """Return the strip of figures."""
    running = [row for row in orders if row.state in ("running", "delivered")]
    late = [row for row in running if days_late(row)]
    asked = [row for row in orders if row.state in ("reserved", "agreed")]
    holds, held = check().holds, sum(held_minor(system, row.key) for row in running)
    return [
        {"label": _("Orders running"), "value": len(running), "url": "?state=running",
         "note": words.money(sum(row.price_minor for row in running), 0)},
        {"label": _("Forecast late"), "value": len(late), "tone": "care" if late else "", "url": "?sort=forecast_at",
         "note": _("by money × days late")},
        {"label": _("Awaiting answers"), "value": len(asked), "url": "?state=reserved",
         "note": _waiting(asked)},
        {"label": _("Machines down"), "value": len(down), "of": load.machine_count(system),
         "tone": "stop" if down else "", "note": _hit(running, down)},
        {"label": _("Idle, next 7 days"), "value": words.hours(_idle(system), 0), "note": _("open hours nobody took")},
        {"label": _("Ledger"), "value": _("balanced") if holds else _("NOT balanced"),
         "tone": "go" if holds else "stop", "note": _("held %(sum)s") % {"sum": words.money(held)}, "url": "/ledger/"},
    ]  # fmt: skip


def _waiting(asked: list[Order]) -> str:
    """Return the answer that is due first among those waited for."""
    first = min((row.reserve_expires_at for row in asked if row.reserve_expires_at), default=None)
    return (
        _("the first lapses in %(time)s") % {"time": words.length(max(0, (first - now()).total_seconds()))}
        if first
        else ""
    )


def _hit(running: list[Order], down: list[Any]) -> str:
    """Return how many running orders hold time on a machine that is down."""
    hit = load.orders_on(down) & {row.key for row in running} if down else set()
    return ngettext("%(n)s order hit", "%(n)s orders hit", len(hit)) % {"n": len(hit)} if down else ""


def _busy(system: Viewer) -> list[load.Load]:
    """Return the load of the next seven days, at most five minutes old."""
    week = now(), now() + timedelta(days=7)
    return cache.get_or_set("tower.load", lambda: load.loads(system, *week), FRESH_S)


def _idle(system: Viewer) -> int:
    """Return the idle seconds of the next seven days, at most five minutes old."""
    week = now(), now() + timedelta(days=7)
    return cache.get_or_set("tower.idle", lambda: load.idle_s(system, *week), FRESH_S)


def table(request: HttpRequest, system: Viewer, orders: list[Order]) -> Table:
    """Return the live orders, late first."""
    rows = sorted(orders, key=lambda row: (-lateness(row), row.promised_at, row.pk))
    records, rules = {key: one.on_time_ppm for key, one in standings().items()}, current("plan")
    states = {row.state: str(NAMES[stop.name]) for row in rows if (stop := standing(_facts(row)))}
    return Table(
        request,
        [
            Column("number", _("Order"), show=_whole, url=lambda row: f"/tower/{row.key}", sort=True),
            Column("title", _("Part"), value=lambda row: f"{row.title} × {words.grouped(row.quantity)}", sort=True),
            Column("stage", _("Stage"), value=stage),
            Column("firms", _("Firms"), value=lambda row: row.requests.count(), number=True, desk=True),
            Column("promised_at", _("Agreed"), show=lambda at: _whole(words.day(at, weekday=False)), sort=True),
            Column("forecast_at", _("Forecast"), sort=True, label_phone=True,
                   value=lambda row: _whole(promised(row.promised_at, row.forecast_at))),
            Column("odds", _("Odds"), value=lambda row: odds(row, records, rules), show=words.percent, number=True,
                   sort=True, desk=True),
            Column("held", _("Held"), value=lambda row: words.money(held_minor(system, row.key) or None), number=True),
            Column("move", _("Next move"), value=lambda row: moves.move_of(system, row).word),
        ],
        rows,
        filters=[
            Filter("state", _("State"), sorted(states.items())),
            Filter("due", _("Due"), [("week", _("this week")), ("late", _("forecast late"))], _due),
        ],
        search=["number", "title"],
        title=_("Orders"),
        name="tower",
        per_page=15,
        css=lambda row: "bad" if days_late(row) else "",
        empty=_("No order is under way."),
    )  # fmt: skip


def odds(order: Order, records: dict[str, int], rules: RuleSet) -> float:
    """Return the odds that an order still arrives by what was agreed, from its firms' records and its forecast."""
    if order.state in ARRIVED:
        return float(not days_late(order))
    firms = [records.get(row.organisation.key, UNKNOWN_PPM) for row in order.requests.all()]
    return 1 - late_of(firms, order.forecast_at, order.promised_at, rules) / 1_000_000


def _due(order: Order, value: str) -> bool:
    """Tell whether an order is due within a week, or forecast late."""
    return days_late(order) > 0 if value == "late" else order.promised_at <= now() + timedelta(days=7)


def _whole(text: Any) -> Any:
    return format_html('<span class="nw">{}</span>', text)


def _facts(order: Order) -> Facts:
    """Return where an order stands as far as its own state tells, without asking every step."""
    return Facts(order=order.state, payment="secured" if order.state in FUNDED else "none")


def stage(order: Order) -> Any:
    """Return the squares of an order's stage with its name."""
    stations = life(_facts(order))
    done = sum(station.state == DONE for station in stations)
    here = standing(_facts(order))
    name = str(NAMES[here.name]) if here else ""
    return format_html(
        '<span class="c-stage">{} {}</span>',
        stages(done, len(stations), "care" if days_late(order) else "", name),
        name,
    )


def heat(busy: list[load.Load]) -> dict[str, Any]:
    """Return the load as columns and rows of percentages; a trade with nothing to tell is left out."""
    names = town_names()
    told = [row for row in busy if row.taken_ppm is not None]
    areas = sorted({row.area for row in told if row.area}, key=lambda area: -_machines(busy, area))
    by = {(row.family, row.area): round(row.taken_ppm / 10_000) for row in told if row.taken_ppm is not None}
    trades = sorted({row.family for row in told}, key=lambda family: -by.get((family, ""), 0))
    short = [names.get(area, area).split(",")[0] for area in areas]
    return {
        "columns": [_("all"), *short],
        "rows": [(trade_name(trade), [by.get((trade, area)) for area in ("", *areas)]) for trade in trades],
    }


def trade_name(family: str) -> str:
    """Return what people call a trade, those that no part of ours needs included."""
    return str(TRADES[family]) if family in TRADES else process_name(family)


def _machines(busy: list[load.Load], area: str) -> int:
    return sum(row.machines for row in busy if row.area == area)


def sketch(busy: list[load.Load], down: list[Any]) -> Sketch:
    """Return the map: areas by how many machines they hold, in trouble where one is down."""
    places, names = region_map().towns, town_names()
    areas = sorted({row.area for row in busy if row.area})
    broken = {machine.organisation.town for machine in down}
    count = {area: max(row.machines for row in busy if row.area == area) for area in areas}
    stops = [
        Stop(
            places[area].latitude_udeg / 1e6,
            places[area].longitude_udeg / 1e6,
            f"{names.get(area, area).split(',')[0]} {count[area]}",
            size=6 + min(10, count[area] // 6),
        )
        for area in areas
        if area in places
    ]
    stops += [
        Stop(places[town].latitude_udeg / 1e6, places[town].longitude_udeg / 1e6, names.get(town, town),
             size=8, tone="stop", side="left")
        for town in sorted(broken)
        if town in places
    ]  # fmt: skip
    return Sketch(stops, title=_("Where"))
