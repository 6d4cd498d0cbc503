"""Both sides talk: an answer, evidence, proposals that the other takes, until somebody who is no party is asked."""

from __future__ import annotations

from collections.abc import Sequence

from cofab.apps.base.action import action
from cofab.apps.base.viewer import Viewer, platform
from cofab.apps.realisation.dispute.actions.carry import settle
from cofab.apps.realisation.dispute.actions.move import Said, open_to, taken, told, turn, write
from cofab.apps.realisation.dispute.claims import ROLES, claim_from
from cofab.apps.realisation.dispute.models import Dispute, Statement
from cofab.apps.realisation.dispute.refusals import OWN_PROPOSAL, TOO_MUCH
from cofab.apps.realisation.ledger.actions.accounts import operators
from cofab.core.kernel.refusal import NOT_FOUND, WRONG_STATE, Refused
from cofab.core.realisation.dispute.life import DISPUTE
from cofab.core.realisation.dispute.outcome import Outcome, outcome

TALKING = ("answered", "ruling")


@action
def answer(viewer: Viewer, key: str, text: str, files: Sequence[str] = ()) -> Dispute:
    """Answer a complaint as the respondent; talks begin, and the operator may read and mediate."""
    row = taken(viewer, key, "respondent")
    DISPUTE.after(row.state, "answer")
    write(viewer, row, Said("answer", text, files))
    with platform():
        open_to(row, *operators())
    return turn(viewer, row, "answer")


@action
def concede(viewer: Viewer, key: str, text: str = "") -> Dispute:
    """Give the claimant what it asked for, as the respondent."""
    row = taken(viewer, key, "respondent")
    DISPUTE.after(row.state, "concede")
    write(viewer, row, Said("concession", text))
    return settle(viewer, row, "concede", asked(row))


@action
def say(viewer: Viewer, key: str, text: str, files: Sequence[str] = ()) -> Statement:
    """Add a note or evidence while a dispute is open, as one of the two or the operator that mediates."""
    row = Dispute.get_for(viewer, key, lock=True)
    viewer.require(*ROLES, "operator", "committee")
    if row.state in DISPUTE.final:
        raise Refused(WRONG_STATE, state=row.state, event="note", life="dispute")
    said = write(viewer, row, Said("note", text, files))
    told(viewer, row, "note", row.state)
    return said


@action
def propose(
    viewer: Viewer, key: str, cause: str, remedy: str, award_minor: int | None = None, text: str = ""
) -> Statement:
    """Propose how to end it, as one of the two or the operator; the sum is the rules' unless another is named.

    Refuses more than is claimed, a remedy that does not fit, and a dispute that nobody talks about any more.
    """
    row = Dispute.get_for(viewer, key, lock=True)
    viewer.require(*ROLES, "operator")
    if row.state not in TALKING:
        raise Refused(WRONG_STATE, state=row.state, event="propose", life="dispute")
    found = outcome(claim_from(row.claim), cause, remedy, row.rules)
    offer = offered(row, found, award_minor)
    said = write(viewer, row, Said("proposal", text, offer=offer))
    told(viewer, row, "propose", row.state, {"award_minor": offer["award_minor"], "remedy": remedy})
    return said


def offered(row: Dispute, found: Outcome, award_minor: int | None = None) -> dict[str, object]:
    """Return an outcome as a proposal keeps it, with another sum where one is named; refuses more than is claimed."""
    award = found.award_minor if award_minor is None else award_minor
    if not 0 <= award <= row.claimed_minor or found.else_minor > row.claimed_minor:
        raise Refused(TOO_MUCH, most_minor=row.claimed_minor)
    return {
        "cause": found.cause,
        "remedy": found.remedy,
        "award_minor": award,
        "else_minor": found.else_minor,
        "by_rule": award_minor is None or award_minor == found.award_minor,
        "facts": dict(found.facts),
    }


def asked(row: Dispute) -> dict[str, object]:
    """Return what the claimant asked for, as an offer."""
    return offered(row, outcome(claim_from(row.claim), "respondent", row.remedy, row.rules))


@action
def consent(viewer: Viewer, key: str, proposal_key: str) -> Dispute:
    """Take a proposal; when both sides of the dispute have, it ends that way. Whoever made it has taken it already."""
    row = taken(viewer, key)
    DISPUTE.after(row.state, "agree")
    proposal = row.statements.filter(key=proposal_key, kind="proposal").first()
    if proposal is None:
        raise Refused(NOT_FOUND)
    if proposal.organisation_id == viewer.organisation_id:
        raise Refused(OWN_PROPOSAL)
    if viewer.organisation_id not in _consenting(proposal):
        write(viewer, row, Said("consent", about=proposal))
        told(viewer, row, "consent", row.state)
    if {row.claimant_id, row.respondent_id} <= _consenting(proposal):
        return settle(viewer, row, "agree", proposal.offer)
    return row


def _consenting(proposal: Statement) -> set[int | None]:
    given = proposal.consents.filter(kind="consent").values_list("organisation_id", flat=True)
    return {proposal.organisation_id, *given}


@action
def escalate(viewer: Viewer, key: str, text: str = "") -> Dispute:
    """End the talks and ask for a ruling, as either side; by the clock it happens by itself."""
    row = taken(viewer, key)
    DISPUTE.after(row.state, "escalate")
    write(viewer, row, Said("escalation", text))
    return turn(viewer, row, "escalate")
