"""Follows one machine through fresh points: its state now, its work orders' starts, stops and counts, its faults."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db import connection

from cofab.apps.base.events import remember
from cofab.apps.base.viewer import Viewer
from cofab.apps.creation.monitor.batch import Point
from cofab.apps.creation.monitor.models import MachineNow
from cofab.apps.creation.produce import actions as produce
from cofab.apps.creation.produce import selectors as produced
from cofab.apps.proposition.publish import actions as publish
from cofab.core.creation.monitor.observation import BUSY, FAULT, PART_COUNT, PROGRAM, STATE
from cofab.core.creation.monitor.state import DOWN, IDLE, RUNNING, SETUP, STATES, UNKNOWN
from cofab.core.kernel.window import iso

WORKS_AGAIN = frozenset({RUNNING, SETUP, IDLE})
"""What shows that a machine that was down is repaired; being off or unheard does not."""

_HEARD = """
UPDATE creation_machinenow n SET heard_at = told.at
FROM (SELECT unnest(%s::bigint[]) AS machine_id, unnest(%s::timestamptz[]) AS at) told
WHERE n.machine_id = told.machine_id AND (n.heard_at IS NULL OR n.heard_at < told.at)
"""


def follow(system: Viewer, machine: Any, points: Sequence[Point]) -> MachineNow:
    """Take the fresh points of one machine in, ordered by time; call it as the platform, inside an action."""
    MachineNow.objects.get_or_create(machine=machine, defaults={"audience": list(machine.audience)})
    row = MachineNow.objects.select_for_update(of=("self",)).get(machine=machine)
    follower = _Follower(system, machine, row)
    for point in points:
        follower.take(point)
    follower.flush()
    row.save()
    return row


def heard(last: Mapping[Any, datetime]) -> None:
    """Note when machines were heard of last, all in one statement; call it as the platform, inside an action."""
    known = set(MachineNow.objects.filter(machine__in=last).values_list("machine_id", flat=True))
    new = [MachineNow(machine=machine, audience=list(machine.audience)) for machine in last if machine.pk not in known]
    MachineNow.objects.bulk_create(new, ignore_conflicts=True)
    with connection.cursor() as cursor:
        cursor.execute(_HEARD, [[machine.pk for machine in last], list(last.values())])


class _Follower:
    """Walks through points and holds back counts, so that a batch of many pieces is one report."""

    def __init__(self, system: Viewer, machine: Any, row: MachineNow) -> None:
        self.system, self.machine, self.row = system, machine, row
        self.counted: datetime | None = None
        self.paced, self.run = 0, timedelta()

    def take(self, point: Point) -> None:
        row = self.row
        row.heard_at = max(row.heard_at, point.at) if row.heard_at else point.at
        if point.item == STATE and point.value in STATES:
            self._state(point)
        elif point.item == BUSY and point.value in ("busy", "free", UNKNOWN):
            row.busy = point.value
        elif point.item == FAULT:
            row.fault = point.value
        elif point.item == PROGRAM and point.value != row.program:
            self.flush()
            row.program, row.counter, row.counted_at = point.value, 0, None
            self._work_follows(row.state, point.at)
        elif point.item == PART_COUNT and point.value.isdigit():
            self._count(int(point.value), point.at)

    def _state(self, point: Point) -> None:
        row = self.row
        row.tells_state = True
        if point.value == row.state or (row.state_at and point.at < row.state_at):
            return
        self.flush()
        before, row.state, row.since, row.state_at = row.state, point.value, point.at, point.at
        self._work_follows(point.value, point.at)
        self._tell("monitor.state", before, {"at": iso(point.at), "program": row.program})
        if row.state == DOWN:
            row.marked_down = True
            publish.mark_down(self.system, self.machine.key, row.fault)
            self._tell("monitor.down", before, {"at": iso(point.at), "fault": row.fault, "program": row.program})
        elif row.marked_down and row.state in WORKS_AGAIN:
            row.marked_down = False
            publish.mark_up(self.system, self.machine.key)
            self._tell("monitor.up", before, {"at": iso(point.at)})

    def _work_follows(self, state: str, at: datetime) -> None:
        produce.machine_turned(self.system, self.machine.pk, self.row.program, state, at)

    def _tell(self, kind: str, before: str, facts: dict[str, str]) -> None:
        audience = sorted({*self.machine.audience, *produced.watchers(self.machine.pk)})
        subject, after = self.machine.key, self.row.state
        remember(self.system, kind, subject=subject, before=before, after=after, facts=facts, audience=audience)

    def _count(self, counter: int, at: datetime) -> None:
        """Note a count; its pieces are paced when the machine ran all the time since the count before."""
        row = self.row
        if counter > row.counter:
            began = max(filter(None, (row.counted_at, row.since)), default=None)
            if row.state == RUNNING and began and began < at:
                self.run += at - began
                self.paced += counter - row.counter
            self.counted = at
        row.counter, row.counted_at = counter, at

    def flush(self) -> None:
        """Report the counts held back to the work order."""
        if self.counted is None:
            return
        row, seconds = self.row, self.run // timedelta(seconds=1)
        produce.machine_counted(
            self.system, self.machine.pk, row.program, row.counter, self.counted, self.paced, seconds
        )
        self.counted, self.paced, self.run = None, 0, timedelta()
