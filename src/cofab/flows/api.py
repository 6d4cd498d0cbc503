"""The API of the flows: paying, where an order stands, proposals, evidence."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from ninja import Router

from cofab.apps.creation.agree.selectors import order_for
from cofab.apps.creation.replan import selectors as proposed
from cofab.apps.realisation.ledger.custody.port import custodian
from cofab.core.kernel.refusal import NOT_FOUND, Refused
from cofab.core.order import life, standing
from cofab.flows import breakdown, evidence, order_to_cash
from cofab.flows.life import facts_of
from cofab.flows.schemas import ConsentIn, LifeOut, PaymentOut, ProposalOut, ProposalsOut

orders = Router(tags=["orders"])
proposals = Router(tags=["replan"])


@orders.post("/{key}/payment", response=PaymentOut, summary="Secure the payment")
def pay(request: HttpRequest, key: str) -> PaymentOut:
    """Return the deposit that the buyer is asked for; asked again, the same one."""
    order = order_for(request.viewer, key)
    if not request.viewer.system and order.organisation_id != request.viewer.organisation_id:
        raise Refused(NOT_FOUND)
    row = order_to_cash.pay(request.viewer, key)
    facts = {"order": key, "way": order.way, "amount_minor": order.price_minor, "currency": order.currency}
    if row is None:
        return PaymentOut(**facts, state="recorded")
    bank = custodian(row.custodian)
    told = dict(bank.instructions(row.reference, row.amount_minor, row.currency))
    return PaymentOut(**facts, reference=row.reference, state=row.state, instructions=told)


@orders.get("/{key}/life", response=LifeOut, summary="Where an order stands")
def stands(request: HttpRequest, key: str) -> LifeOut:
    """Return every stop of an order with its state."""
    order = order_for(request.viewer, key)
    facts = facts_of(order)
    here = standing(facts)
    stations = [
        {"name": station.stop.name, "step": station.stop.step, "mover": station.stop.mover, "state": station.state}
        for station in life(facts)
    ]
    return LifeOut(
        order=order.key,
        state=order.state,
        standing=here.name if here else None,
        pieces_done=facts.pieces_done,
        pieces=facts.pieces,
        stations=stations,
    )


@orders.get("/{key}/evidence", response={200: None}, summary="The evidence bundle of an order")
def bundle(request: HttpRequest, key: str) -> HttpResponse:
    """Return the bundle that `cofab verify` checks offline: history, contracts, ledger, rules, log."""
    order = order_for(request.viewer, key)
    answer = HttpResponse(evidence.bundle(request.viewer, key), content_type="application/zip")
    answer["Content-Disposition"] = f'attachment; filename="{order.number}-evidence.zip"'
    return answer


@proposals.get("", response=ProposalsOut, summary="Proposals to go on")
def listed(request: HttpRequest, order: str = "") -> ProposalsOut:
    """Return the proposals that one may see, of one order if named, the best first."""
    return ProposalsOut(items=[ProposalOut.of(row) for row in proposed.proposals_for(request.viewer, order)])


@proposals.post("/{key}/consent", response=ProposalOut, summary="Agree or refuse")
def consent(request: HttpRequest, key: str, body: ConsentIn) -> ProposalOut:
    """Answer a proposal; it is carried out at once when everybody has agreed."""
    return ProposalOut.of(breakdown.consent(request.viewer, key, body.answer))
