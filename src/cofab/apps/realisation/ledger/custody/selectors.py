"""What is under way with custodians and between the parties, for those whom it concerns."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import QuerySet

from cofab.apps.base.models import Organisation
from cofab.apps.base.viewer import Viewer, platform
from cofab.apps.realisation.ledger.custody.models import CustodyTransfer, DirectPayment
from cofab.apps.realisation.ledger.models import Posting
from cofab.core.realisation.ledger.account import OWED, OWES


def transfers(viewer: Viewer, order_key: str = "") -> QuerySet[CustodyTransfer]:
    """Return transfers into and out of custody that the viewer may see, newest first."""
    rows = CustodyTransfer.visible_to(viewer).select_related("organisation").order_by("-id")
    return rows.filter(order_key=order_key) if order_key else rows


def direct_payments(viewer: Viewer, order_key: str = "") -> QuerySet[DirectPayment]:
    """Return direct payments that the viewer made or is to confirm, newest first."""
    rows = DirectPayment.visible_to(viewer).select_related("payer", "payee").order_by("-id")
    return rows.filter(order_key=order_key) if order_key else rows


@dataclass(frozen=True)
class Debt:
    """What one of the viewer's firm and another still owes the other directly, in minor units.

    `left_minor` is what the payer has not yet said it paid.
    """

    payer: Organisation
    payee: Organisation
    currency: str
    owed_minor: int
    left_minor: int


def debts(viewer: Viewer, order_key: str) -> list[Debt]:
    """Return what is still owed directly under an order by or to the acting organisation."""
    with platform():
        owed = {between: left for between, left in obligations(order_key).items() if left > 0}
        own = {key: left for key, left in owed.items() if viewer.organisation_id in key[:2]}
        said = DirectPayment.objects.filter(order_key=order_key, entry=None)
        waiting: dict[tuple[int | None, int, str], int] = {}
        for row in said:
            between = row.payer_id, row.payee_id, row.currency
            waiting[between] = waiting.get(between, 0) + row.amount_minor
        firms = Organisation.objects.in_bulk({pk for key in own for pk in key[:2] if pk})
    return [
        Debt(firms[payer], firms[payee], currency, left, max(0, left - waiting.get((payer, payee, currency), 0)))
        for (payer, payee, currency), left in own.items()
        if payer
    ]


def obligations(order_key: str) -> dict[tuple[int | None, int, str], int]:
    """Return who owes whom how much directly under an order: {(payer's pk, payee's pk, currency): minor units}.

    What is settled stands as 0. Reads the journal: each entry of this kind has one who owes and one who is owed.
    Call it as the platform.
    """
    rows = Posting.objects.filter(entry__order_key=order_key, account__kind__in=(OWES, OWED)).order_by("id")
    found = list(
        rows.values_list("entry_id", "account__kind", "account__owner_id", "account__currency", "amount_minor")
    )
    payers = {entry: owner for entry, kind, owner, _currency, _amount in found if kind == OWES}
    sums: dict[tuple[int | None, int, str], int] = {}
    for entry, kind, owner, currency, amount in found:
        if kind == OWED:
            between = payers[entry], owner, currency
            sums[between] = sums.get(between, 0) + amount
    return sums
