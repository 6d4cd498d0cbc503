"""An inspection is a signed act: recorded by the house, signed by a named person, checked by anyone."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from cofab.apps.base.models import Organisation
from cofab.apps.base.viewer import acting, platform
from cofab.apps.creation.inspect import actions, selectors
from cofab.core.creation.inspect.report import holds
from cofab.core.creation.inspect.verdict import Characteristic
from cofab.core.kernel.refusal import Refused

pytestmark = pytest.mark.django_db


def pieces(count: int, um: int = 47_012) -> list[dict]:
    return [{"number": str(n), "values_um": {"bore": um}} for n in range(count)]


@pytest.fixture
def case(make_firm, making):
    buyer, house = make_firm("Buyer", kind="demander"), make_firm("House", kind="inspection")
    return buyer, house, making.inspection_of(buyer.id, house.organisation, 50), making.inspector(house.organisation)


def test_results_are_judged_signed_and_checked_without_the_platform(case):
    buyer, _, row, inspector = case
    assert row.plan["sample"] == 13
    with pytest.raises(Refused, match="nothing_recorded"):
        actions.sign(inspector, row.key)
    with pytest.raises(Refused, match="too_few"):
        actions.record(inspector, row.key, pieces(12))
    actions.record(inspector, row.key, pieces(13), "2 pieces, shelf 4")
    signed = actions.sign(inspector, row.key)
    assert (signed.state, signed.accepted) == ("passed", True)
    with acting(buyer.viewer):
        seen = selectors.inspection(buyer.viewer, row.key)
        assert holds(seen.statement, bytes.fromhex(seen.signature), bytes.fromhex(seen.public_key))
        assert seen.statement["appointed_by"] == buyer.organisation.key
    with pytest.raises(Refused, match="wrong_state"):
        actions.record(inspector, row.key, pieces(13, 46_000))
    public = selectors.report(signed.number)
    assert (public.holds, public.person, public.verdict) == (True, "Inspector 3", "accepted")


def test_a_bad_lot_fails(case):
    _, _, row, inspector = case
    actions.record(inspector, row.key, [*pieces(12), {"number": "x", "values_um": {"bore": 46982}}])
    signed = actions.sign(inspector, row.key)
    assert (signed.state, signed.bad, signed.statement["verdict"]) == ("failed", ["x"], "rejected")


def test_only_the_house_and_only_within_scope(case, make_firm, making):
    buyer, house, row, _inspector = case
    with pytest.raises(Refused, match="not_yours"):
        actions.record(buyer.viewer, row.key, pieces(13))
    with pytest.raises(Refused, match="not_found"):
        actions.record(make_firm("Rival", kind="inspection").viewer, row.key, pieces(13))
    actions.record(house.viewer, row.key, pieces(13))
    with pytest.raises(Refused, match="no_key"):
        actions.sign(house.viewer, row.key)
    actions.register_key(house.viewer, "Owner", ["roughness"], date(2020, 1, 1), date(2099, 1, 1))
    with pytest.raises(Refused, match="out_of_scope"):
        actions.sign(house.viewer, row.key)


def test_who_made_the_goods_may_not_inspect_them(make_firm, making):
    buyer, mill = make_firm("Buyer", kind="demander"), make_firm("Mill")
    made, _, _ = making.work_of(buyer.id, mill.id)
    with platform() as system, pytest.raises(Refused, match="not_independent"):
        actions.open_inspection(system, made.key, mill.organisation.key, [Characteristic("d", 0, 1)], "cmm")


def test_the_database_holds_no_unsigned_verdict(case):
    row = case[2]
    with platform(), pytest.raises(IntegrityError), transaction.atomic():
        type(row).objects.filter(pk=row.pk).update(state="passed")


def test_the_pages_take_pasted_rows_and_anyone_checks_a_report(case, client_for, client):
    _buyer, house, row, inspector = case
    browser = client_for(house)
    bad = browser.post(f"/inspections/{row.key}/results", {"rows": "1 47.012 3\n"})
    assert bad.status_code == 422
    assert "1 47.012 3" in bad.content.decode()
    rows = "\n".join(f"{n}\t47.012" for n in range(13))
    assert browser.post(f"/inspections/{row.key}/results", {"rows": rows}).status_code == 302
    assert "47.012" in browser.get(f"/inspections/{row.key}").content.decode()
    number = actions.sign(inspector, row.key).number
    assert "Inspector 3" in client.get(f"/inspections/reports/{number}", HTTP_ACCEPT_LANGUAGE="en").content.decode()
    assert client.get(f"/api/v1/inspections/reports/{number}").json()["holds"] is True
    assert client.get("/api/v1/inspections/reports/IR-0000-00000000").status_code == 404
    assert Organisation.objects.get(pk=house.id).name_en == "House"


def test_the_api_records_and_signs_in_one_request(case, client_for, make_firm):
    _, house, row, _ = case
    client = client_for(house)
    key = {"name": "O. Wner", "scope": ["cmm"], "since": "2020-01-01", "until": "2099-01-01"}
    assert client.post("/api/v1/inspections/keys", key, content_type="application/json").status_code == 201
    body = {"pieces": pieces(13), "sign": True}
    answer = client.post(f"/api/v1/inspections/{row.key}/results", body, content_type="application/json").json()
    assert (answer["state"], answer["statement"]["person"]) == ("passed", "O. Wner")
