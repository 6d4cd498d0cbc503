"""Reserve, confirm, release: capacity is held while people talk, all of it or none.

Promises: machines are locked in id order; stale reservations end in the same transaction; of many who
    want one minute, one wins and the others hear what is free.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from cofab.apps.base.action import action
from cofab.apps.base.clock import now
from cofab.apps.base.events import remember
from cofab.apps.base.models import Organisation
from cofab.apps.base.viewer import Viewer, platform
from cofab.apps.proposition.publish.contest import check_free, check_up, contested, lapse_stale, locked
from cofab.apps.proposition.publish.mappers import range_of, window_json, window_of
from cofab.apps.proposition.publish.models import Machine, Occupancy
from cofab.apps.proposition.publish.refusals import RESERVATION_LAPSED, TOO_LATE, TOO_MANY_HELD, WINDOW_PAST
from cofab.apps.stewardship.governance.selectors import current
from cofab.core.kernel.refusal import NOT_FOUND, Refused
from cofab.core.kernel.window import Window


@dataclass(frozen=True, slots=True)
class Ask:
    """One stretch of one machine's time that is wanted, and for which operation and lot."""

    machine_key: str
    window: Window
    op: str = ""
    lot: int = 0


@action
def reserve(viewer: Viewer, machine_key: str, window: Window, order_key: str, expires_at: datetime) -> Occupancy:
    """Hold one stretch of a machine's time for an order until `expires_at`; see `reserve_many`.

    Refuses base.not_admitted, and without an order publish.too_many_held.
    """
    viewer.require_admitted()
    rules = current("publish")
    row = reserve_many(viewer, [Ask(machine_key, window)], order_key, expires_at, rules=rules.hash)[0]
    if not order_key:
        _check_quota(viewer, rules["reservations_per_firm"])
    return row


def _check_quota(viewer: Viewer, most: int) -> None:
    """Refuse more than `most` bare reservations of a firm on machines of others, counted one firm at a time."""
    with platform():
        Organisation.objects.select_for_update(no_key=True).get(pk=viewer.organisation_id)
        held = Occupancy.objects.filter(kind="reservation", state="active", order_key="", expires_at__gt=now())
        held = held.filter(audience__contains=[viewer.organisation_id])
        if held.exclude(machine__organisation_id=viewer.organisation_id).count() > most:
            raise Refused(TOO_MANY_HELD, most=most)


@action
def reserve_many(
    viewer: Viewer,
    asks: Sequence[Ask],
    order_key: str,
    expires_at: datetime,
    audience: Iterable[int] = (),
    rules: str = "",
) -> list[Occupancy]:
    """Hold every stretch in `asks` for an order until `expires_at`, or none of them.

    `audience` are organisations besides the machine's owner and the asker that may see the claim; `rules` is the
    hash of those under which the claim is made.
    Refuses publish.window_taken (with alternatives), publish.machine_down, publish.window_past,
    kernel.conflict.
    """
    with platform():
        machines = locked(ask.machine_key for ask in asks)
        lapse_stale(machines.values())
        for ask in asks:
            _check(machines[ask.machine_key], ask.window)
        seen = {viewer.organisation_id, *audience} - {None}
        rows = [_hold(machines[ask.machine_key], ask, order_key, expires_at, seen) for ask in asks]
        for row in rows:
            _remember(viewer, "publish.reserve", row, "", "reservation", rules)
    return rows


def _check(machine: Machine, window: Window) -> None:
    if window.end <= now():
        raise Refused(WINDOW_PAST)
    check_up(machine, window)
    check_free(machine, [window])


def _hold(machine: Machine, ask: Ask, order_key: str, expires_at: datetime, seen: set[int]) -> Occupancy:
    row = Occupancy(
        machine=machine,
        during=range_of(ask.window),
        kind="reservation",
        order_key=order_key,
        op=ask.op,
        lot=ask.lot,
        expires_at=expires_at,
        audience=sorted({machine.organisation_id, *seen}),
    )
    with contested(machine, ask.window):
        row.save()
    return row


def _remember(viewer: Viewer, kind: str, row: Occupancy, before: str, after: str, rules: str = "") -> None:
    facts = {"machine": row.machine.key, "order": row.order_key, "during": window_json(window_of(row.during))}
    seen = row.audience
    remember(viewer, kind=kind, subject=row.key, before=before, after=after, facts=facts, audience=seen, rules=rules)


def _claims_of(order_key: str, kinds: Sequence[str]) -> list[Occupancy]:
    """Lock the machines that an order holds, in id order, and return its active claims."""
    claims = Occupancy.objects.filter(order_key=order_key, kind__in=kinds, state="active")
    keys = list(claims.values_list("machine__key", flat=True))
    machines = locked(keys)
    lapse_stale(machines.values())
    return list(claims.select_related("machine").order_by("machine_id", "during"))


@action
def confirm(viewer: Viewer, order_key: str, expected: int) -> list[Occupancy]:
    """Make the reservations of an order bookings; `expected` is how many there must be.

    Refuses publish.reservation_lapsed when fewer are left: one of them lapsed or was given back.
    """
    with platform():
        rows = _claims_of(order_key, ["reservation"])
        if len(rows) != expected:
            raise Refused(RESERVATION_LAPSED, order=order_key)
        for row in rows:
            row.kind, row.expires_at = "booking", None
            row.save(update_fields=["kind", "expires_at"])
            _remember(viewer, "publish.confirm", row, "reservation", "booking")
    return rows


@action
def rebook(viewer: Viewer, order_key: str, expires_at: datetime) -> list[Occupancy]:
    """Hold again what an order held when it lapsed; refuses publish.window_taken when any of it is gone."""
    with platform():
        lapsed = Occupancy.objects.filter(order_key=order_key, state="lapsed").select_related("machine")
        asks = {Ask(row.machine.key, window_of(row.during), row.op, row.lot): row.audience for row in lapsed}
        if not asks:
            raise Refused(RESERVATION_LAPSED, order=order_key)
        seen = {organisation for audience in asks.values() for organisation in audience}
        return reserve_many(viewer, list(asks), order_key, expires_at, seen)


@action
def release(
    viewer: Viewer, order_key: str, machine_key: str = "", op: str = "", state: str = "released"
) -> list[Occupancy]:
    """Give back what an order holds (reservations and bookings), on one machine or for one operation if named.

    `state` tells why it ended: "released", "lapsed" (the order ran out of time) or "moved" (work went elsewhere).
    """
    with platform():
        rows = [
            row
            for row in _claims_of(order_key, ["reservation", "booking"])
            if machine_key in ("", row.machine.key) and op in ("", row.op)
        ]
        for row in rows:
            _end(viewer, row, state)
    return rows


@action
def finish(viewer: Viewer, occupancy_key: str, at: datetime) -> Occupancy:
    """End a booking whose work is done; what remains of its window after `at` is free again."""
    with platform():
        row = Occupancy.objects.select_related("machine").get(key=occupancy_key)
        locked([row.machine.key])
        window = window_of(row.during)
        if window.start < at < window.end:
            row.during = range_of(Window(window.start, at))
            row.save(update_fields=["during"])
        _end(viewer, row, "done")
    return row


def _end(viewer: Viewer, row: Occupancy, state: str) -> None:
    before, row.state = row.state, state
    row.save(update_fields=["state"])
    _remember(viewer, f"publish.{state}", row, before, state)


@action
def give_back(viewer: Viewer, occupancy_key: str) -> Occupancy:
    """Give back time that the acting firm holds on another's machine without an order.

    Refuses kernel.not_found, and publish.too_late_to_give_back once the owner's deadline has passed.
    """
    viewer.require("buyer", "planner")
    row = Occupancy.get_for(viewer, occupancy_key)
    with platform():
        machine = locked([row.machine.key])[row.machine.key]
        row.refresh_from_db()
        bare = row.kind == "reservation" and row.state == "active" and not row.order_key
        if not bare or machine.organisation_id in viewer.organisations:
            raise Refused(NOT_FOUND)
        if machine.cancel_s and now() > window_of(row.during).start - timedelta(seconds=machine.cancel_s):
            raise Refused(TOO_LATE, machine=machine.name, cancel_s=machine.cancel_s)
        _end(viewer, row, "released")
    return row


@action
def expire_stale(viewer: Viewer, bare: bool = False) -> list[str]:
    """End every reservation whose time is up (`bare`: only those without an order); returns the orders' keys."""
    with platform():
        stale = Occupancy.objects.filter(kind="reservation", state="active", expires_at__lte=now())
        if bare:
            stale = stale.filter(order_key="")
        locked(stale.values_list("machine__key", flat=True))
        rows = list(stale.select_related("machine"))
        for row in rows:
            _end(viewer, row, "lapsed")
    return sorted({row.order_key for row in rows})
