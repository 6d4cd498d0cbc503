"""A machine breaks: its windows close, the shop's own machines are tried first, the rest moves with consent.

Promises: nothing moves before everybody touched agreed; what was agreed is carried out whole or not at all; the new
windows are taken in the same transaction in which the old ones are given back.
Parts: hearing of it and searching (no transaction is open while the planner thinks), proposing (one transaction),
consent and carrying out (one transaction). A window that is gone by then withdraws the proposal; a new search starts.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from django.db import transaction

from cofab.apps.base.clock import now
from cofab.apps.base.models import Event, Organisation
from cofab.apps.base.viewer import SYSTEM, Viewer, platform
from cofab.apps.creation.agree import actions as agree
from cofab.apps.creation.agree.mappers import asks_of
from cofab.apps.creation.agree.models import Order
from cofab.apps.creation.deliver.reroute import replace_legs
from cofab.apps.creation.plan.engine import goods_of
from cofab.apps.creation.produce import actions as produce
from cofab.apps.creation.produce.models import WorkOrder
from cofab.apps.creation.replan import actions as proposing
from cofab.apps.creation.replan.models import Proposal as ProposalRow
from cofab.apps.proposition.demand.selectors import routing_for
from cofab.apps.proposition.publish import actions as publish
from cofab.apps.proposition.publish.models import Machine
from cofab.apps.proposition.publish.selectors import offers_between, region_map
from cofab.apps.stewardship.governance.selectors import current
from cofab.core.creation.plan.model import PlannedOperation
from cofab.core.creation.plan.replan import BUYER, Proposal, Upset, replan
from cofab.core.creation.produce.work import OPEN
from cofab.core.kernel.refusal import Refused
from cofab.flows.running_plan import inspection_house, move_json, proposal_json, proposal_of, running_plan

GONE = frozenset({"publish.window_taken", "publish.machine_down", "publish.window_past", "kernel.conflict"})
HORIZON = timedelta(days=45)


def machine_down(event_key: str) -> list[str]:
    """Propose ways to go on for every order that has open work on the machine of a `monitor.down` event.

    Returns the keys of the proposals made; none where one was made for this event already or the machine is up again.
    """
    with platform():
        event = Event.objects.get(key=event_key)
        machine = Machine.objects.get(key=event.subject)
        if machine.down_since is None or ProposalRow.objects.filter(cause=event_key).exists():
            return []
        works = WorkOrder.objects.filter(machine=machine, state__in=OPEN, order__state="running")
        orders = list(Order.objects.filter(pk__in=works.values("order_id")).order_by("due_at", "pk"))
    return [row.key for order in orders for row in search(order.key, machine.key, event_key)]


def search(order_key: str, machine_key: str, cause: str) -> list[ProposalRow]:
    """Search ways for one order around one broken machine and store them as proposals."""
    with platform():
        order = Order.objects.select_related("demand", "plan").get(key=order_key)
        machine = Machine.objects.get(key=machine_key)
        question = _question(order, machine)
    found = replan(**question)
    with platform():
        parties = _parties(order, found)
        drafts = [_draft(proposal, parties) for proposal in found]
        answer_by = now() + timedelta(seconds=current("replan")["consent_s"])
        return proposing.propose(SYSTEM, order, machine, cause, drafts, answer_by)


def _question(order: Order, machine: Machine) -> dict[str, Any]:
    """Return what the core's `replan` is asked, as the world is now."""
    start = now().astimezone(UTC)
    works = WorkOrder.objects.filter(order=order).exclude(state="cancelled")
    done: dict[tuple[int, str], int] = {}
    for work in works.filter(machine=machine):
        for name in work.op.split("+"):
            done[work.lot, name] = done.get((work.lot, name), 0) + work.done
    upset = Upset(running_plan(order), machine.key, start, _utc(machine.down_until), done)
    return {
        "upset": upset,
        "offers": offers_between(start, max(start + HORIZON, order.due_at.astimezone(UTC) + timedelta(days=14))),
        "places": region_map(),
        "routing": routing_for(order.demand),
        "quantity": order.quantity,
        "due": order.due_at.astimezone(UTC),
        "buyer_town": order.demand.town,
        "rules": current("plan"),
        "goods": goods_of(order.demand),
    }


def _utc(at: datetime | None) -> datetime | None:
    return at.astimezone(UTC) if at else None


def _parties(order: Order, found: tuple[Proposal, ...]) -> Mapping[str, Organisation]:
    named = {name for proposal in found for name in proposal.consent}
    rows = {row.key: row for row in Organisation.objects.filter(key__in=named)}
    return {**rows, BUYER: order.organisation}


def _draft(proposal: Proposal, parties: Mapping[str, Organisation]) -> proposing.Draft:
    asked = [parties[name] for name in proposal.consent]
    return proposing.Draft(
        way=proposal.way,
        moves=[move_json(move) for move in proposal.moves],
        data=proposal_json(proposal),
        cost_minor=proposal.cost_minor,
        forecast_at=proposal.finish,
        parties={row.key: row.pk for row in asked},
        facts={"pieces": sum(move.quantity for move in proposal.moves)},
    )


def consent(viewer: Viewer, proposal_key: str, answer: str) -> ProposalRow:
    """Answer a proposal; when everybody has agreed it is carried out at once.

    Where a window is gone by then nothing is changed but the answer, the proposal is withdrawn and searched anew.
    """
    with transaction.atomic():
        row = proposing.consent(viewer, proposal_key, answer)
        if row.state != "agreed":
            return row
        try:
            with transaction.atomic():
                return carry_out(row)
        except Refused as refused:
            if refused.code not in GONE:
                raise
            from cofab.flows.tasks import search_again

            search_again.defer(order=row.order.key, machine=row.machine.key, cause=f"{row.key}")
            return proposing.withdraw(SYSTEM, row)


def carry_out(row: ProposalRow) -> ProposalRow:
    """Do what an agreed proposal says: windows, work orders, transport, forecast, who sees what."""
    with platform() as system:
        order = Order.objects.select_for_update(of=("self",)).get(pk=row.order_id)
        proposal = proposal_of(row)
        _let_in(system, order, proposal)
        _rebook(system, order, proposal)
        _move_work(system, order, proposal)
        pieces = sum(move.quantity for move in proposal.moves)
        replace_legs(system, order.key, proposal.dropped, proposal.legs, pieces, inspection_house(order))
        agree.forecast(system, order.key, proposal.finish)
        return proposing.applied(system, row)


def _let_in(system: Viewer, order: Order, proposal: Proposal) -> None:
    """Let the firms that take work over see the order."""
    firms = Organisation.objects.filter(key__in={op.firm for op in proposal.operations})
    agree.widen(system, order.key, [firm.pk for firm in firms])


def _rebook(system: Viewer, order: Order, proposal: Proposal) -> None:
    """Give the old windows back and take the new ones as bookings."""
    for op in proposal.replaces:
        publish.release(system, order.key, op.machine, _claim_op(order, op), state="moved")
    asks = asks_of(proposal.operations)
    publish.reserve_many(system, asks, order.key, now() + timedelta(minutes=5), order.audience)
    publish.confirm(system, order.key, len(asks))


def _claim_op(order: Order, op: PlannedOperation) -> str:
    """Return under which name the order holds the machine for an operation: those of one clamping share one."""
    works = WorkOrder.objects.filter(order=order, machine__key=op.machine, lot=op.lot)
    return next((work.op for work in works if op.op in work.op.split("+")), op.op)


def _move_work(system: Viewer, order: Order, proposal: Proposal) -> None:
    """Move the rest of the broken machine's work, and shift what only changes its time."""
    moved = {move.to_machine for move in proposal.moves}
    broken = {move.from_machine for move in proposal.moves}
    for ask in asks_of(proposal.operations):
        works = WorkOrder.objects.filter(order=order, lot=ask.lot)
        same = [work for work in works if set(work.op.split("+")) & set(ask.op.split("+"))]
        quantity = max(op.quantity for op in proposal.operations if _is(op, ask))
        olds = [work for work in same if work.machine.key in broken] if ask.machine_key in moved else []
        if olds:
            produce.move_work(system, olds[-1].key, ask.machine_key, ask.window.start, ask.window.end, quantity)
            continue
        for work in same:
            if work.machine.key == ask.machine_key and work.state in OPEN:
                produce.shift_work(system, work.key, ask.window.start, ask.window.end)


def _is(op: PlannedOperation, ask: publish.Ask) -> bool:
    return op.machine == ask.machine_key and op.lot == ask.lot and op.op in ask.op.split("+")
