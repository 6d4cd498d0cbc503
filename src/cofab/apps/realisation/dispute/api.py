"""The API of disputes: what a complaint is worth, raising it, and every move until it ends."""

from __future__ import annotations

from django.http import HttpRequest
from ninja import Router, Status

from cofab.apps.realisation.dispute import actions, selectors
from cofab.apps.realisation.dispute.claims import Complaint
from cofab.apps.realisation.dispute.schemas import (
    CaseOut,
    ComplaintIn,
    DisputedIn,
    DisputeOut,
    DisputesOut,
    JudgedIn,
    OfferIn,
    OutcomeOut,
    OutcomesOut,
    SaidIn,
    SaidOut,
)

router = Router(tags=["dispute"])
orders = Router(tags=["dispute"])


def _complaint(body: DisputedIn) -> Complaint:
    return Complaint(body.kind, body.remedy, body.pieces, body.goods_minor, body.insured, body.waited_days)


@orders.post("/{key}/disputes/worth", response=OutcomesOut, summary="What a complaint would be worth")
def worth(request: HttpRequest, key: str, body: DisputedIn) -> OutcomesOut:
    """Return every outcome of a complaint before it is raised; nothing is written."""
    found = selectors.worth(request.viewer, key, body.against, _complaint(body))
    return OutcomesOut(items=[OutcomeOut.of(one) for one in found])


@orders.post("/{key}/disputes", response={201: DisputeOut}, summary="Raise a complaint")
def raise_complaint(request: HttpRequest, key: str, body: ComplaintIn) -> Status[DisputeOut]:
    """Complain about an order to who is paid in it or pays for it; what is claimed waits, the rest flows."""
    row = actions.raise_complaint(request.viewer, key, body.against, _complaint(body), body.text, body.files)
    return Status(201, DisputeOut.of(row))


@router.get("", response=DisputesOut, summary="Disputes")
def listed(request: HttpRequest, order: str = "") -> DisputesOut:
    """Return the disputes that the caller may see, the newest first."""
    rows = selectors.disputes_for(request.viewer, order)[:500]
    return DisputesOut(items=[DisputeOut.of(row) for row in rows])


@router.get("/{key}", response=CaseOut, summary="A dispute with its whole file")
def one(request: HttpRequest, key: str) -> CaseOut:
    """Return all that was said, what the order's records say, and what each outcome is worth."""
    row = selectors.dispute_for(request.viewer, key)
    said = selectors.statements_of(request.viewer, row)
    return CaseOut.of(row, said, selectors.records_of(row), selectors.worth_of(row))


@router.post("/{key}/answer", response=DisputeOut, summary="Answer a complaint")
def answer(request: HttpRequest, key: str, body: SaidIn) -> DisputeOut:
    """Answer as the one complained about; talks begin."""
    return DisputeOut.of(actions.answer(request.viewer, key, body.text, body.files))


@router.post("/{key}/concede", response=DisputeOut, summary="Give the claimant what it asks for")
def concede(request: HttpRequest, key: str, body: SaidIn) -> DisputeOut:
    """Give in; the claim is carried out."""
    return DisputeOut.of(actions.concede(request.viewer, key, body.text))


@router.post("/{key}/withdraw", response=DisputeOut, summary="Take a complaint back")
def withdraw(request: HttpRequest, key: str, body: SaidIn) -> DisputeOut:
    """Take the complaint back; what waited flows."""
    return DisputeOut.of(actions.withdraw(request.viewer, key, body.text))


@router.post("/{key}/notes", response={201: SaidOut}, summary="Add a note or evidence")
def note(request: HttpRequest, key: str, body: SaidIn) -> Status[SaidOut]:
    """Add a note or evidence."""
    return Status(201, SaidOut.of(actions.say(request.viewer, key, body.text, body.files)))


@router.post("/{key}/proposals", response={201: SaidOut}, summary="Propose how to end it")
def propose(request: HttpRequest, key: str, body: OfferIn) -> Status[SaidOut]:
    """Propose how to end it; it ends so when both sides take it."""
    said = actions.propose(request.viewer, key, body.cause, body.remedy, body.award_minor, body.text)
    return Status(201, SaidOut.of(said))


@router.post("/{key}/proposals/{proposal}/consent", response=DisputeOut, summary="Take a proposal")
def consent(request: HttpRequest, key: str, proposal: str) -> DisputeOut:
    """Take a proposal."""
    return DisputeOut.of(actions.consent(request.viewer, key, proposal))


@router.post("/{key}/escalate", response=DisputeOut, summary="Ask for a ruling")
def escalate(request: HttpRequest, key: str, body: SaidIn) -> DisputeOut:
    """End the talks and ask for a ruling."""
    return DisputeOut.of(actions.escalate(request.viewer, key, body.text))


@router.post("/{key}/rule", response=DisputeOut, summary="Rule on a dispute")
def rule(request: HttpRequest, key: str, body: JudgedIn) -> DisputeOut:
    """Rule as the operator; both sides may appeal in time."""
    return DisputeOut.of(actions.rule(request.viewer, key, body.cause, body.remedy, body.text))


@router.post("/{key}/appeal", response=DisputeOut, summary="Appeal against a ruling")
def appeal(request: HttpRequest, key: str, body: SaidIn) -> DisputeOut:
    """Appeal; the committee decides."""
    return DisputeOut.of(actions.appeal(request.viewer, key, body.text))


@router.post("/{key}/decide", response=DisputeOut, summary="Decide an appeal")
def decide(request: HttpRequest, key: str, body: JudgedIn) -> DisputeOut:
    """Decide an appeal as the committee, for good."""
    return DisputeOut.of(actions.decide(request.viewer, key, body.cause, body.remedy, body.text))


@router.post("/{key}/mended", response=DisputeOut, summary="Say that the pieces are mended")
def mended(request: HttpRequest, key: str, body: SaidIn) -> DisputeOut:
    """Say as the claimant that the pieces were remade or reworked well; what waited flows."""
    return DisputeOut.of(actions.mended(request.viewer, key, body.text))
