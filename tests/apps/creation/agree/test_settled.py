"""No order comes of a demand on which something is open again: the action refuses it, and the database as well."""

import runpy
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.db import IntegrityError, transaction

from cofab.apps.base.viewer import acting, platform
from cofab.apps.creation.agree import actions
from cofab.apps.creation.agree.models import Order
from cofab.apps.creation.plan.models import PlanRow
from cofab.apps.proposition.demand import actions as demands
from cofab.core.kernel.refusal import Refused

SPECIMENS = SimpleNamespace(**runpy.run_path(str(Path(__file__).parent / "specimens.py")))

pytestmark = pytest.mark.django_db


def test_a_plan_of_a_demand_that_asks_again_makes_no_order(make_firm):
    firm = make_firm("Pumps", kind="demander", is_supplier=True)
    with acting(firm.viewer):
        run = SPECIMENS.run(firm)
        with platform():
            plan = PlanRow.objects.get(run=run)
        fresh = {"finishes": ["hard-anodising"], "callouts": [{"diameter_um": 47_000, "fit": "H7", "count": 3}]}
        demand = demands.change(firm.viewer, run.demand.key, fresh)
        with platform():
            type(demand).objects.filter(pk=demand.pk).update(state="asking", unsettled=1)
        with pytest.raises(Refused, match="unsettled"):
            actions.choose(firm.viewer, plan.key)


def test_the_database_refuses_the_row_itself(make_firm):
    firm = make_firm("Pumps", kind="demander", is_supplier=True)
    order = SPECIMENS.order(firm)
    with platform():
        demand = order.demand
        type(demand).objects.filter(pk=demand.pk).update(state="asking", unsettled=1)
        copy = Order.objects.get(pk=order.pk)
        copy.pk, copy.number, copy.key = None, "O-9999-0001", "ord_copy"
        with pytest.raises(IntegrityError, match="not settled"), transaction.atomic():
            copy.save(force_insert=True)
