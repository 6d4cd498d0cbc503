"""The evidence bundle of an order, for one who takes part in it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from cofab.apps.base.events import history
from cofab.apps.base.viewer import Viewer
from cofab.apps.realisation.ledger.custody.models import CustodyTransfer
from cofab.apps.realisation.ledger.selectors import entries_as_evidence
from cofab.apps.realisation.settle.models import Cut, Milestone
from cofab.apps.stewardship.provenance import actions as provenance


def bundle(
    viewer: Viewer,
    order: Mapping[str, Any],
    contracts: Sequence[Mapping[str, Any]],
    subjects: Sequence[str] = (),
) -> bytes:
    """Return the bytes of an order's evidence bundle: what the viewer may see of its history, contracts and money.

    `order`: JSON-ready, its public name under "id"; `contracts`: {"terms", "hash", "signatures": [{"organisation",
    "public_key", "signature", "at"}]} as the viewer may see them; `subjects`: public names of what else belongs to
    the order (requests, work orders, shipments, ...). Refused where the viewer may see nothing of the order.
    """
    key = order["id"]
    own = [
        name
        for model in (Milestone, Cut, CustodyTransfer)
        for name in model.visible_to(viewer).filter(order_key=key).values_list("key", flat=True)
    ]
    events = list(history(viewer, key, *subjects, *own))
    return provenance.bundle(viewer, order, events, contracts, entries_as_evidence(viewer, key))
