"""The contest for a machine's time: who holds the lock decides, the loser hears what is free instead.

Promises: an overlap or a machine found down, though the database is the first to see it, becomes a refusal
    (deadlocks and serialization failures do so in every action).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager

from django.db import DatabaseError, transaction

from cofab.apps.base.clock import now
from cofab.apps.proposition.publish.mappers import range_of, window_json
from cofab.apps.proposition.publish.models import Machine, Occupancy
from cofab.apps.proposition.publish.refusals import (
    MACHINE_DOWN,
    NOTICE_TOO_SHORT,
    SLOT_TOO_SHORT,
    TOO_NEAR,
    WINDOW_TAKEN,
)
from cofab.apps.proposition.publish.selectors import alternatives
from cofab.core.kernel.refusal import NOT_FOUND, Refused
from cofab.core.kernel.window import Window, iso

EXCLUDED = "23P01"
DOWN, SHORT, SUDDEN, NEAR = "CF001", "CF002", "CF003", "CF004"


def locked(keys: Iterable[str]) -> dict[str, Machine]:
    """Lock the machines in id order and return them by key; refuses a key that is not there."""
    wanted = set(keys)
    rows = Machine.objects.select_for_update(of=("self",)).filter(key__in=wanted).order_by("pk")
    found = {row.key: row for row in rows}
    if wanted - found.keys():
        raise Refused(NOT_FOUND)
    return found


def lapse_stale(machines: Iterable[Machine]) -> int:
    """End the reservations of locked machines whose time is up; returns how many."""
    stale = Occupancy.objects.filter(
        machine__in=list(machines), kind="reservation", state="active", expires_at__lte=now()
    )
    return stale.update(state="lapsed")


def taken(machine: Machine, window: Window) -> Refused:
    """Return the refusal of a lost contest, with up to three windows of the same length that are free."""
    others = [window_json(other) for other in alternatives(machine, window)]
    asked = window_json(window)
    return Refused(WINDOW_TAKEN, machine=machine.name, machine_key=machine.key, asked=asked, alternatives=others)


def down(machine: Machine) -> Refused:
    """Return the refusal of a machine found down."""
    until = iso(machine.down_until) if machine.down_until else None
    return Refused(MACHINE_DOWN, machine=machine.name, machine_key=machine.key, until=until)


def booking_rule(machine: Machine, state: str) -> Refused:
    """Return the refusal of a machine's own booking rule that the database found broken."""
    code, fact, seconds = {
        SHORT: (SLOT_TOO_SHORT, "least_s", machine.minimum_slot_s),
        SUDDEN: (NOTICE_TOO_SHORT, "notice_s", machine.notice_s),
        NEAR: (TOO_NEAR, "buffer_s", machine.buffer_s),
    }[state]
    return Refused(code, machine=machine.name, machine_key=machine.key, **{fact: seconds})


def check_free(machine: Machine, windows: Sequence[Window]) -> None:
    """Refuse the first window that an active claim on a locked machine overlaps."""
    for window in windows:
        if Occupancy.objects.filter(machine=machine, state="active", during__overlap=range_of(window)).exists():
            raise taken(machine, window)


def check_up(machine: Machine, window: Window) -> None:
    """Refuse new promises on a machine that is down and not expected back by the start of `window`."""
    if machine.down_since and (machine.down_until is None or window.start < machine.down_until):
        raise down(machine)


@contextmanager
def contested(machine: Machine, window: Window) -> Iterator[None]:
    """Run writes in a savepoint and turn what the database refuses into refusals of ours."""
    try:
        with transaction.atomic():
            yield
    except DatabaseError as error:
        state = getattr(error.__cause__, "sqlstate", "")
        if state == EXCLUDED:
            raise taken(machine, window) from error
        if state == DOWN:
            raise down(machine) from error
        if state in (SHORT, SUDDEN, NEAR):
            raise booking_rule(machine, state) from error
        raise
