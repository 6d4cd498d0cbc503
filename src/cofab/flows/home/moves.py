"""Everything that waits for the viewer, over all stages, the most urgent first."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cofab.apps.base.clock import now
from cofab.apps.base.viewer import Viewer
from cofab.apps.creation.agree import selectors as agreed
from cofab.apps.creation.deliver import selectors as delivered
from cofab.apps.creation.inspect import selectors as inspected
from cofab.apps.creation.produce import selectors as produced
from cofab.apps.proposition.demand import selectors as demanded
from cofab.flows.order_page import moves
from cofab.flows.order_page.work import title_of
from cofab.web import words

LIVE = ("draft", "reserved", "agreed", "signed", "delivered", "accepted", "lapsed")
MOST = 100
SOON = timedelta(hours=12)
NEVER = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True)
class Todo:
    """One thing that waits for the viewer: what, about what, until when, what silence means, where to do it."""

    what: str
    about: str
    url: str
    label: str
    until: datetime | None = None
    silence: str = ""
    tone: str = "you"
    chip: str = ""

    @property
    def late(self) -> bool:
        """Tell whether the time is over."""
        return self.until is not None and self.until <= now()


def todos(viewer: Viewer) -> list[Todo]:
    """Return what waits for the viewer's firm, by deadline."""
    if not viewer.organisation_id:
        return []
    found = [*_orders(viewer), *_requests(viewer), *_work(viewer), *_legs(viewer), *_reports(viewer)]
    return sorted([*found, *_demands(viewer)], key=lambda todo: todo.until or NEVER)


def count(viewer: Viewer) -> int:
    """Return how many things wait for the viewer."""
    return len(todos(viewer))


def _orders(viewer: Viewer) -> Iterator[Todo]:
    """Yield orders whose next move is the viewer's; those being made only where a proposal waits."""
    rows = agreed.orders_for(viewer).filter(state__in=LIVE)[:MOST]
    running = agreed.orders_for(viewer).filter(state="running", proposals__state="open").distinct()[:MOST]
    for order in [*running, *rows]:
        move = moves.move_of(viewer, order)
        if move.mine and move.do != "answer":
            about = f"{order.number} · {order.title} × {words.grouped(order.quantity)}"
            tone = "you" if move.tone == "you" else move.tone
            yield Todo(_bare(move.what), about, f"/orders/{order.key}", _("Show"), move.until, move.silence, tone,
                       move.word)  # fmt: skip


def _bare(what: str) -> str:
    """Return a move's sentence without the words that say whose turn it is: here it is always the viewer's."""
    start = _("Your turn: %(what)s") % {"what": ""}
    bare = what.removeprefix(start)
    return bare[:1].upper() + bare[1:]


def _requests(viewer: Viewer) -> Iterator[Todo]:
    rows = agreed.waiting_for(viewer).filter(organisation_id=viewer.organisation_id, state="asked")
    for row in rows[:MOST]:
        what = _("Take %(title)s for %(price)s ex VAT?") % {
            "title": row.order.title, "price": words.money(row.price_minor)}  # fmt: skip
        silence = _("no answer: the buyer chooses another plan")
        yield Todo(what, row.order.number, f"/requests/{row.key}", _("Answer"), row.answer_by, silence, "you",
                   _("request"))  # fmt: skip


def _work(viewer: Viewer) -> Iterator[Todo]:
    """Yield work orders to start: those whose start is near or past, and those that stand still."""
    rows = produced.own_work(viewer).filter(state__in=("ready", "paused"), planned_start__lte=now() + SOON)
    for row in rows.order_by("planned_start")[:MOST]:
        still = row.state == "paused"
        what = _("Go on with %(work)s") if still else _("Start %(work)s")
        about = f"{row.machine_name} · {row.order_title} · {row.done} / {row.quantity}"
        tone = "stop" if row.reason == "down" else "care" if still else "you"
        yield Todo(what % {"work": title_of(row)}, about, f"/work/{row.key}", _("Show"), row.planned_start, "", tone,
                   _("machine down") if row.reason == "down" else _("work"))  # fmt: skip


def _legs(viewer: Viewer) -> Iterator[Todo]:
    rows = delivered.shipments(viewer).filter(state__in=("ready", "moving"), carrier_id=viewer.organisation_id)
    for row in rows[:MOST]:
        moving = row.state == "moving"
        what = _("Deliver at %(place)s") if moving else _("Pick up at %(place)s")
        place = row.destination.name if moving else row.origin.name
        at = row.planned_arrive if moving else row.planned_depart
        pieces = ngettext("%(n)s piece", "%(n)s pieces", row.quantity) % {"n": words.grouped(row.quantity)}
        yield Todo(what % {"place": place}, f"{row.order_title} · {pieces}", f"/shipments/{row.key}", _("Show"), at,
                   "", "you", _("handover"))  # fmt: skip


def _reports(viewer: Viewer) -> Iterator[Todo]:
    rows = inspected.inspections(viewer).filter(organisation_id=viewer.organisation_id)
    for row in rows.filter(state__in=("received", "recorded"))[:MOST]:
        what = _("Sign the report") if row.state == "recorded" else _("Measure and record")
        about = f"{row.order_title} · {row.method} · {row.lot}"
        yield Todo(what, about, f"/inspections/{row.key}", _("Show"), None, "", "you", _("inspection"))


def _demands(viewer: Viewer) -> Iterator[Todo]:
    """Yield demands with an open question, and those that wait for plans to be asked for."""
    for row in demanded.demands_for(viewer).filter(state="asking")[:MOST]:
        open_ = len(demanded.open_questions(row))
        what = ngettext("Answer %(n)s question", "Answer %(n)s questions", open_) % {"n": open_}
        yield Todo(what, f"{row.title} × {words.grouped(row.quantity)}", f"/demand/{row.key}", _("Answer"), None,
                   _("no plans before that"), "you", _("demand"))  # fmt: skip


def glance(viewer: Viewer) -> list[dict[str, Any]]:
    """Return the figures above today's list: what waits, what runs, what is late, what is awaited from others."""
    orders = list(agreed.orders_for(viewer).exclude(state__in=("closed", "cancelled", "lapsed"))[:500])
    running = [row for row in orders if row.state in ("running", "delivered")]
    late = [row for row in running if row.forecast_at.date() > row.promised_at.date()]
    return [
        {"label": _("Orders running"), "value": len(running), "url": "/orders/?state=running"},
        {"label": _("Forecast late"), "value": len(late), "tone": "care" if late else "", "url": "/orders/"},
        {"label": _("Being agreed"), "value": len(orders) - len(running), "url": "/orders/"},
    ]
