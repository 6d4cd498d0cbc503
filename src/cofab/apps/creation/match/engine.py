"""Where matching meets the world as it is now."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from cofab.apps.base.viewer import platform
from cofab.apps.proposition.demand.selectors import routing_for
from cofab.apps.proposition.publish.selectors import offers_between
from cofab.apps.stewardship.governance.selectors import current
from cofab.core.creation.match.candidates import candidates
from cofab.core.creation.match.model import Matches
from cofab.core.creation.plan.problem import with_inspection
from cofab.core.proposition.demand.routing import Operation
from cofab.core.proposition.publish.offer import Offer

if TYPE_CHECKING:
    from cofab.apps.proposition.demand.models import Demand

AHEAD = timedelta(days=30)


def matches_for(demand: Demand, start: datetime) -> tuple[Matches, tuple[Operation, ...], list[Offer]]:
    """Return which offers fit each operation and why the others do not, with the operations and offers."""
    with platform():
        rules = current("plan")
        offers = offers_between(start.astimezone(UTC), start.astimezone(UTC) + AHEAD)
    operations = with_inspection(routing_for(demand).operations, rules)
    return candidates(offers, operations, demand.quantity, rules["licences"]), operations, offers
