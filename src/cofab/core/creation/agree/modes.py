"""Who contracts with whom: every firm with the buyer (agent), or through one that leads (lead contractor).

Promises: contract, invoice and money name the same two parties (三流一致).
"""

from __future__ import annotations

from cofab.core.creation.agree.facts import (
    LEAD_MISSING,
    LINES_DIFFER,
    MODE_UNKNOWN,
    MODES,
    PARTY_UNKNOWN,
    Due,
    OrderFacts,
    Pair,
    Party,
)
from cofab.core.kernel.refusal import Refused


def pairs(order: OrderFacts) -> tuple[Pair, ...]:
    """Return the contracts that an order needs, the buyer's own first.

    Agent: the buyer with each party that is paid. Lead: the buyer with the lead for the whole price, and the lead
    with each other party back to back. The platform's fee is owed under its membership terms and needs no contract
    of its own; it is a line of the buyer's contract where somebody leads. Refuses an unknown mode, a lead who is
    no maker of this order, a payee who is no party, and lines that do not sum to the price.
    """
    _check(order)
    if order.mode == "agent":
        return tuple(Pair("main", order.buyer, party, _lines(order, party)) for party in _sellers(order))
    lead = next(party for party in order.parties if party.id == order.lead)
    others = [party for party in _sellers(order) if party.id != lead.id]
    main = Pair("main", order.buyer, lead, order.lines)
    return (main, *(Pair("sub", lead, party, _lines(order, party)) for party in others))


def signatories(order: OrderFacts) -> tuple[str, ...]:
    """Return the ids of everybody whose signature the order needs, the buyer first."""
    ids = [party.id for pair in pairs(order) for party in (pair.customer, pair.supplier)]
    return tuple(dict.fromkeys(ids))


def _check(order: OrderFacts) -> None:
    if order.mode not in MODES:
        raise Refused(MODE_UNKNOWN, mode=order.mode)
    known = {party.id for party in order.parties}
    for line in order.lines:
        if line.payee and line.payee not in known:
            raise Refused(PARTY_UNKNOWN, payee=line.payee)
    total = sum(line.gross_minor for line in order.lines)
    if total != order.price_minor:
        raise Refused(LINES_DIFFER, lines_minor=total, price_minor=order.price_minor)
    makers = {party.id for party in order.parties if party.kind == "maker"}
    if order.mode == "lead" and order.lead not in makers:
        raise Refused(LEAD_MISSING)


def _sellers(order: OrderFacts) -> list[Party]:
    paid = {line.payee for line in order.lines}
    return [party for party in order.parties if party.id in paid and party.kind != "platform"]


def _lines(order: OrderFacts, party: Party) -> tuple[Due, ...]:
    return tuple(line for line in order.lines if line.payee == party.id)
