"""The evidence bundle of an order, for one who takes part in it."""

from __future__ import annotations

from typing import Any

from django.db.models import Q

from cofab.apps.base.models import Event
from cofab.apps.base.viewer import Viewer
from cofab.apps.creation.agree.selectors import contracts_of, order_for, requests_of, signatures_of
from cofab.apps.realisation.ledger.selectors import entries_as_evidence
from cofab.apps.stewardship.provenance import actions as provenance
from cofab.core.kernel.window import iso


def bundle(viewer: Viewer, order_key: str) -> bytes:
    """Return the bytes of an order's evidence bundle: what the viewer may see of its history, contracts and money.

    Run while `viewer` acts. Refused as not found for an order the viewer has no part in.
    """
    order = order_for(viewer, order_key)
    rows = contracts_of(viewer, order)
    subjects = [order_key, *(row.key for row in rows), *(row.key for row in requests_of(viewer, order))]
    of_order = Q(subject__in=subjects) | Q(facts__order=order_key)
    events = list(Event.visible_to(viewer).filter(of_order).order_by("id"))
    about = {"id": order_key, "number": order.number, "title": order.title, "quantity": order.quantity}
    contracts = [_contract(viewer, row) for row in rows]
    return provenance.bundle(viewer, about, events, contracts, entries_as_evidence(viewer, order_key))


def _contract(viewer: Viewer, row: Any) -> dict[str, Any]:
    signatures = [
        {
            "organisation": signature.organisation.key,
            "public_key": signature.public_key,
            "signature": signature.signature,
            "at": iso(signature.signed_at),
        }
        for signature in signatures_of(viewer, row)
    ]
    return {"id": row.key, "terms": row.terms, "hash": row.hash, "signatures": signatures}
