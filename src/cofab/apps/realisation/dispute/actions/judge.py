"""Somebody who is no party rules; an appeal is decided by the committee, and by another person."""

from __future__ import annotations

from cofab.apps.base.action import action
from cofab.apps.base.models import Organisation
from cofab.apps.base.viewer import Viewer, platform
from cofab.apps.realisation.dispute.actions.carry import settle
from cofab.apps.realisation.dispute.actions.move import Said, open_to, taken, turn, write
from cofab.apps.realisation.dispute.actions.talk import offered
from cofab.apps.realisation.dispute.claims import claim_from
from cofab.apps.realisation.dispute.models import Dispute
from cofab.apps.realisation.dispute.refusals import PARTY_JUDGE
from cofab.core.kernel.refusal import Refused
from cofab.core.realisation.dispute.life import DISPUTE, check_appeal_judge
from cofab.core.realisation.dispute.outcome import outcome


@action
def rule(viewer: Viewer, key: str, cause: str, remedy: str, text: str) -> Dispute:
    """Rule as the operator with a reason: the sum is the rules'. Both sides may appeal in time."""
    row = _judged(viewer, key, "operator")
    DISPUTE.after(row.state, "rule")
    offer = offered(row, outcome(claim_from(row.claim), cause, remedy, row.rules))
    write(viewer, row, Said("ruling", text, offer=offer))
    row.outcome, row.ruled_by_id = {**offer, "by": "rule"}, viewer.person_id
    return turn(viewer, row, "rule", {"remedy": remedy, "award_minor": offer["award_minor"]})


@action
def appeal(viewer: Viewer, key: str, text: str) -> Dispute:
    """Appeal against a ruling with a reason, as either side; the committee decides."""
    row = taken(viewer, key)
    DISPUTE.after(row.state, "appeal")
    write(viewer, row, Said("appeal", text))
    with platform():
        open_to(row, *Organisation.objects.filter(kind="committee").values_list("pk", flat=True))
    return turn(viewer, row, "appeal")


@action
def decide(viewer: Viewer, key: str, cause: str, remedy: str, text: str) -> Dispute:
    """Decide an appeal as the committee, for good; refuses the person who ruled."""
    row = _judged(viewer, key, "committee")
    DISPUTE.after(row.state, "decide")
    if row.ruled_by is not None:
        check_appeal_judge(viewer.person_key, row.ruled_by.key)
    offer = offered(row, outcome(claim_from(row.claim), cause, remedy, row.rules))
    write(viewer, row, Said("decision", text, offer=offer))
    return settle(viewer, row, "decide", offer)


def _judged(viewer: Viewer, key: str, role: str) -> Dispute:
    row = Dispute.get_for(viewer, key, lock=True)
    viewer.require(role)
    if viewer.organisation_id in (row.claimant_id, row.respondent_id):
        raise Refused(PARTY_JUDGE)
    return row
