"""The order page put together: head, next move, rail, work, money, terms, people, history."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cofab.apps.base.viewer import Viewer
from cofab.apps.creation.agree import selectors as agreed
from cofab.apps.creation.deliver import selectors as delivered
from cofab.apps.creation.deliver.words import STATES as LEGS
from cofab.apps.creation.inspect import selectors as inspected
from cofab.apps.creation.inspect.words import STATES as REPORTS
from cofab.apps.creation.produce import selectors as produced
from cofab.apps.realisation.dispute import selectors as disputed
from cofab.apps.realisation.dispute import words as disputes
from cofab.apps.realisation.dispute.claims import ROLES as COMPLAINERS
from cofab.flows.life import facts_of
from cofab.flows.order_page import history, money, moves, terms, ways, work
from cofab.flows.order_page.rail import rail
from cofab.web import words
from cofab.web.parts import chip

if TYPE_CHECKING:
    from cofab.apps.creation.agree.models import Order

VIEWS = ("list", "gantt", "map")
KINDS = (
    "replan.propose replan.answer replan.agree replan.apply replan.withdraw dispute.raise dispute.pay "
    "custody.deposit settle.secure settle.release"
)
"""What happens to an order under names that the page does not know yet."""
RECENT, RECENT_LEGS = 14, 6
CANCELLABLE = ("draft", "reserved", "agreed", "signed", "running", "lapsed")
MADE_BEFORE = ("running", "delivered", "accepted", "closed")


def page(viewer: Viewer, order: Order, view: str = "", exceptions: bool = False) -> dict[str, Any]:
    """Return everything the order page shows to one viewer."""
    works = list(produced.work_orders(viewer, order.key))
    legs = list(delivered.shipments(viewer, order.key))
    reports = list(inspected.inspections(viewer, order.key))
    open_ways = ways.open_ways(viewer, order)
    events = history.events_of(viewer, order, works)
    lines = work.lines(viewer, order, open_ways)
    front, rest = work.split(lines)
    told = history.told(events, works, exceptions)
    shown_legs, more_legs = _near(legs)
    facts = facts_of(order)
    move = moves.move_of(viewer, order)
    shown = view if view in VIEWS else VIEWS[0]
    return {
        "order": order,
        "move": move,
        "ways": ways.listed(viewer, open_ways),
        "way_count": len(open_ways),
        "rail": rail(viewer, order, facts, events),
        "view": shown,
        "views": [("list", _("List")), ("gantt", _("Gantt")), ("map", _("Map"))],
        "lines": front,
        "lines_more": rest,
        "more_count": len(rest),
        "totals": work.totals(lines),
        "heard": max((line.heard for line in lines if line.heard), default=None),
        "gantt": work.gantt(order, lines, works, legs, open_ways) if shown == "gantt" else None,
        "sketch": work.sketch(order, works, legs) if shown == "map" else None,
        "legs": [_leg(viewer, leg) for leg in shown_legs],
        "legs_more": [_leg(viewer, leg) for leg in more_legs],
        "legs_more_count": len(more_legs),
        "reports": [(report, chip(*REPORTS[report.state])) for report in reports],
        "money": money.card(viewer, order),
        **_disputes(viewer, order),
        "history": told[:RECENT],
        "history_more": told[RECENT:],
        "exceptions": exceptions,
        "parts": terms.parts(viewer, order, works),
        "live": _live(order, works, legs, reports),
        "first_key": _first_of(viewer, order),
        **_head(viewer, order, legs),
    }


def _first_of(viewer: Viewer, order: Order) -> str:
    """Return the order that this one repeats; empty where there is none or the viewer had no part in it."""
    key = order.reorder_of_key
    return key if key and agreed.orders_for(viewer).filter(key=key).exists() else ""


def _disputes(viewer: Viewer, order: Order) -> dict[str, Any]:
    """Return the order's disputes that the viewer may see, and whether it may raise one."""
    rows = disputed.disputes_for(viewer, order.key)[:20]
    return {
        "disputes": [(row, disputes.KINDS[row.kind], chip(*disputes.STATES[row.state])) for row in rows],
        "may_complain": viewer.has(*COMPLAINERS) and bool(disputed.against(viewer, order.key)),
    }


def _near(legs: list[Any]) -> tuple[list[Any], list[Any]]:
    """Return the legs that matter now, and the rest: those on the way, the last that arrived, the next that leave."""
    live = [leg for leg in legs if leg.state != "cancelled"]
    if len(live) <= RECENT_LEGS:
        return live, []
    moving = [leg for leg in live if leg.state in ("ready", "moving", "lost")]
    gone = [leg for leg in live if leg.state == "arrived"][-2:]
    next_ = sorted((leg for leg in live if leg.state == "planned"), key=lambda leg: leg.planned_depart)
    near = [*gone, *moving, *next_[: max(2, RECENT_LEGS - len(gone) - len(moving))]]
    return near, [leg for leg in live if leg not in near]


def _leg(viewer: Viewer, leg: Any) -> tuple[Any, Any, bool]:
    return leg, chip(*LEGS[leg.state]), viewer.organisation_id in leg.audience


def _head(viewer: Viewer, order: Order, legs: list[Any]) -> dict[str, Any]:
    """Return title, facts, contracts and what the viewer may do besides the next move."""
    contracts = agreed.contracts_of(viewer, order)
    buyer = moves.buys(viewer, order)
    first = contracts[0] if contracts else None
    return {
        "buyer": buyer,
        "quantity": words.grouped(order.quantity),
        "mode": _mode(order),
        "firms": _firms(viewer, order),
        "legs_said": ngettext("%(n)s leg", "%(n)s legs", len(legs)) % {"n": len(legs)} if legs else "",
        "contracts": [(row, *terms.signed_by(viewer, row)) for row in contracts],
        "contract": first,
        "signed": bool(first) and order.state not in ("draft", "reserved", "agreed", "lapsed", "cancelled"),
        "settled": terms.settled(first) if first else [],
        "terms": terms.figures(first) if first else [],
        "may_cancel": buyer and viewer.has("buyer") and order.state in CANCELLABLE,
        "may_reorder": buyer and viewer.has("buyer") and order.state in MADE_BEFORE,
    }


def _mode(order: Order) -> str:
    if order.mode == "lead" and order.lead:
        return _("lead contractor: %(name)s") % {"name": order.lead.name}
    return _("contracts with each firm")


def _firms(viewer: Viewer, order: Order) -> str:
    count = len([row for row in agreed.requests_of(viewer, order) if row.state not in ("withdrawn", "declined")])
    if not agreed.sees_all(viewer, order) or not count:
        return ""
    return ngettext("%(n)s firm", "%(n)s firms", count) % {"n": count}


def _live(order: Order, *groups: list[Any]) -> str:
    """Return the names of events that make the page fresh: the order's and everything's that belongs to it."""
    keys = [order.key, *(row.key for group in groups for row in group)]
    machines = {row.machine_key for row in groups[0]}
    return " ".join([*keys, *sorted(machines), KINDS])
