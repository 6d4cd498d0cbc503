"""Candidates put in order under the rules in force, from what is known of them now; and reckoned again from storage."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from math import hypot
from typing import TYPE_CHECKING, Any

from cofab.apps.base.models import Organisation
from cofab.apps.creation.match.engine import AHEAD
from cofab.apps.proposition.publish.records import told_at
from cofab.apps.proposition.publish.selectors import region_map
from cofab.apps.stewardship.governance.selectors import by_hash
from cofab.core.creation.match.earliest import earliest_finish
from cofab.core.creation.match.ranking import Entry, Placed, rank
from cofab.core.creation.plan.cost import batch_of, block_net, block_seconds
from cofab.core.kernel.refusal import NOT_FOUND, Refused
from cofab.core.kernel.rules import RuleSet
from cofab.core.proposition.demand.routing import Operation
from cofab.core.proposition.publish.offer import Offer
from cofab.core.proposition.publish.place import Map

if TYPE_CHECKING:
    from cofab.apps.creation.match.models import RankedList

BOW, KM_A_DEGREE, FAR_KM = 1.3, 111.2, 3_000


def entries_of(
    offers: Sequence[Offer], op: Operation, quantity: int, town: str, at: datetime, plan_rules: RuleSet
) -> list[Entry]:
    """Return the offers that fit an operation as ranking weighs them, for goods that go to `town`."""
    places, batch = region_map(), batch_of(quantity, plan_rules)
    machines = Counter(offer.firm for offer in offers)
    ages = _ages({offer.firm for offer in offers if offer.answered_by_phone}, at)
    found = []
    for offer in offers:
        seconds = block_seconds(offer, [op], batch, plan_rules)
        finish = earliest_finish(offer, at, seconds) or at + AHEAD
        found.append(
            Entry(
                machine=offer.id,
                firm=offer.firm,
                price_minor=block_net(offer, [op], batch, plan_rules),
                wait_s=int((finish - at).total_seconds()),
                credit_ppm=offer.credit_ppm,
                km=road_km(places, offer.town, town),
                minimum_pieces=offer.minimum_pieces,
                lead_s=offer.lead_s,
                carbon_g=offer.carbon_g_per_h * seconds // 3600,
                calendar_age_s=ages.get(offer.firm, 0),
                machines=machines[offer.firm],
                new_member=offer.new_member,
                operator_owned=offer.operator_owned,
            )
        )
    return found


def road_km(places: Map, origin: str, town: str) -> int:
    """Return the road kilometres between two towns; where the map has none, the line and a third more."""
    if origin == town:
        return 0
    known = places.road_km.get((origin, town)) or places.road_km.get((town, origin))
    if known is not None:
        return known
    one, other = places.towns.get(origin), places.towns.get(town)
    if one is None or other is None:
        return FAR_KM
    north, east = one.latitude_udeg - other.latitude_udeg, one.longitude_udeg - other.longitude_udeg
    return int(BOW * hypot(north, 0.87 * east) / 1e6 * KM_A_DEGREE)


def _ages(firms: set[str], at: datetime) -> dict[str, int]:
    """Return how many seconds ago firms told of their calendars, by public key; never told counts as a month."""
    rows = dict(Organisation.objects.filter(key__in=firms).values_list("pk", "key"))
    told = told_at(rows.keys())
    month = int(AHEAD.total_seconds())
    return {key: max(0, int((at - told[pk]).total_seconds())) if pk in told else month for pk, key in rows.items()}


def recomputed(row: RankedList) -> tuple[Placed, ...]:
    """Reckon a published list again from its stored inputs, the rules of its hash and its seed."""
    rules = next(iter(by_hash([row.rules])), None)
    if rules is None:
        raise Refused(NOT_FOUND)
    return rank([Entry(**entry) for entry in row.inputs], row.quantity, rules, row.seed)


def holds(row: RankedList) -> bool:
    """Tell whether a published list is, place by place and point by point, what its inputs give."""
    again: list[dict[str, Any]] = [one.as_json() for one in recomputed(row)]
    return again == row.placed
