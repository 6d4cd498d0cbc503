"""A machine breaks: its windows close, the shop's own machines are tried first, the rest moves with consent.

Promises: nothing moves before everybody touched agreed; what was agreed is carried out whole or not at all; the new
windows are taken in the same transaction in which the old ones are given back.
Parts: hearing of it and searching (no transaction is open while the planner thinks), proposing (one transaction),
consent and carrying out (one transaction). A window that is gone by then withdraws the proposal; a new search starts.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.db import transaction

from cofab.apps.base.clock import now
from cofab.apps.base.models import Event, Organisation
from cofab.apps.base.viewer import SYSTEM, Viewer, platform
from cofab.apps.creation.agree import actions as agree
from cofab.apps.creation.agree.selectors import inspection_house, order_for
from cofab.apps.creation.deliver.reroute import replace_legs
from cofab.apps.creation.plan.engine import goods_of
from cofab.apps.creation.produce.selectors import orders_at_work, work_orders
from cofab.apps.creation.replan import actions as proposing
from cofab.apps.creation.replan.carrying import carry
from cofab.apps.creation.replan.selectors import is_answered, open_for_machine, running_plan, value_of
from cofab.apps.proposition.demand.selectors import routing_for
from cofab.apps.proposition.publish.selectors import machine_for, offers_between, region_map
from cofab.apps.stewardship.governance.selectors import current
from cofab.core.creation.plan.replan import BUYER, Proposal, Upset, replan
from cofab.core.kernel.refusal import Refused
from cofab.flows.recovery import follow_pieces

if TYPE_CHECKING:
    from cofab.apps.creation.agree.models import Order
    from cofab.apps.creation.replan.models import Proposal as ProposalRow
    from cofab.apps.proposition.publish.models import Machine

GONE = frozenset({"publish.window_taken", "publish.machine_down", "publish.window_past", "kernel.conflict"})
HORIZON = timedelta(days=45)


def machine_down(event_key: str) -> list[str]:
    """Propose ways to go on for every order that has open work on the machine of a `publish.down` event.

    Returns the keys of the proposals made; none where one was made for this event already or the machine is up again,
    and none for an order that has open proposals for this machine.
    """
    with platform() as system:
        event = Event.objects.get(key=event_key)
        machine = machine_for(system, event.subject)
        if machine.down_since is None or is_answered(system, event_key):
            return []
        asked = set(open_for_machine(machine.key).values_list("order__key", flat=True))
        orders = [row for row in orders_at_work(system, machine.key) if row.key not in asked]
    return [row.key for order in orders for row in search(order.key, machine.key, event_key)]


def machine_up(event_key: str) -> int:
    """Withdraw the open proposals for the machine of a `publish.up` event; return how many there were."""
    with platform() as system:
        machine = machine_for(system, Event.objects.get(key=event_key).subject)
        return len(proposing.withdraw_for(SYSTEM, machine.key)) if machine.down_since is None else 0


def search(order_key: str, machine_key: str, cause: str) -> list[ProposalRow]:
    """Search ways for one order around one broken machine and store them as proposals."""
    with platform() as system:
        order = order_for(system, order_key)
        machine = machine_for(system, machine_key)
        question = _question(order, machine)
    found = replan(**question)
    with platform():
        parties = _parties(order, found)
        drafts = [proposing.draft_of(proposal, parties) for proposal in found]
        answer_by = now() + timedelta(seconds=current("replan")["consent_s"])
        return proposing.propose(SYSTEM, order, machine, cause, drafts, answer_by)


def _question(order: Order, machine: Machine) -> dict[str, Any]:
    """Return what the core's `replan` is asked, as the world is now."""
    start = now().astimezone(UTC)
    works = work_orders(SYSTEM, order.key).exclude(state="cancelled")
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

            search_again.defer(order=row.order.key, machine=row.broken.key, cause=f"{row.key}")
            return proposing.withdraw(SYSTEM, row)


def carry_out(row: ProposalRow) -> ProposalRow:
    """Do what an agreed proposal says: windows, work orders, transport, money, forecast, who sees what."""
    with platform() as system:
        order = order_for(system, row.order.key, lock=True)
        proposal = value_of(row)
        carry(system, order, proposal)
        pieces = sum(move.quantity for move in proposal.moves)
        replace_legs(system, order.key, proposal.dropped, proposal.legs, pieces, inspection_house(order))
        consented = max(proposal.cost_minor, 0) if order.organisation.key in row.answers else 0
        follow_pieces(system, order, proposal, row.machine.organisation.key, consented, row.key)
        agree.forecast(system, order.key, proposal.finish)
        return proposing.applied(system, row)
