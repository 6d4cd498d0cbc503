"""What a proposed change would do to price and date: computed on a copy, before and after, by the same rules."""

from __future__ import annotations

from collections.abc import Mapping
from copy import copy
from typing import Any

from cofab.apps.proposition.demand import lead, understanding
from cofab.apps.proposition.demand.mappers import edits_of
from cofab.apps.proposition.demand.models import Demand
from cofab.core.proposition.demand.edits import from_json

FIELDS = ("material", "tolerance_um", "finishes", "quantity", "callouts")


def changed(demand: Demand, change: Mapping[str, Any]) -> Demand:
    """Return a copy of a demand with a change in it, understood and priced; nothing is stored.

    Refuses what the demand itself would refuse: an unknown material, an edit that cannot stand.
    """
    after = copy(demand)
    for name in FIELDS:
        if name in change:
            setattr(after, name, change[name])
    edits = edits_of(demand)
    understanding.understand(after, [*edits, from_json(change["edit"])] if "edit" in change else edits)
    return after


def effect_of(demand: Demand, change: Mapping[str, Any]) -> dict[str, int]:
    """Return the batch's price difference without VAT in fen, and its working days before and after."""
    after = changed(demand, change)
    return {
        "delta_minor": _middle(after) - _middle(demand),
        "days_before": lead.days_of(demand),
        "days_after": lead.days_of(after),
    }


def _middle(demand: Demand) -> int:
    return (int(demand.price["net_low_minor"]) + int(demand.price["net_high_minor"])) // 2
