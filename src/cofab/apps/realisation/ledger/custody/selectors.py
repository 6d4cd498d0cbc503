"""What is under way with custodians and between the parties, for those whom it concerns."""

from __future__ import annotations

from django.db.models import QuerySet

from cofab.apps.base.viewer import Viewer
from cofab.apps.realisation.ledger.custody.models import CustodyTransfer, DirectPayment


def transfers(viewer: Viewer, order_key: str = "") -> QuerySet[CustodyTransfer]:
    """Return transfers into and out of custody that the viewer may see, newest first."""
    rows = CustodyTransfer.visible_to(viewer).select_related("organisation").order_by("-id")
    return rows.filter(order_key=order_key) if order_key else rows


def direct_payments(viewer: Viewer, order_key: str = "") -> QuerySet[DirectPayment]:
    """Return direct payments that the viewer made or is to confirm, newest first."""
    rows = DirectPayment.visible_to(viewer).select_related("payer", "payee").order_by("-id")
    return rows.filter(order_key=order_key) if order_key else rows
