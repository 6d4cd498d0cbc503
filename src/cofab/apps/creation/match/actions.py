"""A list of candidates is published: ranked, stored with its inputs, remembered."""

from __future__ import annotations

from datetime import UTC, timedelta

from cofab.apps.base.action import action
from cofab.apps.base.clock import now
from cofab.apps.base.events import remember
from cofab.apps.base.viewer import Viewer, platform
from cofab.apps.creation.match.engine import matches_for
from cofab.apps.creation.match.models import RankedList
from cofab.apps.creation.match.ranking import entries_of
from cofab.apps.proposition.demand.selectors import demand_for
from cofab.apps.stewardship.governance.selectors import current
from cofab.core.creation.match.ranking import rank
from cofab.core.kernel.event import digest
from cofab.core.kernel.refusal import NOT_FOUND, Refused


@action
def publish_list(viewer: Viewer, demand_key: str, op_id: str) -> RankedList:
    """Rank who fits an operation of a demand now and keep the list; refuses kernel.not_found."""
    demand = demand_for(viewer, demand_key)
    at = now().astimezone(UTC).replace(microsecond=0)
    found, operations, offers = matches_for(demand, at)
    op = next((one for one in operations if one.id == op_id), None)
    if op is None:
        raise Refused(NOT_FOUND)
    fits = set(found.matched[op.id])
    rules = current("match")
    chosen = [offer for offer in offers if offer.id in fits]
    entries = entries_of(chosen, op, demand.quantity, demand.town, at, current("plan"))
    seed = f"{demand.key}/{op.id}/{at.date().isoformat()}"
    placed = [one.as_json() for one in rank(entries, demand.quantity, rules, seed)]
    inputs = [entry.as_json() for entry in entries]
    with platform():
        row = RankedList.objects.create(
            demand=demand,
            op=op.id,
            version=demand.version,
            quantity=demand.quantity,
            rules=rules.hash,
            seed=seed,
            inputs=inputs,
            placed=placed,
            asked_at=at,
            audience=list(demand.audience),
        )
        facts = {"demand": demand.key, "op": op.id, "firms": len(placed), "inputs": digest({"entries": inputs})}
        remember(viewer, "match.publish", subject=row.key, facts=facts, audience=row.audience, rules=rules.hash)
    return row


def latest_list(viewer: Viewer, demand_key: str, op_id: str) -> RankedList:
    """Return the list that was published a short while ago under the rules in force, else a new one.

    Without `op_id`, of the demand's first operation.
    """
    rules = current("match")
    demand = demand_for(viewer, demand_key)
    op_id = op_id or next((row["id"] for row in demand.routing.get("operations", ())), "")
    since = now() - timedelta(seconds=rules["list_s"])
    rows = RankedList.visible_to(viewer).filter(demand=demand, op=op_id, asked_at__gte=since, rules=rules.hash)
    row = rows.filter(quantity=demand.quantity, version=demand.version).first()
    return row or publish_list(viewer, demand_key, op_id)
