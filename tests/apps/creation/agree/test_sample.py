"""A sample before the bulk: it gates, it is sealed once, its price is taken off once and comes back with the order."""

from __future__ import annotations

from datetime import timedelta
from itertools import product

import pytest
from django.db import IntegrityError, transaction

from cofab.apps.base.clock import now
from cofab.apps.base.viewer import SYSTEM
from cofab.apps.creation.agree import actions, selectors
from cofab.apps.creation.agree.models import Order, Request, Sample
from cofab.apps.creation.plan import actions as plan
from cofab.apps.creation.plan import selectors as plans
from cofab.apps.creation.plan.tasks import search
from cofab.apps.proposition.demand.packs import actions as packs
from cofab.core.creation.agree.sample import SAMPLE
from cofab.core.kernel.refusal import Refused
from cofab.core.proposition.demand.packs.matrix import spread

BUYER = "ouhai-brand"
MATRIX = spread(("black", "red", "blue"), ("S", "M", "L", "XL", "XXL"), (1, 2, 3, 2, 1), 300)


@pytest.fixture
def buyer(region, system):
    return region.viewer(BUYER)


@pytest.fixture
def jackets(buyer):
    facts = {"title": "Jacket 27", "due": now() + timedelta(days=40), "town": "ouhai"}
    return packs.create(buyer, "garment", facts, {"matrix": MATRIX.as_json()})


def rows(buyer, demand):
    run = plan.ask(buyer, demand.key)
    search(run=run.key)
    return plans.plans_of(SYSTEM, run)


def ordered_sample(buyer, jackets):
    demand = packs.ask_sample(buyer, jackets.key, now() + timedelta(days=20))
    return actions.choose(buyer, rows(buyer, demand)[0].key)


def sealed(buyer, jackets, seal="SEAL-1"):
    made = ordered_sample(buyer, jackets)
    Order.objects.filter(pk=made.pk).update(state="delivered")
    return actions.approve_sample(buyer, made.key, seal)


def bulk_by(buyer, jackets, maker):
    """Choose a plan of the bulk in which the sample's maker has a part."""
    for row in rows(buyer, jackets):
        if any(op["firm"] == maker for op in row.data["operations"]):
            return row, actions.choose(buyer, row.key)
    pytest.fail("no plan with the sample's maker")


def test_the_bulk_waits_for_a_sealed_sample(buyer, jackets):
    row = rows(buyer, jackets)[0]
    for _ in range(2):
        with pytest.raises(Refused) as refused:
            actions.choose(buyer, row.key)
        assert refused.value.code == "agree.sample_missing"
        if not Sample.objects.exists():
            ordered_sample(buyer, jackets)
    assert not Order.objects.filter(demand=jackets).exists()


def test_a_sample_costs_what_its_room_costs_and_is_sealed_when_it_arrived(buyer, jackets):
    made = ordered_sample(buyer, jackets)
    sample = selectors.sample_of(buyer, made)
    assert made.quantity == 1
    assert 30_000 <= sample.price_minor <= 100_000
    with pytest.raises(Refused) as refused:
        actions.approve_sample(buyer, made.key, "SEAL-1")
    assert refused.value.code == "agree.sample_early"
    Order.objects.filter(pk=made.pk).update(state="accepted")
    with pytest.raises(Refused) as refused:
        actions.approve_sample(buyer, made.key, "  ")
    assert refused.value.code == "agree.seal_missing"
    assert actions.approve_sample(buyer, made.key, "SEAL-1").state == "sealed"


def test_its_price_is_taken_off_its_makers_bulk_once(buyer, jackets):
    sample = sealed(buyer, jackets)
    row, made = bulk_by(buyer, jackets, sample.maker_key)
    taken = [line for line in made.lines if line["kind"] == "sample"]
    assert [(line["payee"], line["amount_minor"]) for line in taken] == [(sample.maker_key, -sample.price_minor)]
    vat = [line["amount_minor"] for line in made.lines if line.get("facts", {}).get("of") == "sample"]
    assert (
        made.price_minor
        == row.price_minor - sample.price_minor + sum(vat)
        == sum(x["amount_minor"] for x in made.lines)
    )
    sample.refresh_from_db()
    assert (sample.state, sample.used_in_id) == ("used", made.pk)
    actions.cancel(buyer, made.key)
    sample.refresh_from_db()
    assert (sample.state, sample.used_in_id) == ("sealed", None)


def test_the_contract_names_seal_colours_and_sizes(region, buyer, jackets):
    sample = sealed(buyer, jackets, "SEAL-7")
    _row, made = bulk_by(buyer, jackets, sample.maker_key)
    for request in Request.objects.filter(order=made).select_related("organisation"):
        actions.accept(region.viewer(region.firm(request.organisation.key)), request.key)
    contract = next(c for c in made.contracts.all() if c.supplier.key == sample.maker_key)
    said = " ".join(clause["en"] + clause["zh"] for clause in contract.terms["clauses"])
    assert "SEAL-7" in said and "black S 11 M 22 L 34 XL 22 XXL 11" in said and "AQL 2.5" in said
    assert sum(line["net_minor"] + line["vat_minor"] for line in contract.terms["money"]["lines"]) > 0


def test_one_colour_again_needs_no_new_sample_and_deducts_nothing(buyer, jackets):
    sample = sealed(buyer, jackets)
    _row, first = bulk_by(buyer, jackets, sample.maker_key)
    again = packs.again(buyer, jackets.key, "black", 100, now() + timedelta(days=60))
    assert again.quantity == 100
    made = actions.choose(buyer, rows(buyer, again)[0].key)
    assert made.reorder_of_id == first.pk
    assert not [line for line in made.lines if line["kind"] == "sample"]


def test_a_refused_sample_opens_nothing(buyer, jackets):
    made = ordered_sample(buyer, jackets)
    Order.objects.filter(pk=made.pk).update(state="delivered")
    assert actions.refuse_sample(buyer, made.key, "sleeve too long").state == "refused"
    with pytest.raises(Refused):
        actions.choose(buyer, rows(buyer, jackets)[0].key)
    with pytest.raises(Refused) as refused:
        actions.approve_sample(buyer, made.key, "SEAL-1")
    assert refused.value.code == "kernel.wrong_state"


def test_a_seal_is_used_once_and_only_the_buyer_seals(region, buyer, jackets):
    sealed(buyer, jackets)
    second = ordered_sample(buyer, jackets)
    Order.objects.filter(pk=second.pk).update(state="delivered")
    with pytest.raises(Refused) as refused:
        actions.approve_sample(buyer, second.key, "SEAL-2")
    assert refused.value.code == "agree.seal_taken"
    maker = region.viewer(region.firm(Sample.objects.get(order=second).maker_key))
    with pytest.raises(Refused):
        actions.approve_sample(maker, second.key, "SEAL-3")


def test_a_matrix_is_not_ordered_in_another_number(buyer, jackets):
    with pytest.raises(Refused) as refused:
        plan.ask(buyer, jackets.key, quantity=299)
    assert refused.value.code == "plan.quantity_by_form"


@pytest.mark.parametrize(
    "wrong", [{"state": "sealed"}, {"state": "used", "seal": "S"}, {"state": "lost"}, {"price_minor": -1}]
)
def test_the_table_itself_keeps_the_rules(buyer, jackets, wrong):
    made = ordered_sample(buyer, jackets)
    with pytest.raises(IntegrityError), transaction.atomic():
        Sample.objects.filter(order=made).update(**wrong)


def test_every_pair_of_state_and_event_of_a_sample():
    allowed = {
        ("ordered", "approve"),
        ("ordered", "refuse"),
        ("ordered", "cancel"),
        ("sealed", "use"),
        ("used", "free"),
    }
    for pair in product(SAMPLE.states, SAMPLE.events):
        assert (pair in SAMPLE.moves) == (pair in allowed)
    assert SAMPLE.final == {"refused", "cancelled"}


def test_the_buyer_seals_on_a_page_and_the_order_leads_there(buyer, jackets, client_for, region):
    from types import SimpleNamespace

    made = ordered_sample(buyer, jackets)
    person = region.loaded.people[f"{BUYER}/buyer"]
    client = client_for(SimpleNamespace(organisation=region.loaded.organisations[BUYER], person=person))
    assert f"/requests/sample/{made.key}" in client.get(f"/orders/{made.key}").content.decode()
    assert "once it has arrived" in client.get(f"/requests/sample/{made.key}").content.decode()
    Order.objects.filter(pk=made.pk).update(state="delivered")
    page = client.post(f"/requests/sample/{made.key}", {"seal": " ", "do": "approve"})
    assert page.status_code == 422
    client.post(f"/requests/sample/{made.key}", {"seal": "SEAL-9", "do": "approve", "note": "fine"})
    assert selectors.sample_of(buyer, made).seal == "SEAL-9"
    assert "approved and sealed" in client.get(f"/requests/sample/{made.key}").content.decode()
