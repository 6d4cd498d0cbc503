"""The evidence bundle of an order, for one who takes part in it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import Q

from cofab.apps.base.models import Event
from cofab.apps.base.viewer import Viewer
from cofab.apps.realisation.ledger.selectors import entries_as_evidence
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
    the order; events that name the order among their facts are found anyway. Run while `viewer` acts. Refused
    where the viewer may see nothing of the order.
    """
    key = order["id"]
    of_order = Q(subject__in=[key, *subjects]) | Q(facts__order=key)
    events = list(Event.visible_to(viewer).filter(of_order).order_by("id"))
    return provenance.bundle(viewer, order, events, contracts, entries_as_evidence(viewer, key))
