"""What the API of settlement writes; amounts in minor units."""

from __future__ import annotations

from typing import Any

from ninja import Schema

from cofab.apps.realisation.settle.selectors import Money
from cofab.core.realisation.settle.statement import Statement


class LineOut(Schema):
    """One line of a statement: what for, how much, and the figures it comes from."""

    kind: str
    amount_minor: int
    facts: dict[str, Any]


class StatementOut(Schema):
    """A payee's statement of an order; the lines sum to the total."""

    payee: str
    lines: list[LineOut]
    total_minor: int

    @staticmethod
    def of(made: Statement) -> StatementOut:
        """Return a statement as the API shows it."""
        lines = [LineOut(kind=ln.kind, amount_minor=ln.amount_minor, facts=dict(ln.facts)) for ln in made.lines]
        return StatementOut(payee=made.payee, lines=lines, total_minor=made.total_minor)


class MilestoneOut(Schema):
    """A milestone: whose money (empty: a pool or the reserve), what triggers it, what became of it."""

    key: str
    payee: str
    kind: str
    trigger: str
    amount_minor: int
    state: str
    paid_minor: int
    returned_minor: int
    order: str


class MilestonesOut(Schema):
    """Milestones."""

    items: list[MilestoneOut]
    next: str | None = None


class PayeeOut(Schema):
    """Who gets what of an order: with VAT, what is set aside for the pools, paid and waiting."""

    organisation: str
    kind: str
    agreed_minor: int
    set_aside_minor: int
    paid_minor: int
    waiting_minor: int
    total_minor: int
    shares: dict[str, int]
    lines: list[LineOut]


class WholeOut(Schema):
    """Secured = released + refunded + held."""

    funded_minor: int
    released_minor: int
    refunded_minor: int
    held_minor: int


class MoneyOut(Schema):
    """The money of an order as the caller may see it."""

    order: str
    way: str
    currency: str
    price_minor: int | None
    secured: bool
    received_minor: int
    waiting_minor: int
    pools_most_minor: int
    whole: WholeOut | None
    milestones: list[MilestoneOut]
    payees: list[PayeeOut]

    @staticmethod
    def of(money: Money) -> MoneyOut:
        """Return an order's money as the API shows it; the whole price only for those who see every line."""
        whole = money.whole
        return MoneyOut(
            order=money.row.order_key,
            way=money.row.way,
            currency=money.row.currency,
            price_minor=money.row.price_minor if whole else None,
            secured=money.row.secured_at is not None,
            received_minor=money.received_minor,
            waiting_minor=money.waiting_minor,
            pools_most_minor=money.pools_most_minor,
            whole=WholeOut(**{name: getattr(whole, name) for name in WholeOut.model_fields}) if whole else None,
            milestones=[milestone_out(row) for row in money.milestones],
            payees=[_payee(payee) for payee in money.payees],
        )


def milestone_out(row: Any) -> MilestoneOut:
    """Return a milestone as the API shows it."""
    return MilestoneOut(
        key=row.key,
        payee=row.payee.key if row.payee else "",
        kind=row.kind,
        trigger=row.trigger,
        amount_minor=row.amount_minor,
        state=row.state,
        paid_minor=row.paid_minor,
        returned_minor=row.returned_minor,
        order=row.order_key,
    )


def _payee(payee: Any) -> PayeeOut:
    return PayeeOut(
        organisation=payee.organisation.key if payee.organisation else "",
        kind=payee.kind,
        agreed_minor=payee.agreed_minor,
        set_aside_minor=payee.set_aside_minor,
        paid_minor=payee.paid_minor,
        waiting_minor=payee.waiting_minor,
        total_minor=payee.total_minor,
        shares=payee.shares,
        lines=[LineOut(kind=ln.kind, amount_minor=ln.amount_minor, facts=dict(ln.facts)) for ln in payee.lines],
    )
