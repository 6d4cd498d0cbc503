"""Money goes into custody and out of it; what the custodian reports is written once, however often it says so."""

from __future__ import annotations

from dataclasses import replace

from django.conf import settings

from cofab.apps.base.action import action
from cofab.apps.base.clock import now
from cofab.apps.base.enqueue import enqueue
from cofab.apps.base.events import remember
from cofab.apps.base.viewer import SYSTEM, Viewer, platform
from cofab.apps.realisation.ledger.actions import Of, Resolution, Want, open_accounts, place, post, resolve
from cofab.apps.realisation.ledger.custody.models import CustodyTransfer
from cofab.apps.realisation.ledger.custody.port import custodian
from cofab.apps.realisation.ledger.models import Account, Entry
from cofab.core.kernel.refusal import INVALID, NOT_FOUND, Refused
from cofab.core.realisation.ledger.account import CUSTODY, DEPOSIT, PAYABLE
from cofab.core.realisation.ledger.entry import transfer

SEND = "apps.realisation.ledger.custody.send"


@action
def ask_deposit(
    viewer: Viewer, order_key: str, amount_minor: int, currency: str = "CNY", name: str = ""
) -> CustodyTransfer:
    """Return the deposit that the acting organisation is asked for an order; asking again returns the same one.

    Its `reference` is what the payer writes on the payment. `name`: the custodian, the site's own by default
    (COFAB_CUSTODIAN); an unknown one is refused.
    """
    viewer.require("buyer", "accountant")
    name = name or settings.COFAB_CUSTODIAN
    custodian(name)
    with platform():
        account = open_accounts([Of(DEPOSIT, viewer.organisation_id, order_key, currency)])[0]
        row, fresh = CustodyTransfer.objects.get_or_create(
            reference=f"{name}-in-{account.key}",
            defaults={
                "custodian": name,
                "direction": "in",
                "order_key": order_key,
                "organisation_id": viewer.organisation_id,
                "account": account,
                "amount_minor": amount_minor,
                "currency": currency,
                "asked_at": now(),
                "audience": account.audience,
            },
        )
        if fresh:
            facts = {"reference": row.reference, "amount_minor": amount_minor, "order": order_key}
            remember(viewer, "custody.ask_deposit", subject=row.key, after="asked", facts=facts, audience=row.audience)
    return row


def deposit_confirmed(name: str, reference: str, amount_minor: int, external: str) -> CustodyTransfer:
    """Write what a custodian received under `reference`; `external` is its own name of the movement.

    The same movement reported again changes nothing. Refuses an unknown reference and an amount not above zero.
    """
    if amount_minor <= 0 or not external:
        raise Refused(INVALID, field="amount_minor" if external else "external", problem="> 0" if external else "?")
    return _deposit_confirmed(SYSTEM, name, reference, amount_minor, external)


@action
def _deposit_confirmed(viewer: Viewer, name: str, reference: str, amount_minor: int, external: str) -> CustodyTransfer:
    row = _asked(name, reference, "in")
    bank = open_accounts([Of(CUSTODY, None, "", row.currency, name)])[0]
    entry = transfer("deposit", f"custody:{name}:{external}", bank.key, {row.account.key: amount_minor}, row.currency)
    known = Entry.objects.filter(idempotency_key=entry.key).exists()
    post(viewer, replace(entry, order=row.order_key, facts={"reference": row.reference}))
    if known:
        return row
    row.received_minor += amount_minor
    enough = row.received_minor >= row.amount_minor
    _answer(row, "confirmed" if enough else "asked", external)
    facts = {"reference": reference, "amount_minor": amount_minor, "order": row.order_key}
    remember(viewer, "custody.deposit", subject=row.key, after=row.state, facts=facts, audience=row.audience)
    return row


def _asked(name: str, reference: str, direction: str) -> CustodyTransfer:
    rows = CustodyTransfer.objects.select_for_update(of=("self",)).select_related("account")
    row = rows.filter(custodian=name, reference=reference, direction=direction).first()
    if row is None:
        raise Refused(NOT_FOUND)
    return row


def _answer(row: CustodyTransfer, state: str, external: str) -> None:
    row.state, row.external, row.answered_at = state, external, now()
    row.save(update_fields=["state", "external", "answered_at", "received_minor"])


@action
def pay_out(viewer: Viewer, account_key: str) -> CustodyTransfer | None:
    """Ask the custodian to pay out all that is free on a payable account; None when nothing is.

    It is the custodian that took the order's deposit. The amount is held until the custodian answers.
    """
    with platform():
        account = Account.objects.select_for_update(of=("self",), no_key=True).get(key=account_key, kind=PAYABLE)
        amount = account.available_minor
        if amount <= 0:
            return None
        name = _keeper(account.order_key)
        count = CustodyTransfer.objects.filter(account=account, direction="out").count()
        reference = f"{name}-out-{account.key}-{count + 1}"
        hold = place(viewer, [Want(account.key, amount, "pay_out", reference, account.order_key)])[0]
        row = CustodyTransfer.objects.create(
            custodian=name,
            direction="out",
            reference=reference,
            order_key=account.order_key,
            organisation_id=account.owner_id,
            account=account,
            hold=hold,
            amount_minor=amount,
            currency=account.currency,
            asked_at=now(),
            audience=account.audience,
        )
        facts = {"reference": reference, "amount_minor": amount, "order": account.order_key}
        remember(viewer, "custody.pay_out", subject=row.key, after="asked", facts=facts, audience=row.audience)
        enqueue(SEND, reference=reference)
    return row


def _keeper(order_key: str) -> str:
    rows = CustodyTransfer.objects.filter(order_key=order_key, direction="in").order_by("-received_minor", "id")
    return rows.values_list("custodian", flat=True).first() or settings.COFAB_CUSTODIAN


def send(reference: str) -> None:
    """Hand a pay-out that was asked for to its custodian; outside any transaction of ours."""
    with platform():
        row = CustodyTransfer.objects.select_related("organisation").get(reference=reference, direction="out")
    if row.state == "asked":
        custodian(row.custodian).pay_out(row.reference, row.amount_minor, row.currency, row.organisation.key)


def payout_answered(name: str, reference: str, external: str, *, paid: bool) -> CustodyTransfer:
    """Write a custodian's answer to a pay-out: money left custody, or it failed and is free again; once."""
    return _payout_answered(SYSTEM, name, reference, external, paid=paid)


@action
def _payout_answered(viewer: Viewer, name: str, reference: str, external: str, *, paid: bool) -> CustodyTransfer:
    row = _asked(name, reference, "out")
    if row.state != "asked":
        return row
    bank = open_accounts([Of(CUSTODY, None, "", row.currency, name)])[0]
    targets = ((bank.key, row.amount_minor),) if paid else ()
    facts = {"reference": reference}
    resolve(viewer, [Resolution(row.hold.key, "post" if paid else "void", "pay_out", targets, facts)])
    _answer(row, "confirmed" if paid else "failed", external)
    told = {"reference": reference, "amount_minor": row.amount_minor, "order": row.order_key}
    remember(
        viewer, "custody.paid", subject=row.key, before="asked", after=row.state, facts=told, audience=row.audience
    )
    return row
