"""What may be done about plans: ask for them, and keep what the planner found if the checker agrees.

Promises: a plan that the independent checker finds fault with is never stored.
"""

from __future__ import annotations

from datetime import datetime

from cofab.apps.base.action import action
from cofab.apps.base.clock import now
from cofab.apps.base.enqueue import enqueue
from cofab.apps.base.events import remember
from cofab.apps.base.viewer import Viewer, platform
from cofab.apps.creation.plan.mappers import plan_json, refusal_json, wishes_json
from cofab.apps.creation.plan.models import SEARCHING, PlanRow, PlanRun
from cofab.apps.creation.plan.refusals import (
    DUE_PAST,
    NOT_READY,
    NOT_SEARCHING,
    NOTHING_TO_SAVE,
    QUANTITY_BY_FORM,
    QUESTIONS_OPEN,
)
from cofab.apps.proposition.demand.packs.selectors import counted_by_form
from cofab.apps.proposition.demand.selectors import demand_for, open_questions
from cofab.apps.stewardship.governance.selectors import current
from cofab.core.creation.plan.model import Plan, PlanSet, Wishes
from cofab.core.creation.plan.ranking import ranked
from cofab.core.kernel.refusal import NOT_FOUND, Refused
from cofab.core.kernel.window import iso

SEARCH = "apps.creation.plan.search"


@action
def ask(
    viewer: Viewer, demand_key: str, quantity: int | None = None, due: datetime | None = None, reorder_of: str = ""
) -> PlanRun:
    """Ask the planner for plans for a ready demand, by default in the demand's own quantity and date.

    Refuses open questions, a demand that is not ready, a date in the past and a firm that is not admitted.
    """
    viewer.require("buyer", "engineer", "planner", "merchandiser")
    viewer.require_admitted()
    demand = demand_for(viewer, demand_key)
    if demand.state == "asking":
        raise Refused(QUESTIONS_OPEN, count=len(open_questions(demand)))
    if demand.state != "ready":
        raise Refused(NOT_READY, state=demand.state)
    if quantity and quantity != demand.quantity and counted_by_form(demand):
        raise Refused(QUANTITY_BY_FORM, quantity=demand.quantity)
    due = due or demand.due
    if due <= now():
        raise Refused(DUE_PAST, due=iso(due))
    run = PlanRun(
        demand=demand,
        organisation=demand.organisation,
        quantity=quantity or demand.quantity,
        due=due,
        reorder_of=reorder_of,
        created_at=now(),
        audience=demand.audience,
    )
    run.save()
    facts = {"demand": demand.key, "quantity": run.quantity, "due": iso(due), "reorder_of": reorder_of}
    remember(viewer, "plan.ask", subject=run.key, after="queued", facts=facts, audience=run.audience)
    enqueue(SEARCH, run=run.key)
    return run


@action
def recombine(viewer: Viewer, run_key: str, wishes: Wishes, plan_key: str = "") -> PlanRun:
    """Ask anew for the plans of a run under wishes; nothing is committed and the run itself stays.

    The effect is measured against the plan named, by default the one that the run was measured against, else its best.
    Refuses a date in the past; what the wishes themselves rule out is told in the run.
    """
    viewer.require("buyer", "engineer", "planner", "merchandiser")
    before = PlanRun.get_for(viewer, run_key)
    row = PlanRow.get_for(viewer, plan_key) if plan_key else before.base or before.plans.order_by("index").first()
    if row is None or row.run.demand_id != before.demand_id:
        raise Refused(NOT_FOUND)
    if before.due <= now():
        raise Refused(DUE_PAST, due=iso(before.due))
    run = PlanRun(
        demand=before.demand,
        organisation=before.organisation,
        quantity=before.quantity,
        due=before.due,
        wishes=wishes_json(wishes),
        before=before,
        base=row,
        created_at=now(),
        audience=before.audience,
    )
    run.save()
    facts = {"demand": run.demand.key, "before": before.key, "base": row.key, "wishes": run.wishes}
    remember(viewer, "plan.recombine", subject=run.key, after="queued", facts=facts, audience=run.audience)
    enqueue(SEARCH, run=run.key)
    return run


@action
def save_as(viewer: Viewer, run_key: str, name: str) -> PlanRun:
    """Keep a recombined run under a name, or with an empty one keep it no more; refuses one that has no plan."""
    viewer.require("buyer", "engineer", "planner", "merchandiser")
    run = PlanRun.get_for(viewer, run_key, lock=True)
    if name and not run.plans.exists():
        raise Refused(NOTHING_TO_SAVE)
    before, run.saved_as = run.saved_as, name.strip()[:80]
    run.save(update_fields=["saved_as"])
    facts = {"before": before, "name": run.saved_as}
    remember(viewer, "plan.save_as", subject=run.key, facts=facts, audience=run.audience)
    return run


@action
def begin(viewer: Viewer, run_key: str) -> PlanRun:
    """Mark a run as running; a run that was interrupted begins again."""
    with platform():
        run = PlanRun.objects.select_for_update(of=("self",)).get(key=run_key)
        if run.state in SEARCHING:
            run.state = "running"
            run.save(update_fields=["state"])
    return run


@action
def tell(viewer: Viewer, run_key: str, offers: int, fit: int, best: Plan | None, plans: int = 0) -> None:
    """Keep how far a running search is: machines looked at and fitting, and the best checked plan so far."""
    with platform():
        run = PlanRun.objects.select_for_update(of=("self",)).get(key=run_key)
        if run.state == "running":
            run.offers = offers
            run.result = {
                **run.result,
                "so_far": {"fit": fit, "plans": plans, "best": plan_json(best) if best else None},
            }
            run.save(update_fields=["offers", "result"])


@action
def stop(viewer: Viewer, run_key: str, keep: bool = False) -> PlanRun:
    """End a search of the viewer's: cancel it, or with `keep` have it end with what it has found so far.

    Refuses plan.not_searching when it has ended.
    """
    viewer.require("buyer", "engineer", "planner", "merchandiser")
    run = PlanRun.get_for(viewer, run_key, lock=True)
    if run.state not in SEARCHING:
        raise Refused(NOT_SEARCHING)
    if keep:
        run.result = {**run.result, "enough": True}
        run.save(update_fields=["result"])
    else:
        _end(viewer, run, "cancelled", {})
    return run


@action
def record_plans(viewer: Viewer, run_key: str, found: PlanSet, took_ms: int, rules: str) -> PlanRun:
    """Keep the plans of a run, all of them checked before."""
    with platform():
        run = PlanRun.objects.select_for_update(of=("self",)).get(key=run_key)
        if run.state != "running":
            return run
        rules_of = current("comparison")
        for index, plan in enumerate(ranked(found.plans, run.created_at, rules_of["weights"])):
            PlanRow(
                run=run,
                index=index,
                price_minor=plan.price_minor,
                finish=plan.finish,
                bound_minor=plan.bound_minor,
                gap_ppm=plan.gap_ppm,
                data=plan_json(plan),
                audience=run.audience,
            ).save()
        run.result = {
            "bound_minor": found.bound_minor,
            "matched": {op: list(machines) for op, machines in found.matched.items()},
            "refused": [refusal_json(item) for item in found.refused],
            "fewer": found.fewer,
            "fewer_facts": dict(found.fewer_facts),
            "comparison": {"rules": rules_of.hash, "weights": dict(rules_of["weights"])},
        }
        run.offers, run.took_ms, run.rules = found.offers, took_ms, rules
        _end(viewer, run, "ready", {"plans": len(found.plans), "offers": found.offers})
    return run


@action
def record_failure(viewer: Viewer, run_key: str, refused: Refused) -> PlanRun:
    """Keep why a run found nothing that may be saved."""
    with platform():
        run = PlanRun.objects.select_for_update(of=("self",)).get(key=run_key)
        if run.state in SEARCHING:
            run.refusal = {"code": refused.code, "facts": refused.facts}
            _end(viewer, run, "failed", {"code": refused.code})
    return run


def _end(viewer: Viewer, run: PlanRun, state: str, facts: dict) -> None:
    before, run.state, run.finished_at = run.state, state, now()
    run.save()
    remember(
        viewer,
        f"plan.{state}",
        subject=run.key,
        before=before,
        after=state,
        facts={**facts, "demand": run.demand.key},
        audience=run.audience,
        rules=run.rules,
    )
