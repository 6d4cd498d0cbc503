"""Payment between the parties themselves: the platform records what both confirm."""

from __future__ import annotations

from cofab.apps.base.action import action
from cofab.apps.base.clock import now
from cofab.apps.base.events import remember
from cofab.apps.base.models import File, Organisation
from cofab.apps.base.viewer import Viewer, platform
from cofab.apps.realisation.ledger.actions import Of, lock, open_accounts, post
from cofab.apps.realisation.ledger.custody.models import DirectPayment
from cofab.apps.realisation.ledger.custody.selectors import obligations
from cofab.apps.realisation.ledger.models import Account
from cofab.apps.realisation.ledger.refusals import MORE_THAN_OWED
from cofab.core.kernel.refusal import INVALID, NOT_FOUND, Refused
from cofab.core.realisation.ledger.account import OWED, OWES
from cofab.core.realisation.ledger.entry import Entry, Posting


@action
def oblige(
    viewer: Viewer, order_key: str, payer_id: int, payee_id: int, amount_minor: int, key: str, currency: str = "CNY"
) -> None:
    """Write down that one party owes another an amount of an order; once under `key`."""
    owes, owed = open_accounts([Of(OWES, payer_id, order_key, currency), Of(OWED, payee_id, order_key, currency)])
    postings = (Posting(owes.key, -amount_minor, currency), Posting(owed.key, amount_minor, currency))
    post(viewer, Entry("obliged", key, postings, order_key))


@action
def say_paid(
    viewer: Viewer, order_key: str, payee_key: str, amount_minor: int, currency: str = "CNY", proof: str = ""
) -> DirectPayment:
    """Say that the acting organisation paid another directly what it owes it; the payee is asked to confirm.

    `proof` names a file that the caller stored; the payee may see it from then on. Refused as not found where the
    caller owes the payee nothing under this order, and where the amount is more than is owed.
    """
    viewer.require("buyer", "accountant")
    if amount_minor <= 0:
        raise Refused(INVALID, field="amount_minor", problem="> 0")
    payee = Organisation.objects.filter(key=payee_key).first()
    if payee is None:
        raise Refused(NOT_FOUND)
    with platform():
        _within(order_key, viewer.organisation_id, payee.pk, currency, amount_minor)
    if proof:
        File.own(viewer, proof).widen(payee.pk)
    row = DirectPayment.objects.create(
        order_key=order_key,
        payer_id=viewer.organisation_id,
        payee=payee,
        amount_minor=amount_minor,
        currency=currency,
        proof=proof,
        payer_confirmed_at=now(),
        audience=sorted({viewer.organisation_id or 0, payee.pk}),
    )
    facts = {"amount_minor": amount_minor, "order": order_key, "proof": proof}
    remember(viewer, "direct.say_paid", subject=row.key, after="said", facts=facts, audience=row.audience)
    return row


def _within(order_key: str, payer_id: int | None, payee_id: int, currency: str, amount_minor: int) -> None:
    """Refuse an amount above what one owes the other; as not found where nothing was ever owed between them."""
    left = obligations(order_key).get((payer_id, payee_id, currency))
    if left is None:
        raise Refused(NOT_FOUND)
    if amount_minor > left:
        raise Refused(MORE_THAN_OWED, owed_minor=left, amount_minor=amount_minor)


@action
def confirm_paid(viewer: Viewer, payment_key: str, order_key: str = "") -> DirectPayment:
    """Confirm as the payee that a direct payment came; it then settles what was owed. Again changes nothing.

    Refuses what is no longer owed: another payment may have been confirmed in the meantime. `order_key`: refuse the
    payment of another order as not found.
    """
    viewer.require("accountant", "planner")
    row = DirectPayment.get_for(viewer, payment_key, lock=True)
    if row.payee_id != viewer.organisation_id or order_key not in ("", row.order_key):
        raise Refused(NOT_FOUND)
    if row.entry_id:
        return row
    with platform():
        owes, owed = _accounts(row)
        amount = row.amount_minor
        _within(row.order_key, row.payer_id, row.payee_id, row.currency, amount)
        postings = (Posting(owed.key, -amount, row.currency), Posting(owes.key, amount, row.currency))
        facts = {"payment": row.key, "proof": row.proof}
        row.payee_confirmed_at = now()
        row.entry_id = post(viewer, Entry("paid_direct", f"direct:{row.key}", postings, row.order_key, facts)).pk
        row.save(update_fields=["payee_confirmed_at", "entry"])
    told = {"amount_minor": amount, "order": row.order_key}
    remember(viewer, "direct.confirm", subject=row.key, before="said", after="paid", facts=told, audience=row.audience)
    return row


def _accounts(row: DirectPayment) -> tuple[Account, Account]:
    """Return what the payer owes and what the payee is owed, locked; refused as not found where there is none."""
    rows = Account.objects.filter(order_key=row.order_key, currency=row.currency)
    owes = rows.filter(kind=OWES, owner_id=row.payer_id).first()
    owed = rows.filter(kind=OWED, owner_id=row.payee_id).first()
    if owes is None or owed is None:
        raise Refused(NOT_FOUND)
    lock([owes.key, owed.key])
    return owes, owed
