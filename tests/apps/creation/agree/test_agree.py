"""From a chosen plan to a signed contract, and every way in which it may not come to that."""

from __future__ import annotations

import pytest
from django.db import connection

from cofab.apps.base import files
from cofab.apps.base.models import Organisation, Person
from cofab.apps.base.viewer import SYSTEM
from cofab.apps.creation.agree import actions, selectors
from cofab.apps.creation.agree.models import Order, Request
from cofab.apps.creation.agree.tasks import print_contract
from cofab.apps.creation.plan import actions as plan
from cofab.apps.creation.plan import selectors as plans
from cofab.apps.creation.plan.tasks import search
from cofab.apps.proposition.publish.models import Occupancy
from cofab.core.creation.agree import signing
from cofab.core.creation.agree.terms import contract_hash
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


def accept_all(region, made):
    """Let every firm accept and return the order."""
    for viewer, request in firms(region, made):
        actions.accept(viewer, request.key)
    made.refresh_from_db()
    return made


def test_a_firm_sees_its_part_and_not_the_whole_price(region, order, client_for):
    buyer, made = order
    viewer, request = next(firms(region, made))
    assert selectors.sees_all(buyer, made) and not selectors.sees_all(viewer, made)
    assert {line.payee for line in selectors.lines_for(viewer, made)} <= {viewer.organisation_key}
    assert selectors.requests_of(viewer, made) == [request]
    with pytest.raises(Refused, match="not_found"):
        actions.accept(buyer, request.key)


def test_a_firm_reads_the_drawing_once_it_has_accepted(region, order, client_for):
    _, made = order
    (first, mine), (second, other), *_ = firms(region, made)
    assert not selectors.files_for(first, Request.get_for(first, mine.key))
    actions.accept(first, mine.key)
    shown = [file.name for file in selectors.files_for(first, Request.get_for(first, mine.key))]
    assert shown and all(name.lower().endswith((".step", ".pdf")) for name in shown)
    assert not selectors.files_for(second, Request.get_for(second, other.key))


def test_declining_gives_everything_back_and_the_buyer_plans_anew(region, order):
    _, made = order
    viewer, request = next(firms(region, made))
    with pytest.raises(Refused, match="reason_unknown"):
        actions.decline(viewer, request.key, "because")
    actions.decline(viewer, request.key, "no_time")
    made.refresh_from_db()
    assert made.state == "draft"
    assert set(Request.objects.filter(order=made).values_list("state", flat=True)) <= {"declined", "withdrawn"}
    assert not Occupancy.objects.filter(order_key=made.key, state="active").exists()


def test_a_counter_that_is_taken_changes_the_price_to_the_cent(region, order):
    buyer, made = order
    viewer, request = next(firms(region, made))
    before, asked = made.price_minor, request.price_minor + 10_000
    actions.counter(viewer, request.key, price_minor=asked)
    with pytest.raises(Refused, match="wrong_state"):
        actions.accept(viewer, request.key)
    actions.take(buyer, request.key)
    made.refresh_from_db()
    assert made.price_minor == before + 10_000 + 10_000 * request.organisation.vat_ppm // 1_000_000
    assert sum(line["amount_minor"] for line in made.lines) == made.price_minor
    for other, rest in firms(region, made):
        if rest.state == "asked":
            actions.accept(other, rest.key)
    made.refresh_from_db()
    gross = sum(c.terms["money"]["gross_minor"] for c in made.contracts.filter(kind="main"))
    assert made.state == "agreed" and gross <= made.price_minor


def test_a_lead_contractor_signs_with_the_buyer_and_back_to_back_with_the_others(region, make_demand, system):
    buyer = region.viewer("fenghua-pumps")
    run = plan.ask(buyer, make_demand().key)
    search(run=run.key)
    made = accept_all(region, actions.choose(buyer, plans.plans_of(SYSTEM, run)[0].key, mode="lead"))
    main = made.contracts.get(kind="main")
    assert (main.customer, main.supplier) == (made.organisation, made.lead)
    assert main.terms["money"]["gross_minor"] == made.price_minor
    assert all(row.customer == made.lead for row in made.contracts.filter(kind="sub"))


def test_a_party_with_its_own_key_signs_outside(region, order):
    buyer, made = order
    accept_all(region, made)
    private = signing.key_from(b"7" * 32)
    actions.bring_key(buyer, signing.public_of(private))
    contracts = selectors.to_sign(buyer, made)
    assert contracts
    with pytest.raises(Refused, match="key_elsewhere"):
        actions.sign_all(buyer, made.key)
    with pytest.raises(Refused, match="signature_wrong"):
        actions.sign(buyer, contracts[0].key, signing.sign(private, "00" * 32))
    made_by_hand = {row.key: signing.sign(private, row.hash) for row in contracts}
    rows = actions.sign_all(buyer, made.key, made_by_hand)
    assert all(signing.signed(row.public_key, row.contract.hash, row.signature) for row in rows)
    with pytest.raises(Refused, match="signed_conflict"):
        actions.sign_all(buyer, made.key, made_by_hand)


def test_an_order_that_nobody_pays_for_lapses_and_can_be_booked_again(region, order):
    buyer, made = order
    accept_all(region, made)
    for key in selectors.missing_signers(made):
        actions.sign_all(region.viewer(region.firm(key)), made.key)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE base_clock SET offset_s = offset_s + 400000")
    assert actions.lapse_due(SYSTEM) == [made.key]
    made.refresh_from_db()
    assert made.state == "lapsed"
    with pytest.raises(Refused, match="wrong_state"):
        actions.secure_capacity(buyer, made.key)
    try:
        actions.rebook(buyer, made.key)
    except Refused as refused:
        assert refused.code in ("publish.window_past", "publish.window_taken")
    else:
        made.refresh_from_db()
        assert made.state == "signed"
        actions.secure_capacity(buyer, made.key)
        kinds = set(Occupancy.objects.filter(order_key=made.key, state="active").values_list("kind", flat=True))
        assert kinds == {"booking"}


def test_the_same_plan_cannot_be_taken_twice(region, order):
    buyer, made = order
    with pytest.raises(Refused, match="window_taken") as refused:
        actions.choose(buyer, made.plan.key)
    assert refused.value.facts["alternatives"]
    assert Order.objects.count() == 1


def test_without_a_custodian_only_direct_payment_is_chosen(order, settings):
    from django.test import Client

    buyer, made = order
    settings.COFAB_CUSTODIAN = ""
    client = Client(headers={"X-Cofab-Organisation": buyer.organisation_key})
    client.force_login(Person.objects.get(pk=buyer.person_id), backend="cofab.apps.base.backends.ContactBackend")
    url, body = f"/api/v1/plans/{made.plan.key}/orders", {"content_type": "application/json"}
    refused = client.post(url, {"way": "custody"}, **body).json()
    assert refused["code"] == "agree.no_custodian"
    assert "COFAB_CUSTODIAN" in refused["detail"]
    assert client.post(url, {"way": "direct"}, **body).json()["code"] == "publish.window_taken"


def test_the_contract_is_printed_in_both_languages(region, order):
    _, made = order
    contract = accept_all(region, made).contracts.first()
    print_contract(contract=contract.key)
    contract.refresh_from_db()
    assert files.read(contract.pdf)[:5] == b"%PDF-"
    print_contract(contract=contract.key)
    assert contract.hash == contract_hash(contract.terms)


def test_an_older_plan_of_a_firm_that_was_suspended_since_is_refused(region, make_demand, system):
    buyer = region.viewer("fenghua-pumps")
    run = plan.ask(buyer, make_demand().key)
    search(run=run.key)
    row = plans.plans_of(SYSTEM, run)[0]
    maker = Organisation.objects.get(key=row.data["operations"][0]["firm"])
    Organisation.objects.filter(pk=maker.pk).update(admission="suspended")
    with pytest.raises(Refused, match="firm_out") as refused:
        actions.choose(buyer, row.key)
    assert refused.value.facts["organisation"] == maker.key
    assert not Order.objects.exists() and not Occupancy.objects.filter(kind="reservation").exists()
    Organisation.objects.filter(pk=maker.pk).update(admission="admitted")
    assert actions.choose(buyer, row.key).state == "reserved"
