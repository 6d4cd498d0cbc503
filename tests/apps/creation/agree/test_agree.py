"""From a chosen plan to a signed contract, and every way in which it may not come to that."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection

from cofab.apps.base.viewer import SYSTEM, platform
from cofab.apps.creation.agree import actions, selectors
from cofab.apps.creation.agree.models import Order, Request
from cofab.apps.creation.plan import actions as plan
from cofab.apps.creation.plan import selectors as plans
from cofab.apps.creation.plan.tasks import search
from cofab.core.kernel.refusal import Refused


@pytest.fixture
def order(region, make_demand, system):
    """An order by the first plan of fifty housings, with the buyer's viewer."""
    buyer = region.viewer("fenghua-pumps")
    run = plan.ask(buyer, make_demand().key)
    search(run=run.key)
    row = plans.plans_of(SYSTEM, run)[0]
    return buyer, actions.choose(buyer, row.key)


def firms(region, order):
    """Return (viewer, request) of every firm that was asked."""
    for request in Request.objects.filter(order=order).select_related("organisation"):
        yield region.viewer(region.firm(request.organisation.key)), request


def test_an_order_holds_capacity_asks_firms_and_is_signed_by_all(region, order):
    buyer, made = order
    assert made.state == "reserved"
    for viewer, request in firms(region, made):
        actions.accept(viewer, request.key)
    made.refresh_from_db()
    assert made.state == "agreed"
    parties = {row.customer_id for row in made.contracts.all()} | {row.supplier_id for row in made.contracts.all()}
    for party in made.contracts.model.objects.filter(order=made).values_list("supplier__key", flat=True):
        actions.sign_all(region.viewer(region.firm(party)), made.key)
    assert selectors.missing_signers(made) == [buyer.organisation_key]
    actions.sign_all(buyer, made.key)
    made.refresh_from_db()
    assert made.state == "signed"
    assert len(parties) == made.contracts.count() + 1
    actions.secure_capacity(buyer, made.key)
