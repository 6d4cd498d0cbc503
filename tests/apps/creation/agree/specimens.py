"""From a demand to contracts, all of it one firm's: its demand, its machine, its own request and contract."""

import runpy
from datetime import UTC, timedelta
from pathlib import Path
from types import SimpleNamespace

from cofab.apps.base.clock import now
from cofab.apps.base.viewer import SYSTEM, platform
from cofab.apps.creation.agree import actions
from cofab.apps.creation.agree.models import Contract, Request, Sample
from cofab.apps.creation.agree.tasks import print_contract
from cofab.apps.creation.plan import actions as plan
from cofab.apps.creation.plan import composing
from cofab.apps.creation.plan.models import PlanRow
from cofab.core.creation.plan.model import Plan, PlannedOperation, PlanSet, PriceLine

PROPOSITION = Path(__file__).parents[2] / "proposition"
DEMAND = SimpleNamespace(**runpy.run_path(str(PROPOSITION / "demand" / "specimens.py")))
PUBLISH = SimpleNamespace(**runpy.run_path(str(PROPOSITION / "publish" / "specimens.py")))


def run(firm):
    """Return a run that found one plan: the firm makes everything itself, tomorrow."""
    demand = DEMAND.demand(firm)
    asked = plan.ask(firm.viewer, demand.key)
    start = now().astimezone(UTC) + timedelta(days=1)
    key, machine = firm.organisation.key, PUBLISH.machine(firm)
    made = PlannedOperation(
        demand.routing["operations"][0]["id"], key, machine.key, start, start + timedelta(hours=9), 50, 90_000
    )
    lines = (PriceLine("run", key, 90_000), PriceLine("vat", key, 11_700))
    whole = Plan("p1", (made,), (), lines, 101_700, made.end, 101_700, 0, 0, 0, 0)
    plan.begin(SYSTEM, asked.key)
    return plan.record_plans(SYSTEM, asked.key, PlanSet((whole,), 101_700, 1, {}, ()), 1, "")


def order(firm):
    """Return the order that the firm made of its plan."""
    with platform():
        row = PlanRow.objects.get(run=run(firm))
    return actions.choose(firm.viewer, row.key)


def _run(firm):
    return {"key": run(firm).key}


def _plan(firm):
    with platform():
        return {"key": PlanRow.objects.get(run=run(firm)).key}


def _factory(firm):
    with platform():
        row = PlanRow.objects.get(run=run(firm))
    return {"key": composing.found_factory(firm.viewer, row.key, f"Ours {row.key}").key}


def _export(firm):
    made = run(firm)
    with platform():
        return {"key": made.key, "plan": PlanRow.objects.get(run=made).key, "form": "json"}


def _order(firm):
    return {"key": order(firm).key}


def request(firm):
    """Return what the firm asks itself in its order."""
    with platform():
        return Request.objects.get(order=order(firm))


def _request(firm):
    return {"key": request(firm).key}


def _contract(firm):
    row = actions.accept(firm.viewer, request(firm).key)
    with platform():
        contract = Contract.objects.get(order_id=row.order_id)
        print_contract(contract=contract.key)
    return {"key": contract.key}


def _demand(firm):
    return {"key": DEMAND.demand(firm).key}


def _sample(firm):
    made = order(firm)
    with platform():
        row = Sample(order=made, organisation=firm.organisation, demand_key="dem_x", maker_key=firm.organisation.key)
        row.price_minor, row.audience = 40_000, [firm.organisation.pk]
        row.save()
    return {"key": made.key}


SPECIMENS = {
    "/plans/{key}": _run,
    "/plans/factories/{key}": _factory,
    "/plans/plan/{key}/factory": _plan,
    "/api/v1/factories/{key}": _factory,
    "/plans/{key}/{plan}.{form}": _export,
    "/plans/for/{key}": _demand,
    "/api/v1/plan-runs/{key}": _run,
    "/api/v1/plans/{key}": _plan,
    "/requests/{key}": _request,
    "/requests/choose/{key}": _plan,
    "/requests/reorder/{key}": _order,
    "/requests/sign/{key}": _order,
    "/requests/sample/{key}": _sample,
    "/api/v1/requests/{key}": _request,
    "/api/v1/requests/{key}/files": _request,
    "/api/v1/orders/{key}": _order,
    "/api/v1/orders/{key}/sample": _sample,
    "/api/v1/contracts/{key}": _contract,
}
BODIES = {
    "POST /requests/reorder/{key}": {"quantity": "20", "due": "2090-01-01"},
    "POST /requests/{key}/decline": {"reason": "price"},
    "POST /requests/{key}/counter": {"price": "1000"},
    "POST /api/v1/requests/{key}/decline": {"reason": "price"},
    "POST /api/v1/requests/{key}/counter": {"price_minor": 100_000},
}
