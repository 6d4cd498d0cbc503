"""A milestone is held back because it is disputed, until the dispute is settled."""

from __future__ import annotations

from cofab.apps.base.action import action
from cofab.apps.base.events import remember
from cofab.apps.base.models import Event
from cofab.apps.base.viewer import Viewer, platform
from cofab.apps.realisation.settle.actions.move import WITHHELD, release
from cofab.apps.realisation.settle.models import Milestone
from cofab.apps.realisation.settle.refusals import IN_DISPUTE, NOT_BETWEEN, NOT_CONTESTER
from cofab.core.kernel.refusal import NOT_FOUND, Refused
from cofab.core.realisation.settle.milestones import MILESTONE


@action
def contest(viewer: Viewer, milestone_key: str, order_key: str = "") -> Milestone:
    """Hold one milestone back because it is disputed; everything else flows.

    Only who pays it and who is paid by it may; pools and the reserve have no payee. `order_key`: refuse the
    milestone of another order as not found.
    """
    viewer.require("buyer", "accountant", "planner")
    row = _of(Milestone.get_for(viewer, milestone_key), order_key)
    with platform():
        payers = {row.money.payer_id, row.money.lead_id}
        if row.payee_id is None or viewer.organisation_id not in {*payers, row.payee_id} - {None}:
            raise Refused(NOT_BETWEEN)
        return turn(viewer, milestone_key, "contest")


@action
def settle_contest(viewer: Viewer, milestone_key: str, order_key: str = "") -> Milestone:
    """Let a disputed milestone wait for its trigger again; what came in the meantime releases it at once.

    Only who disputed it may, or the operator. Refuses what is not disputed.
    """
    viewer.require("buyer", "accountant", "planner", "operator")
    with platform():
        found = Milestone.objects.filter(key=milestone_key).first() if _operates(viewer) else None
    row = _of(found or Milestone.get_for(viewer, milestone_key), order_key)
    with platform():
        said = Event.objects.filter(subject=row.key, kind="settle.contest").order_by("-id").first()
        if said is not None and said.facts.get("dispute"):
            raise Refused(IN_DISPUTE)
        if not _operates(viewer) and (said is None or said.on_behalf != viewer.organisation_key):
            raise Refused(NOT_CONTESTER)
        return let_go(viewer, row.key)


def let_go(viewer: Viewer, milestone_key: str) -> Milestone:
    """Let a contested milestone wait for its trigger again, released at once if that came; call as the platform."""
    row = turn(viewer, milestone_key, "settle")
    if Event.objects.filter(subject=row.key, kind=WITHHELD, facts__trigger=row.trigger).exists():
        release(viewer, row.order_key, row.trigger, row.payee.key)
        row.refresh_from_db()
    return row


def _operates(viewer: Viewer) -> bool:
    return viewer.kind == "operator" and viewer.has("operator")


def _of(row: Milestone, order_key: str) -> Milestone:
    if order_key and row.order_key != order_key:
        raise Refused(NOT_FOUND)
    return row


def turn(viewer: Viewer, milestone_key: str, event: str, dispute_key: str = "") -> Milestone:
    """Contest or settle one milestone and remember it, with the dispute it belongs to; call as the platform."""
    row = Milestone.objects.select_for_update(of=("self",)).select_related("payee").get(key=milestone_key)
    before, row.state = row.state, MILESTONE.after(row.state, event)
    row.save(update_fields=["state"])
    facts = {"order": row.order_key} | ({"dispute": dispute_key} if dispute_key else {})
    kind = f"settle.{event}"
    remember(viewer, kind, subject=row.key, before=before, after=row.state, facts=facts, audience=row.audience)
    return row
