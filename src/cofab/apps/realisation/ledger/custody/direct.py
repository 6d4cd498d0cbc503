"""Payment between the parties themselves: the platform records what both confirm."""

from __future__ import annotations

from cofab.apps.base.action import action
from cofab.apps.base.clock import now
from cofab.apps.base.events import remember
from cofab.apps.base.models import Organisation
from cofab.apps.base.viewer import Viewer, platform
from cofab.apps.realisation.ledger.actions import Of, open_accounts, post
from cofab.apps.realisation.ledger.custody.models import DirectPayment
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
    """Say that the acting organisation paid another directly, with a file as proof; the payee is asked to confirm."""
    viewer.require("buyer", "accountant")
    if amount_minor <= 0:
        raise Refused(INVALID, field="amount_minor", problem="> 0")
    payee = Organisation.objects.filter(key=payee_key).first()
    if payee is None:
        raise Refused(NOT_FOUND)
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


@action
def confirm_paid(viewer: Viewer, payment_key: str) -> DirectPayment:
    """Confirm as the payee that a direct payment came; it then settles what was owed. Again changes nothing."""
    viewer.require("accountant", "planner")
    row = DirectPayment.get_for(viewer, payment_key, lock=True)
    if row.payee_id != viewer.organisation_id:
        raise Refused(NOT_FOUND)
    if row.entry_id:
        return row
    with platform():
        wanted = [
            Of(OWES, row.payer_id, row.order_key, row.currency),
            Of(OWED, row.payee_id, row.order_key, row.currency),
        ]
        owes, owed = open_accounts(wanted)
        amount = row.amount_minor
        postings = (Posting(owed.key, -amount, row.currency), Posting(owes.key, amount, row.currency))
        facts = {"payment": row.key, "proof": row.proof}
        row.payee_confirmed_at = now()
        row.entry = post(viewer, Entry("paid_direct", f"direct:{row.key}", postings, row.order_key, facts))
        row.save(update_fields=["payee_confirmed_at", "entry"])
    told = {"amount_minor": amount, "order": row.order_key}
    remember(viewer, "direct.confirm", subject=row.key, before="said", after="paid", facts=told, audience=row.audience)
    return row
