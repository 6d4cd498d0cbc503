"""What the API of the ledger reads and writes; amounts in minor units."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from ninja import Field, Schema

from cofab.apps.realisation.ledger.custody.models import CustodyTransfer, DirectPayment
from cofab.apps.realisation.ledger.invariants import Report
from cofab.apps.realisation.ledger.models import Account, Entry


class PostingOut(Schema):
    """One posting: into or out of whose account of which kind."""

    account: str
    kind: str
    owner: str
    amount_minor: int
    currency: str


class EntryOut(Schema):
    """One entry of the journal with all its postings."""

    key: str
    kind: str
    order: str
    at: datetime
    hash: str
    facts: dict[str, Any]
    postings: list[PostingOut]

    @staticmethod
    def of(row: Entry) -> EntryOut:
        """Return an entry as the API shows it."""
        postings = [
            PostingOut(
                account=posting.account.key,
                kind=posting.account.kind,
                owner=posting.account.owner.key if posting.account.owner else "",
                amount_minor=posting.amount_minor,
                currency=posting.account.currency,
            )
            for posting in row.postings.all()
        ]
        facts = {name: value for name, value in row.facts.items() if name != "accounts"}
        return EntryOut(
            key=row.key, kind=row.kind, order=row.order_key, at=row.at, hash=row.hash, facts=facts, postings=postings
        )


class EntriesOut(Schema):
    """Entries, newest first."""

    items: list[EntryOut]
    next: str | None = None


class AccountOut(Schema):
    """What an account has (posted) and what of it is held."""

    key: str
    kind: str
    order: str
    currency: str
    posted_minor: int
    held_minor: int

    @staticmethod
    def of(row: Account) -> AccountOut:
        """Return an account as the API shows it."""
        return AccountOut(
            key=row.key,
            kind=row.kind,
            order=row.order_key,
            currency=row.currency,
            posted_minor=row.posted_minor,
            held_minor=row.held_minor,
        )


class AccountsOut(Schema):
    """Accounts."""

    items: list[AccountOut]
    next: str | None = None


class CheckOut(Schema):
    """One invariant of the ledger: "holds" or "violated", and the first few that break it."""

    name: str
    result: str
    broken: list[str]


class LedgerCheckOut(Schema):
    """Every invariant over the whole ledger."""

    entries: int
    orders: int
    checks: list[CheckOut]

    @staticmethod
    def of(report: Report) -> LedgerCheckOut:
        """Return a report as the API shows it."""
        checks = [CheckOut(name=c.name, result=c.result, broken=list(c.broken)) for c in report.checks]
        return LedgerCheckOut(entries=report.entries, orders=report.orders, checks=checks)


class DepositIn(Schema):
    """What the test custodian reports: the reference on the payment, the amount, its own name of the movement."""

    reference: str
    amount_minor: int = Field(gt=0)
    event_id: str = Field(min_length=1, max_length=100)


class TransferOut(Schema):
    """Money on its way into custody or out of it."""

    key: str
    direction: str
    reference: str
    order: str
    amount_minor: int
    received_minor: int
    currency: str
    state: str

    @staticmethod
    def of(row: CustodyTransfer) -> TransferOut:
        """Return a transfer as the API shows it."""
        return TransferOut(
            key=row.key,
            direction=row.direction,
            reference=row.reference,
            order=row.order_key,
            amount_minor=row.amount_minor,
            received_minor=row.received_minor,
            currency=row.currency,
            state=row.state,
        )


class TransfersOut(Schema):
    """Transfers of custody."""

    items: list[TransferOut]
    next: str | None = None


class DirectIn(Schema):
    """A payment made directly: for which order, to whom, how much, shown by which file."""

    order: str
    payee: str
    amount_minor: int = Field(gt=0)
    currency: str = Field("CNY", pattern="^[A-Z]{3}$")
    proof: str = ""


class DirectOut(Schema):
    """A direct payment and who has confirmed it."""

    key: str
    order: str
    payer: str
    payee: str
    amount_minor: int
    currency: str
    proof: str
    payer_confirmed_at: datetime | None
    payee_confirmed_at: datetime | None

    @staticmethod
    def of(row: DirectPayment) -> DirectOut:
        """Return a direct payment as the API shows it."""
        return DirectOut(
            key=row.key,
            order=row.order_key,
            payer=row.payer.key,
            payee=row.payee.key,
            amount_minor=row.amount_minor,
            currency=row.currency,
            proof=row.proof,
            payer_confirmed_at=row.payer_confirmed_at,
            payee_confirmed_at=row.payee_confirmed_at,
        )


class DirectsOut(Schema):
    """Direct payments."""

    items: list[DirectOut]
    next: str | None = None
