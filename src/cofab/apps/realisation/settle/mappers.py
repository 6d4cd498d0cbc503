"""The money of an order between rows and the core."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from cofab.apps.realisation.settle.models import Cut, Milestone, OrderMoney
from cofab.core.creation.agree.facts import Due, OrderFacts
from cofab.core.realisation.settle.endings import Line
from cofab.core.realisation.settle.milestones import Milestone as CoreMilestone


def dues_of(money: OrderMoney) -> tuple[Due, ...]:
    """Return the lines of an order's money."""
    return tuple(Due(row["kind"], row["payee"], row["net_minor"], row["vat_minor"], row["facts"]) for row in money.dues)


def milestones_of(rows: Iterable[Milestone]) -> tuple[CoreMilestone, ...]:
    """Return milestone rows as values, their payees as public names ("" for a pool or the reserve)."""
    return tuple(
        CoreMilestone(row.payee.key if row.payee else "", row.kind, row.trigger, row.amount_minor) for row in rows
    )


def lines_of(cuts: Iterable[Cut]) -> list[Line]:
    """Return cuts as lines of a statement."""
    return [Line(row.kind, row.amount_minor, row.facts) for row in cuts]


def line_json(line: Line) -> dict[str, Any]:
    """Return a line as JSON."""
    return {"kind": line.kind, "amount_minor": line.amount_minor, "facts": dict(line.facts)}


def money_facts(facts: OrderFacts) -> dict[str, Any]:
    """Return what of a contract's facts the money of an order keeps."""
    return {
        "way": facts.way,
        "currency": facts.currency,
        "price_minor": facts.price_minor,
        "quantity": facts.quantity,
        "title": facts.title,
        "number": facts.number,
        "dues": [due.as_json() for due in facts.lines],
        "parties": {party.id: party.kind for party in facts.parties},
    }
