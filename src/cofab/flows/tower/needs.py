"""What needs the operator's eye, by money times days late: down, late, silent, unfunded, disputed, to be agreed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from cofab.apps.base.clock import now
from cofab.apps.base.viewer import Viewer
from cofab.apps.creation.agree import selectors as agreed
from cofab.apps.creation.produce import selectors as produced
from cofab.apps.creation.replan import selectors as replanned
from cofab.flows.lateness import days_late
from cofab.flows.order_page import ways
from cofab.flows.order_page.moves import named, together
from cofab.web import words

if TYPE_CHECKING:
    from cofab.apps.creation.agree.models import Order

SILENT = timedelta(hours=1)


@dataclass(frozen=True)
class Need:
    """One thing to look at: chip tone and word, what, why, until when; `weight` sorts, in minor units times days.

    `fix` is the part of the order's page where it can be mended.
    """

    tone: str
    word: str
    icon: str
    order: Order
    why: str
    until: datetime | None
    weight: int
    fix: str = ""


def needs(system: Viewer, orders: list[Order], down: list[Any]) -> list[Need]:
    """Return what needs action among live orders, the heaviest first; call as the platform."""
    open_ways = _ways(system)
    found = [need for order in orders for need in _of(system, order, open_ways.get(order.pk, []), down)]
    return sorted(found, key=lambda need: (-need.weight, need.until or now(), need.order.pk))


def lateness(order: Order) -> int:
    """Return how heavy an order's lateness is: its money times the days, in minor units."""
    return order.price_minor * days_late(order)


def _ways(system: Viewer) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = {}
    for row in replanned.proposals_for(system).filter(state="open"):
        found.setdefault(row.order_id, []).append(row)
    return found


def _of(system: Viewer, order: Order, rows: list[Any], down: list[Any]) -> Iterator[Need]:
    late = days_late(order)
    weight = order.price_minor * (late + 1)
    if rows:
        best = rows[0]
        why = f"{best.broken.organisation.name} {best.broken.label} · {ways.question(best)}"
        yield Need("stop", _("down"), "x", order, why, best.answer_by, weight * 2, "ways")
    elif order.state == "running" and produced.making(system, order.key).down:
        yield Need("stop", _("down"), "x", order, _("no way to go on is open"), None, weight * 2, "work")
    elif late and order.state in ("running", "delivered"):
        word = _("%(n)s d late") % {"n": late}
        why = _("agreed %(agreed)s, forecast %(forecast)s") % {
            "agreed": words.day(order.promised_at),
            "forecast": words.day(order.forecast_at),
        }
        yield Need("care", word, "clock", order, why, None, weight, "work")
    yield from _waiting(system, order, weight)


def _waiting(system: Viewer, order: Order, weight: int) -> Iterator[Need]:
    if order.state == "reserved":
        silent = [
            row for row in agreed.requests_of(system, order) if row.state == "asked" and row.answer_by <= now() + SILENT
        ]
        if silent:
            names = together(row.organisation.name for row in silent)
            yield Need("care", _("silent"), "hourglass", order, names, silent[0].answer_by, weight, "order-now")
    if order.state == "signed" and order.way == "custody":
        why = _("signed, not paid; every machine is held")
        yield Need("held", _("unfunded"), "lock", order, why, order.reserve_expires_at, weight, "order-side")
    if order.state == "agreed":
        yield Need(
            "wait",
            _("unsigned"),
            "signature",
            order,
            named(agreed.missing_signers(order)),
            order.reserve_expires_at,
            weight // 2,
            "order-now",
        )
