"""An agreed proposal is carried out: who sees what, windows, work orders."""

from __future__ import annotations

from datetime import timedelta

from cofab.apps.base.action import action
from cofab.apps.base.clock import now
from cofab.apps.base.models import Organisation
from cofab.apps.base.viewer import Viewer, platform
from cofab.apps.creation.agree import actions as agree
from cofab.apps.creation.agree.mappers import asks_of
from cofab.apps.creation.agree.models import Order
from cofab.apps.creation.produce import actions as produce
from cofab.apps.creation.produce.models import WorkOrder
from cofab.apps.proposition.demand.actions import share_files
from cofab.apps.proposition.publish import actions as publish
from cofab.core.creation.plan.model import PlannedOperation
from cofab.core.creation.plan.replan import Proposal
from cofab.core.creation.produce.work import OPEN

MEANWHILE = timedelta(minutes=5)


@action
def carry(viewer: Viewer, order: Order, proposal: Proposal) -> None:
    """Let the firms in that take work over, give the old windows back, take the new ones, and move the work.

    Refuses a window that is gone (publish.window_taken and its kin); then nothing is changed.
    """
    with platform():
        _let_in(viewer, order, proposal)
        _rebook(viewer, order, proposal)
        _move_work(viewer, order, proposal)


def _let_in(viewer: Viewer, order: Order, proposal: Proposal) -> None:
    firms = Organisation.objects.filter(key__in={op.firm for op in proposal.operations})
    agree.widen(viewer, order.key, [firm.pk for firm in firms])
    share_files(viewer, order.demand.key, [firm.pk for firm in firms])


def _rebook(viewer: Viewer, order: Order, proposal: Proposal) -> None:
    for op in proposal.replaces:
        publish.release(viewer, order.key, op.machine, _claim_op(order, op), state="moved")
    asks = asks_of(proposal.operations)
    publish.reserve_many(viewer, asks, order.key, now() + MEANWHILE, order.audience)
    publish.confirm(viewer, order.key, len(asks))


def _claim_op(order: Order, op: PlannedOperation) -> str:
    """Return under which name the order holds the machine for an operation: those of one clamping share one."""
    works = WorkOrder.objects.filter(order=order, machine__key=op.machine, lot=op.lot)
    return next((work.op for work in works if op.op in work.op.split("+")), op.op)


def _move_work(viewer: Viewer, order: Order, proposal: Proposal) -> None:
    """Move the rest of the broken machine's work, and shift what only changes its time."""
    moved = {move.to_machine for move in proposal.moves}
    broken = {move.from_machine for move in proposal.moves}
    for ask in asks_of(proposal.operations):
        works = WorkOrder.objects.filter(order=order, lot=ask.lot)
        same = [work for work in works if set(work.op.split("+")) & set(ask.op.split("+"))]
        quantity = max(op.quantity for op in proposal.operations if _is(op, ask))
        olds = [work for work in same if work.machine.key in broken] if ask.machine_key in moved else []
        if olds:
            produce.move_work(viewer, olds[-1].key, ask.machine_key, ask.window.start, ask.window.end, quantity)
            continue
        for work in same:
            if work.machine.key == ask.machine_key and work.state in OPEN:
                produce.shift_work(viewer, work.key, ask.window.start, ask.window.end)


def _is(op: PlannedOperation, ask: publish.Ask) -> bool:
    return op.machine == ask.machine_key and op.lot == ask.lot and op.op in ask.op.split("+")
