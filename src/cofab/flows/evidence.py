"""The evidence of an order, gathered over all stages: what a reader may see, to be checked without us."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cofab.apps.base.viewer import Viewer
from cofab.apps.creation.agree import selectors as agreed
from cofab.apps.creation.deliver.selectors import acceptance, shipments
from cofab.apps.creation.inspect.selectors import inspections
from cofab.apps.creation.produce.selectors import work_orders
from cofab.apps.creation.replan.selectors import proposals_for
from cofab.apps.proposition.publish.selectors import order_claims
from cofab.apps.realisation.settle import actions as settle
from cofab.core.kernel.window import iso

if TYPE_CHECKING:
    from cofab.apps.creation.agree.models import Contract, Order


def bundle(viewer: Viewer, order_key: str) -> bytes:
    """Return the bytes of an order's evidence bundle, as the viewer may see it; refuses an order not theirs."""
    order = agreed.order_for(viewer, order_key)
    contracts = [_contract(viewer, row) for row in agreed.contracts_of(viewer, order)]
    return settle.bundle(viewer, _order(order), contracts, _subjects(viewer, order))


def _order(order: Order) -> dict[str, Any]:
    return {
        "id": order.key,
        "number": order.number,
        "title": order.title,
        "quantity": order.quantity,
        "mode": order.mode,
        "state": order.state,
        "due": iso(order.due_at),
        "promised": iso(order.promised_at),
    }


def _contract(viewer: Viewer, row: Contract) -> dict[str, Any]:
    signatures = [
        {
            "organisation": one.organisation.key,
            "public_key": one.public_key,
            "signature": one.signature,
            "at": iso(one.signed_at),
        }
        for one in agreed.signatures_of(viewer, row)
    ]
    return {"terms": row.terms, "hash": row.hash, "signatures": signatures}


def _subjects(viewer: Viewer, order: Order) -> list[str]:
    """Return the public names of everything that belongs to an order and that the viewer may see."""
    parts = (work_orders, shipments, inspections, proposals_for, order_claims)
    names = [row.key for rows in parts for row in rows(viewer, order.key)]
    answer = acceptance(viewer, order.key)
    return [*agreed.names_of(viewer, order), *names, *([answer.key] if answer else [])]
