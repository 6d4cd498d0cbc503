"""Edit a demand's routing: checked by the core, priced at once, remembered with who and when.

Promises: whoever edits a routing that somebody else changed meanwhile is refused (demand.stale); nothing is lost.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from cofab.apps.base.action import action
from cofab.apps.base.clock import now
from cofab.apps.base.events import remember
from cofab.apps.base.models import Person
from cofab.apps.base.viewer import Viewer
from cofab.apps.proposition.demand.editing.models import RoutingEdit
from cofab.apps.proposition.demand.mappers import edits_of, routing_of
from cofab.apps.proposition.demand.models import Demand
from cofab.apps.proposition.demand.refusals import STALE
from cofab.apps.proposition.demand.understanding import settle, understand
from cofab.core.kernel.refusal import WRONG_STATE, Refused
from cofab.core.proposition.demand import edits as core
from cofab.core.proposition.demand.routing import Routing

EDITORS = ("buyer", "engineer", "merchandiser")


@action
def edit(viewer: Viewer, demand_key: str, data: Mapping[str, Any], version: int) -> Demand:
    """Apply one edit (a JSON object with its `kind`) to a demand's routing; time and price follow.

    `version` is the demand's as the editor saw it; refuses demand.stale when it has changed, and `demand.edit_*` for
    an edit that cannot stand.
    """
    viewer.require(*EDITORS)
    demand = Demand.get_for(viewer, demand_key, lock=True)
    if demand.state not in ("asking", "ready") or not demand.price:
        raise Refused(WRONG_STATE, state=demand.state, event="edit", life="demand")
    if version != demand.version:
        raise Refused(STALE, version=demand.version)
    fresh, before = core.from_json(data), demand.price
    told = _told(routing_of(demand.routing), fresh)
    _check(demand, fresh)
    row = RoutingEdit(
        demand=demand,
        number=demand.edits.count() + 1,
        edit=core.to_json(fresh),
        person=_name(viewer),
        organisation_id=viewer.organisation_id or demand.organisation_id,
        at=now(),
        audience=demand.audience,
    )
    understand(demand, [*edits_of(demand), fresh])
    settle(demand)
    row.told = {**told, "price_before": _middle(before), "price_after": _middle(demand.price)}
    row.save()
    demand.save()
    facts = {"edit": row.edit, "number": row.number, "by": row.person, **row.told}
    remember(viewer, "demand.edit", subject=demand.key, facts=facts, audience=demand.audience, rules=demand.rules)
    return demand


def _check(demand: Demand, fresh: core.Edit) -> None:
    """Refuse an edit that cannot stand on the routing as it is now."""
    if isinstance(fresh, core.Undo | core.Redo):
        core.effective([*edits_of(demand), fresh])
    else:
        core.apply(routing_of(demand.routing), [fresh])


def _name(viewer: Viewer) -> str:
    return Person.objects.filter(pk=viewer.person_id).values_list("name", flat=True).first() or viewer.person_key


def _middle(price: Mapping[str, Any]) -> int:
    return (int(price["net_low_minor"]) + int(price["net_high_minor"])) // 2


def _told(routing: Routing, fresh: core.Edit) -> dict[str, Any]:
    """Return the processes of the operations that an edit names, and the values that a change replaces."""
    by_id = {op.id: op for op in routing.operations}
    ids = [*getattr(fresh, "ops", ()), *([fresh.op] if hasattr(fresh, "op") else [])]
    named = [by_id[one] for one in ids if one in by_id]
    before = {"setup_s": named[0].setup_s, "run_s": named[0].run_s} if isinstance(fresh, core.Change) and named else {}
    return {"processes": [op.process for op in named], "before": before}
