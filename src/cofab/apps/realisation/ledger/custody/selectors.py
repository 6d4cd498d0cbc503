"""What is under way with custodians and between the parties, for those whom it concerns."""

from __future__ import annotations

from django.db.models import QuerySet

from cofab.apps.base.viewer import Viewer
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
