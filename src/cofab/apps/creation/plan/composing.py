"""Cloud factories: a plan's composition kept for its product, with substitutes, run again, closed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from cofab.apps.base.action import action
from cofab.apps.base.clock import now
from cofab.apps.base.enqueue import enqueue
from cofab.apps.base.events import remember
from cofab.apps.base.models import Organisation
from cofab.apps.base.viewer import Viewer
from cofab.apps.creation.plan.actions import SEARCH
from cofab.apps.creation.plan.mappers import plan_of
from cofab.apps.creation.plan.models import CloudFactory, PlanRow, PlanRun
from cofab.apps.creation.plan.recombination import could
from cofab.apps.creation.plan.refusals import DUE_PAST, NAME_TAKEN, NOT_IN_OPERATION
from cofab.apps.proposition.publish.selectors import makers
from cofab.core.kernel.refusal import INVALID, NOT_FOUND, Refused
from cofab.core.kernel.window import iso

ROLES = ("buyer", "engineer", "planner", "merchandiser")
SUBSTITUTES, MOST = 2, 12
Firms = Mapping[str, Sequence[str]]


def factories_for(viewer: Viewer) -> QuerySet[CloudFactory]:
    """Return the viewer's open cloud factories by name."""
    return CloudFactory.visible_to(viewer).filter(closed_at__isnull=True).select_related("demand", "base__run")


def factory_for(viewer: Viewer, key: str) -> CloudFactory:
    """Return one open cloud factory of the viewer's; refuses kernel.not_found."""
    row = factories_for(viewer).filter(key=key).first()
    if row is None:
        raise Refused(NOT_FOUND)
    return row


def usual(row: PlanRow) -> dict[str, list[str]]:
    """Return for each operation of a plan the firms that do it, and after them the substitutes that cost least more."""
    run = row.run
    fits = could(run)
    firms = makers({machine for machines in fits.values() for machine in machines})
    extra: Mapping[str, int] = run.result.get("through", {}).get("machines", {})
    found: dict[str, list[str]] = {}
    for op in plan_of(row.data).operations:
        kept = found.setdefault(op.op, [])
        if op.firm not in kept:
            kept.append(op.firm)
    for op_id, kept in found.items():
        dearer: dict[str, int] = {}
        for machine in fits.get(op_id, ()):
            if machine in firms and f"{op_id}|{machine}" in extra:
                firm, cost = firms[machine][0], extra[f"{op_id}|{machine}"]
                dearer[firm] = min(cost, dearer.get(firm, cost))
        others = sorted((firm for firm in dearer if firm not in kept), key=lambda firm: (dearer[firm], firm))
        kept.extend(others[:SUBSTITUTES])
    return found


@action
def found_factory(viewer: Viewer, plan_key: str, name: str, firms: Firms | None = None) -> CloudFactory:
    """Keep a plan's composition under a name, with the usual substitutes unless `firms` says others.

    Refuses a name in use (plan.name_taken) and firms that are none.
    """
    viewer.require(*ROLES)
    row = PlanRow.get_for(viewer, plan_key)
    name = name.strip()[:80]
    if not name:
        raise Refused(INVALID, field="name", problem="")
    if factories_for(viewer).filter(name=name).exists():
        raise Refused(NAME_TAKEN, name=name)
    made = CloudFactory(
        organisation=row.run.organisation,
        demand=row.run.demand,
        base=row,
        name=name,
        firms=_checked(row, firms) if firms else usual(row),
        created_at=now(),
        audience=row.audience,
    )
    made.save()
    facts = {"plan": row.key, "name": name, "firms": made.firms}
    remember(viewer, "plan.found_factory", subject=made.key, after="open", facts=facts, audience=made.audience)
    return made


def _checked(row: PlanRow, firms: Firms) -> dict[str, list[str]]:
    """Return firms by operation, each once; refuses an operation without one, and what is no firm."""
    ops = dict.fromkeys(op.op for op in plan_of(row.data).operations)
    kept = {op: list(dict.fromkeys(firms.get(op, ())))[:MOST] for op in ops}
    for op, keys in kept.items():
        if not keys:
            raise Refused(NOT_IN_OPERATION, op=op)
    asked = {key for keys in kept.values() for key in keys}
    if Organisation.objects.filter(key__in=asked).count() != len(asked):
        raise Refused(NOT_FOUND)
    return kept


@action
def change_factory(viewer: Viewer, key: str, firms: Firms) -> CloudFactory:
    """Change who may do which operation; runs made before stay as they were."""
    viewer.require(*ROLES)
    made = factory_for(viewer, key)
    before, made.firms = made.firms, _checked(made.base, firms)
    made.save(update_fields=["firms"])
    facts = {"before": before, "firms": made.firms}
    remember(viewer, "plan.change_factory", subject=made.key, facts=facts, audience=made.audience)
    return made


@action
def run_factory(viewer: Viewer, key: str, quantity: int | None = None, due: datetime | None = None) -> PlanRun:
    """Price and date a cloud factory anew: plans by its own firms alone, on their windows of now.

    Refuses a date in the past; without one the same time as last is asked for.
    """
    viewer.require(*ROLES)
    viewer.require_admitted()
    made = factory_for(viewer, key)
    asked_last = made.base.run
    due = due or now() + (asked_last.due - asked_last.created_at)
    if due <= now():
        raise Refused(DUE_PAST, due=iso(due))
    run = PlanRun(
        demand=made.demand,
        organisation=made.organisation,
        quantity=quantity or asked_last.quantity,
        due=due,
        base=made.base,
        factory=made,
        created_at=now(),
        audience=made.audience,
    )
    run.save()
    facts: dict[str, Any] = {"factory": made.key, "quantity": run.quantity, "due": iso(due)}
    remember(viewer, "plan.run_factory", subject=run.key, after="queued", facts=facts, audience=run.audience)
    enqueue(SEARCH, run=run.key)
    return run


@action
def close_factory(viewer: Viewer, key: str) -> CloudFactory:
    """Close a cloud factory; its runs stay."""
    viewer.require(*ROLES)
    made = factory_for(viewer, key)
    made.closed_at = now()
    made.save(update_fields=["closed_at"])
    remember(viewer, "plan.close_factory", subject=made.key, before="open", after="closed", audience=made.audience)
    return made
