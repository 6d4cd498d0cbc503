"""The terms of a contract: one JSON-ready value, the same for every reader, and its hash.

Promises: equal facts give equal bytes; whatever was agreed stands in the terms and is covered by the hash.
"""

from __future__ import annotations

from typing import Any

from cofab.core.creation.agree.clauses import clauses
from cofab.core.creation.agree.facts import OrderFacts, Pair
from cofab.core.creation.agree.modes import pairs
from cofab.core.kernel.event import digest
from cofab.core.kernel.window import iso

FORMAT = "cofab.contract/1"


def contracts(order: OrderFacts) -> list[dict[str, Any]]:
    """Return the terms of every contract that the order needs, the buyer's own first."""
    return [terms(order, pair) for pair in pairs(order)]


def terms(order: OrderFacts, pair: Pair) -> dict[str, Any]:
    """Return the terms of one contract of an order: parties, subject, sums, dates, lines, clauses, rules."""
    return {
        "format": FORMAT,
        "order": order.id,
        "number": order.number,
        "version": order.version,
        "mode": order.mode,
        "kind": pair.kind,
        "parties": _parties(order, pair),
        "subject": _subject(order),
        "money": _money(order, pair),
        "dates": {"due": iso(order.due_at), "promised": iso(order.promised_at)},
        "clauses": clauses(order, pair),
        "rules": {"agree": dict(order.rules), "hashes": dict(order.rule_hashes)},
    }


def contract_hash(value: dict[str, Any]) -> str:
    """Return the hash that the parties sign: SHA-256 over the canonical JSON of the terms, in hex."""
    return digest(value)


def signers(value: dict[str, Any]) -> tuple[str, str]:
    """Return the ids of the two organisations that sign these terms: customer, supplier."""
    return value["parties"]["contract"][0], value["parties"]["contract"][1]


def _parties(order: OrderFacts, pair: Pair) -> dict[str, Any]:
    two = [pair.customer.id, pair.supplier.id]
    return {
        "customer": pair.customer.as_json(),
        "supplier": pair.supplier.as_json(),
        "contract": two,
        "invoice": two,
        "payment": two,
        "end_customer": order.buyer.id,
        "lead": order.lead,
    }


def _subject(order: OrderFacts) -> dict[str, Any]:
    return {
        "title": order.title,
        "material": order.material,
        "material_by": order.material_by,
        "quantity": order.quantity,
        "files": dict(order.files),
        "plan": order.plan,
        "settled": [{"question": s.question, "option": s.option} for s in order.settled],
    }


def _money(order: OrderFacts, pair: Pair) -> dict[str, Any]:
    return {
        "currency": order.currency,
        "way": order.way,
        "net_minor": sum(line.net_minor for line in pair.lines),
        "vat_minor": sum(line.vat_minor for line in pair.lines),
        "gross_minor": pair.gross_minor,
        "lines": [line.as_json() for line in pair.lines],
    }
