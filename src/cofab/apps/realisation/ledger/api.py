"""The API of the ledger: one's own entries and accounts, custody, payment between the parties."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest
from ninja import Router
from ninja.responses import Status

from cofab.apps.realisation.ledger import schemas as s
from cofab.apps.realisation.ledger import selectors
from cofab.apps.realisation.ledger.custody import actions as custody
from cofab.apps.realisation.ledger.custody import direct
from cofab.apps.realisation.ledger.custody import selectors as custody_selectors
from cofab.apps.realisation.ledger.invariants import check
from cofab.core.kernel.refusal import FORBIDDEN, Refused

ledger = Router(tags=["ledger"])
keeping = Router(tags=["ledger"])
payments = Router(tags=["ledger"])


@ledger.get("/entries", response=s.EntriesOut, summary="Entries that concern me")
def entries(request: HttpRequest, order: str = "", limit: int = 50, cursor: str = "") -> s.EntriesOut:
    """Return the journal as far as the caller may see it, newest first; `cursor` is the `next` of the page before."""
    limit = max(1, min(limit, 200))
    rows = selectors.entries(request.viewer, order, limit + 1, cursor)
    more = rows[limit - 1].key if len(rows) > limit else None
    return s.EntriesOut(items=[s.EntryOut.of(row) for row in rows[:limit]], next=more)


@ledger.get("/accounts", response=s.AccountsOut, summary="My accounts")
def accounts(request: HttpRequest, order: str = "") -> s.AccountsOut:
    """Return the accounts that the caller may see with what they have and hold."""
    rows = selectors.accounts(request.viewer, order)[:500]
    return s.AccountsOut(items=[s.AccountOut.of(row) for row in rows])


@ledger.get("/check", response=s.LedgerCheckOut, summary="Does the ledger hold")
def holds(request: HttpRequest) -> s.LedgerCheckOut:
    """Check every invariant of the ledger; for the operator."""
    request.viewer.require("operator")
    if request.viewer.kind != "operator":
        raise Refused(FORBIDDEN, needs="operator")
    return s.LedgerCheckOut.of(check())


@keeping.post("/test/deposits", response=s.TransferOut, summary="What the test custodian received")
def deposit(request: HttpRequest, body: s.DepositIn) -> s.TransferOut:
    """Take the callback of the built-in test custodian; the same event again changes nothing. Demonstrations only."""
    if not settings.COFAB_DEMO:
        raise Refused(FORBIDDEN, needs="COFAB_DEMO")
    row = custody.deposit_confirmed("test", body.reference, body.amount_minor, body.event_id)
    return s.TransferOut.of(row)


@keeping.get("/transfers", response=s.TransfersOut, summary="Money into and out of custody")
def transfers(request: HttpRequest, order: str = "") -> s.TransfersOut:
    """Return the caller's transfers into and out of custody, newest first."""
    rows = custody_selectors.transfers(request.viewer, order)[:200]
    return s.TransfersOut(items=[s.TransferOut.of(row) for row in rows])


@payments.get("", response=s.DirectsOut, summary="Payments between the parties")
def listed(request: HttpRequest, order: str = "") -> s.DirectsOut:
    """Return direct payments that the caller made or was said to have received, newest first."""
    rows = custody_selectors.direct_payments(request.viewer, order)[:200]
    return s.DirectsOut(items=[s.DirectOut.of(row) for row in rows])


@payments.post("", response={201: s.DirectOut}, summary="Say that I paid directly")
def say(request: HttpRequest, body: s.DirectIn) -> Status:
    """Say that the caller's organisation paid another directly; the payee is asked to confirm."""
    row = direct.say_paid(request.viewer, body.order, body.payee, body.amount_minor, body.currency, body.proof)
    return Status(201, s.DirectOut.of(row))


@payments.post("/{key}/confirm", response=s.DirectOut, summary="Confirm that the payment came")
def confirm(request: HttpRequest, key: str) -> s.DirectOut:
    """Confirm a direct payment as its payee; it then settles what was owed."""
    return s.DirectOut.of(direct.confirm_paid(request.viewer, key))
