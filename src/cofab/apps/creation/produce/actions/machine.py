"""What a machine reports of its own work; called as the platform by the step that hears machines."""

from __future__ import annotations

from datetime import datetime

from cofab.apps.base.action import action
from cofab.apps.base.viewer import Viewer
from cofab.apps.creation.produce.actions.life import turn
from cofab.apps.creation.produce.actions.report import counted
from cofab.apps.creation.produce.models import WorkOrder
from cofab.core.creation.produce.work import OPEN

WORKING = frozenset({"running", "setup"})


def _locked(machine_id: int, program: str) -> WorkOrder | None:
    """Lock and return the open work order that the machine's program names, else the one that runs there."""
    rows = WorkOrder.objects.select_for_update(of=("self",)).filter(machine_id=machine_id, state__in=OPEN)
    return rows.filter(key=program).first() or rows.filter(state="running").first()


def _make_way(viewer: Viewer, row: WorkOrder, at: datetime) -> None:
    """Pause what is recorded as running on the machine when the machine says that it works on `row`.

    The machine knows best what it works on; a work order left running by mistake must not swallow another's pieces.
    """
    others = WorkOrder.objects.select_for_update(of=("self",)).filter(machine_id=row.machine_id, state="running")
    for other in others.exclude(pk=row.pk):
        other.reason = "another"
        turn(viewer, other, "pause", at, {"reason": "another", "by": "machine"})


@action
def machine_turned(viewer: Viewer, machine_id: int, program: str, state: str, at: datetime) -> WorkOrder | None:
    """Follow a machine's state at `at`: work starts when it is set up or runs, and pauses when it is down.

    What was recorded as running there pauses when the machine turns to another work order.
    """
    row = _locked(machine_id, program)
    if row is None:
        return None
    if state in WORKING and row.key == program and row.state != "running":
        _make_way(viewer, row, at)
        return turn(viewer, row, "start", at, {"by": "machine"})
    if state == "down" and row.state == "running":
        row.reason = "down"
        return turn(viewer, row, "pause", at, {"reason": "down", "by": "machine"})
    return None


@action
def machine_counted(
    viewer: Viewer, machine_id: int, program: str, counter: int, at: datetime, paced: int = 0, run_s: int = 0
) -> WorkOrder | None:
    """Take the machine's own counter over: `counter` pieces since this work began; `paced` of them took `run_s`.

    Pieces above the ordered quantity are spares and not counted. The last piece finishes the work order.
    """
    row = _locked(machine_id, program)
    if row is None or counter <= row.counter:
        return row
    added = counter - row.counter
    row.counter, row.counted_at = counter, at
    row.run_s, row.paced = row.run_s + run_s, row.paced + paced
    if row.state != "running":
        _make_way(viewer, row, at)
        turn(viewer, row, "start", at, {"by": "machine"})
    counted(viewer, row, min(added, row.quantity - row.done), 0, "machine")
    return turn(viewer, row, "done", at, {"by": "machine"}) if row.done >= row.quantity else row
