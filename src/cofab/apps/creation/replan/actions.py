"""Proposals are made, answered, applied or given up; every write goes through here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any

from cofab.apps.base.action import action
from cofab.apps.base.clock import now
from cofab.apps.base.events import remember
from cofab.apps.base.models import Organisation
from cofab.apps.base.viewer import Viewer, platform
from cofab.apps.creation.agree.models import Order
from cofab.apps.creation.replan.mappers import move_json, proposal_json
from cofab.apps.creation.replan.models import Proposal
from cofab.core.creation.plan.replan import Proposal as Value
from cofab.core.creation.replan.proposal import PROPOSAL, answered, outcome
from cofab.core.kernel.refusal import WRONG_STATE, Refused
from cofab.core.kernel.window import iso

if TYPE_CHECKING:
    from cofab.apps.proposition.publish.models import Machine


@dataclass(frozen=True, slots=True)
class Draft:
    """One proposal before it is stored; `parties` are the organisations that must consent, by key and pk."""

    way: str
    moves: Sequence[Mapping[str, Any]]
    data: Mapping[str, Any]
    cost_minor: int
    forecast_at: datetime
    parties: Mapping[str, int]
    facts: Mapping[str, Any] = field(default_factory=dict)


def draft_of(proposal: Value, parties: Mapping[str, Organisation]) -> Draft:
    """Return what is stored of a proposal; `parties` are the organisations that its `consent` names."""
    asked = [parties[name] for name in proposal.consent]
    return Draft(
        way=proposal.way,
        moves=[move_json(move) for move in proposal.moves],
        data=proposal_json(proposal),
        cost_minor=proposal.cost_minor,
        forecast_at=proposal.finish,
        parties={row.key: row.pk for row in asked},
        facts={"pieces": sum(move.quantity for move in proposal.moves)},
    )


@action
def propose(
    viewer: Viewer, order: Order, machine: Machine, cause: str, drafts: Sequence[Draft], answer_by: datetime
) -> list[Proposal]:
    """Store the proposals for one cause, the best first, and ask everybody whom they touch."""
    return [_store(viewer, order, machine, cause, rank, draft, answer_by) for rank, draft in enumerate(drafts)]


def _store(
    viewer: Viewer, order: Order, machine: Machine, cause: str, rank: int, draft: Draft, answer_by: datetime
) -> Proposal:
    row = Proposal(
        order=order,
        machine=machine,
        cause=cause,
        rank=rank,
        way=draft.way,
        moves=list(draft.moves),
        data=dict(draft.data),
        cost_minor=draft.cost_minor,
        forecast_at=draft.forecast_at,
        answers=dict.fromkeys(draft.parties, ""),
        answer_by=answer_by,
        created_at=now(),
        audience=sorted({order.organisation_id, machine.organisation_id, *draft.parties.values()}),
    )
    row.save()
    facts = {
        "order": order.key,
        "way": draft.way,
        "cost_minor": draft.cost_minor,
        "forecast": iso(draft.forecast_at),
        **draft.facts,
    }
    remember(viewer, kind="replan.propose", subject=row.key, after=row.state, facts=facts, audience=row.audience)
    return row


@action
def consent(viewer: Viewer, proposal_key: str, answer: str) -> Proposal:
    """Answer a proposal for the acting organisation; the last to agree makes it agreed and withdraws its rivals."""
    viewer.require("buyer", "planner", "merchandiser")
    row = Proposal.get_for(viewer, proposal_key)
    with platform():
        rivals = list(Proposal.objects.select_for_update().filter(order_id=row.order_id, cause=row.cause))
        row = next(rival for rival in rivals if rival.pk == row.pk)
        if row.state != "open" or row.answer_by <= now():
            raise Refused(WRONG_STATE, state=row.state, event=answer, life=PROPOSAL.name)
        row.answers = answered(row.answers, viewer.organisation_key, answer)
        _turn(viewer, row, outcome(row.answers), {"answer": answer})
        if row.state == "agreed":
            for rival in rivals:
                if rival.state == "open":
                    _turn(viewer, rival, "withdraw")
    return row


@action
def applied(viewer: Viewer, proposal: Proposal) -> Proposal:
    """Record that an agreed proposal was carried out."""
    return _turn(viewer, proposal, "apply")


@action
def withdraw(viewer: Viewer, proposal: Proposal) -> Proposal:
    """Take a proposal back that cannot be carried out any more."""
    return _turn(viewer, proposal, "withdraw")


@action
def withdraw_for(viewer: Viewer, machine_key: str) -> list[Proposal]:
    """Take back every open proposal for a machine, because it works again."""
    with platform():
        rows = list(Proposal.objects.select_for_update().filter(state="open", machine__key=machine_key))
        return [_turn(viewer, row, "withdraw") for row in rows]


@action
def lapse_due(viewer: Viewer) -> list[Proposal]:
    """Let every proposal lapse that was not agreed in time: nothing moves."""
    with platform():
        rows = list(Proposal.objects.select_for_update().filter(state="open", answer_by__lte=now()))
        return [_turn(viewer, row, "lapse") for row in rows]


def _turn(viewer: Viewer, row: Proposal, event: str | None, facts: Mapping[str, Any] | None = None) -> Proposal:
    before = row.state
    if event is not None:
        row.state = PROPOSAL.after(row.state, event)
    row.save(update_fields=["state", "answers"])
    remember(
        viewer,
        kind=f"replan.{event or 'answer'}",
        subject=row.key,
        before=before,
        after=row.state,
        facts={"order": row.order.key, **(facts or {})},
        audience=row.audience,
    )
    return row
