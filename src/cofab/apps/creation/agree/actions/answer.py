"""A firm answers what it was asked: accept, decline with a reason, or counter; the buyer answers a counter.

Promises: silence gives nothing away; no answer is punished; when all have accepted, contracts are drawn up.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from cofab.apps.base.action import action
from cofab.apps.base.clock import now
from cofab.apps.base.events import remember
from cofab.apps.base.viewer import Viewer, platform
from cofab.apps.creation.agree.actions.contract import draw_up
from cofab.apps.creation.agree.actions.life import let_go, locked, turn
from cofab.apps.creation.agree.mappers import asks_of, line_json, lines_of
from cofab.apps.creation.agree.models import Order, Request
from cofab.apps.creation.agree.refusals import ANSWER_LATE, COUNTER_EMPTY, DATE_NEEDS_REPLAN, REASON_UNKNOWN
from cofab.apps.creation.plan.mappers import operation_of
from cofab.apps.proposition.demand.actions import share_files
from cofab.apps.proposition.publish.actions import release, reserve_many
from cofab.core.creation.agree.lifecycle import REQUEST, outcome
from cofab.core.creation.plan.model import PriceLine
from cofab.core.kernel.money import parts_per_million
from cofab.core.kernel.refusal import NOT_FOUND, WRONG_STATE, Refused
from cofab.core.kernel.window import iso, utc

REASONS = ("no_time", "price", "cannot", "no_operator", "not_this_buyer", "other")


def _open(viewer: Viewer, request_key: str, side: str) -> tuple[Order, Request]:
    """Lock order and request for the firm or the buyer; anybody else does not find it."""
    seen = Request.get_for(viewer, request_key)
    order = locked(viewer, seen.order.key)
    request = Request.objects.select_for_update(of=("self",)).select_related("organisation").get(pk=seen.pk)
    owner = request.organisation_id if side == "firm" else order.organisation_id
    if not viewer.system and owner != viewer.organisation_id:
        raise Refused(NOT_FOUND)
    if order.state != "reserved":
        raise Refused(WRONG_STATE, state=order.state, event="answer", life="order")
    if request.answer_by <= now():
        raise Refused(ANSWER_LATE, until=iso(request.answer_by))
    return order, request


def _answer(viewer: Viewer, request: Request, event: str, facts: dict | None = None) -> None:
    before, request.state = request.state, REQUEST.after(request.state, event)
    request.answered_at = now()
    request.save()
    remember(
        viewer,
        kind=f"agree.request_{event}",
        subject=request.key,
        before=before,
        after=request.state,
        facts={"order": request.order.key, **(facts or {})},
        audience=request.audience,
    )


def _conclude(viewer: Viewer, order: Order) -> None:
    """Let the order follow its requests: agreed with contracts drawn up, or back to the drawing board."""
    with platform():
        event = outcome(list(order.requests.values_list("state", flat=True)))
    if event == "agree":
        turn(viewer, order, "agree")
        draw_up(viewer, order)
    elif event == "replan":
        let_go(viewer, order, "withdraw")
        turn(viewer, order, "replan")


@action
def accept(viewer: Viewer, request_key: str) -> Request:
    """Accept what was asked, as the firm, which then may read the drawing; the last to accept makes it agreed."""
    viewer.require("planner", "worker", "merchandiser")
    viewer.require_admitted()
    order, request = _open(viewer, request_key, "firm")
    _answer(viewer, request, "accept", {"price_minor": request.price_minor})
    _show_drawings(order, request)
    _conclude(viewer, order)
    return request


def _show_drawings(order: Order, request: Request) -> None:
    with platform() as system:
        share_files(system, order.demand.key, [request.organisation_id])


@action
def decline(viewer: Viewer, request_key: str, reason: str, note: str = "") -> Request:
    """Decline with one of the reasons; capacity is given back and the buyer plans anew."""
    viewer.require("planner", "worker", "merchandiser")
    if reason not in REASONS:
        raise Refused(REASON_UNKNOWN, reason=reason)
    order, request = _open(viewer, request_key, "firm")
    request.reason, request.note = reason, note
    _answer(viewer, request, "decline", {"reason": reason})
    _conclude(viewer, order)
    return request


@action
def counter(
    viewer: Viewer, request_key: str, price_minor: int | None = None, finish: datetime | None = None, note: str = ""
) -> Request:
    """Ask for another price (ex VAT, whole request) or a later finish; the buyer answers."""
    viewer.require("planner", "worker", "merchandiser")
    viewer.require_admitted()
    if price_minor is None and finish is None:
        raise Refused(COUNTER_EMPTY)
    _, request = _open(viewer, request_key, "firm")
    request.counter_price_minor, request.counter_finish, request.note = price_minor, finish, note
    facts = {"price_minor": price_minor, "finish": iso(finish) if finish else None}
    _answer(viewer, request, "counter", facts)
    return request


@action
def take(viewer: Viewer, request_key: str) -> Request:
    """Take a firm's counter, as the buyer: its price and date become what is agreed."""
    viewer.require("buyer", "planner")
    order, request = _open(viewer, request_key, "buyer")
    REQUEST.after(request.state, "take")
    with platform():
        if request.counter_price_minor is not None:
            _reprice(order, request)
        if request.counter_finish is not None:
            _shift(viewer, order, request)
        _answer(viewer, request, "take", {"price_minor": request.price_minor})
        _show_drawings(order, request)
    _conclude(viewer, order)
    return request


@action
def ask_again(viewer: Viewer, request_key: str) -> Request:
    """Leave a counter and ask on the old terms again, as the buyer."""
    viewer.require("buyer", "planner")
    _, request = _open(viewer, request_key, "buyer")
    request.counter_price_minor = request.counter_finish = None
    _answer(viewer, request, "ask")
    return request


def _reprice(order: Order, request: Request) -> None:
    """Add the difference and its VAT as lines of the order; the sum stays the sum of the lines."""
    firm, delta = request.organisation, request.counter_price_minor - request.price_minor
    vat = parts_per_million(delta, firm.vat_ppm)
    added = [PriceLine("counter", firm.key, delta), PriceLine("vat", firm.key, vat, {"of": "counter"})]
    order.lines = [*order.lines, *(line_json(line) for line in added if line.amount_minor)]
    order.price_minor = sum(line.amount_minor for line in lines_of(order.lines))
    order.save(update_fields=["lines", "price_minor"])
    request.price_minor = request.counter_price_minor


def _shift(viewer: Viewer, order: Order, request: Request) -> None:
    """Move a firm's windows by the delay it asks for, where nothing that follows collides."""
    operations = request.operations
    last = max(utc(op["end"]) for op in operations)
    delay = request.counter_finish.astimezone(UTC) - last
    following = [
        utc(op["start"]) for other in order.requests.all() if other.pk != request.pk for op in other.operations
    ]
    if delay <= timedelta(0) or any(last <= start < last + delay for start in following):
        raise Refused(DATE_NEEDS_REPLAN)
    for machine in {op["machine"] for op in operations}:
        release(viewer, order.key, machine, state="moved")
    for op in operations:
        op["start"], op["end"] = iso(utc(op["start"]) + delay), iso(utc(op["end"]) + delay)
    asks = asks_of(operation_of(op) for op in operations)
    reserve_many(viewer, asks, order.key, order.reserve_expires_at, order.audience)
    if not any(start >= last for start in following):
        order.promised_at = order.forecast_at = order.promised_at + delay
        order.save(update_fields=["promised_at", "forecast_at"])
