"""Where a product stands."""

from __future__ import annotations

from cofab.apps.proposition.demand.gating.models import GateRun
from cofab.core.proposition.demand.gates import Standing, event_of, standing


def standing_of(run: GateRun) -> Standing:
    """Return where a product stands after everything that happened."""
    return standing([event_of(row.event) for row in run.events.order_by("number")])
