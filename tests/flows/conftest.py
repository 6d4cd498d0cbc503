"""An order of fifty blocks between five firms, taken by actions as far as its signatures."""

from __future__ import annotations

import runpy
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

APPS = Path(__file__).parents[1] / "apps"
CREATION = runpy.run_path(str(APPS / "creation" / "conftest.py"))
region, make_demand = CREATION["region"], CREATION["make_demand"]
NET = {"mill": 500_000, "carrier": 20_000, "house": 30_000, "operator": 10_000}


def specimens(stage: str, step: str) -> SimpleNamespace:
    """Return what another step's tests make."""
    return SimpleNamespace(**runpy.run_path(str(APPS / stage / step / "specimens.py")))


@dataclass
class Story:
    """An order with its firms and its machine."""

    key: str
    firms: dict[str, Any]
    machine: Any
    run_jobs: Any

    @property
    def order(self) -> Any:
        """Return the order as it is now."""
        from cofab.apps.base.viewer import SYSTEM
        from cofab.apps.creation.agree.selectors import order_for

        return order_for(SYSTEM, self.key)

    @property
    def state(self) -> str:
        """Return the order's state."""
        return self.order.state

    def sign(self) -> None:
        """Let everybody sign, and follow what that asks for."""
        from cofab.apps.creation.agree import actions
        from cofab.apps.creation.agree.selectors import missing_signers

        missing = missing_signers(self.order)
        for firm in self.firms.values():
            if firm.organisation.key in missing:
                actions.sign_all(firm.viewer, self.key)
        self.run_jobs()

    def deposit(self, share: int = 1, event: str = "bank-1") -> Any:
        """Ask for the deposit and let the bank report it, or one part of `share`."""
        from cofab.apps.realisation.ledger.custody.actions import deposit_confirmed
        from cofab.flows import order_to_cash

        asked = order_to_cash.pay(self.firms["buyer"].viewer, self.key)
        deposit_confirmed("test", asked.reference, asked.amount_minor // share, f"{event}-{self.key}")
        self.run_jobs()
        return asked


@pytest.fixture
def skip_jobs() -> Any:
    """Leave waiting jobs undone but those of the flows."""
    return forget_jobs


@pytest.fixture
def make_story(system: Any, make_firm: Any, run_jobs: Any) -> Any:
    """Make an order that every firm has accepted: `make_story(way="direct")`."""
    from cofab.apps.base.viewer import SYSTEM
    from cofab.apps.creation.agree import actions
    from cofab.apps.creation.agree.models import Request
    from cofab.apps.creation.plan import actions as plan
    from cofab.apps.creation.plan.models import PlanRow
    from cofab.core.creation.plan.model import PlanSet

    def make(way: str = "custody") -> Story:
        kinds = {"buyer": "demander", "carrier": "carrier", "house": "inspection", "operator": "operator"}
        firms = {name: make_firm(name.title(), kind=kinds.get(name, "supplier")) for name in ("buyer", *NET)}
        machine = specimens("proposition", "publish").machine(firms["mill"])
        demand = specimens("proposition", "demand").demand(firms["buyer"])
        run = plan.ask(firms["buyer"].viewer, demand.key)
        plan.begin(SYSTEM, run.key)
        plan.record_plans(SYSTEM, run.key, PlanSet((planned(firms, machine, demand),), 1, 1, {}, ()), 1, "")
        order = actions.choose(firms["buyer"].viewer, PlanRow.objects.get(run=run).key, way=way)
        for request in Request.objects.filter(order=order):
            actions.accept(firms["mill"].viewer, request.key)
        forget_jobs()
        return Story(order.key, firms, machine, run_jobs)

    return make


def forget_jobs() -> None:
    """Leave out what other tests run: reading files, searching plans, printing contracts."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE procrastinate_jobs SET status = 'succeeded' WHERE status = 'todo' AND task_name !~ '^flows'"
        )


def planned(firms: dict[str, Any], machine: Any, demand: Any) -> Any:
    """Return a plan: the mill makes it, the carrier takes it to the house and then to the buyer."""
    from cofab.apps.base.clock import now
    from cofab.core.creation.plan.model import Leg, Plan, PlannedOperation, PriceLine

    def leg(origin: str, destination: str, depart: datetime) -> Leg:
        carrier = firms["carrier"].organisation.key
        return Leg(origin, destination, "fenghua", "fenghua", carrier, depart, depart + timedelta(hours=2), 10_000)

    start = now().astimezone(UTC) + timedelta(days=5)
    mill, end = firms["mill"].organisation.key, start + timedelta(hours=9)
    making = PlannedOperation(demand.routing["operations"][0]["id"], mill, machine.key, start, end, 50, NET["mill"])
    legs = (leg(mill, "inspection", end), leg("inspection", "buyer", end + timedelta(hours=6)))
    lines = [PriceLine("run", firms[name].organisation.key, net) for name, net in NET.items()]
    lines += [PriceLine("risk", "", 5_000)]
    lines += [PriceLine("vat", firms[name].organisation.key, net * 13 // 100) for name, net in NET.items()]
    price = sum(line.amount_minor for line in lines)
    finish = legs[-1].arrive
    return Plan("p1", (making,), legs, tuple(lines), price, finish, price, 0, 0, 0, 0)
