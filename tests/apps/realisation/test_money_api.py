"""Money, credit and ratings over HTTP: each sees its own, strangers see nothing."""

import pytest

from cofab.apps.realisation.rate.actions import open_round
from cofab.apps.realisation.settle.actions import fix, release

pytestmark = pytest.mark.django_db


@pytest.fixture
def deal(make_deal):
    from cofab.apps.base.viewer import SYSTEM

    made = make_deal().secured()
    release(SYSTEM, made.key, "started")
    open_round(SYSTEM, made.key)
    return made


def test_the_money_of_an_order_reads_differently_for_each(deal, client_for, make_firm):
    url = f"/api/v1/orders/{deal.key}/money"
    buyer = client_for(deal.firms["buyer"]).get(url).json()
    assert buyer["price_minor"] == deal.facts.price_minor == sum(p["agreed_minor"] for p in buyer["payees"])
    whole = buyer["whole"]
    assert whole["funded_minor"] == whole["released_minor"] + whole["refunded_minor"] + whole["held_minor"]
    miller = client_for(deal.firms["miller"]).get(url).json()
    assert (miller["price_minor"], miller["whole"]) == (None, None)
    assert [p["organisation"] for p in miller["payees"]] == [deal.org("miller"), ""]
    assert miller["received_minor"] == 164_415
    stranger = client_for(make_firm("Stranger"))
    assert stranger.get(url).status_code == 404
    assert stranger.get(url).json()["code"] == stranger.get("/api/v1/orders/ord_none/money").json()["code"]


def test_a_statement_sums_to_its_total(deal, client_for):
    made = client_for(deal.firms["turner"]).get(f"/api/v1/earnings/{deal.key}").json()
    assert sum(line["amount_minor"] for line in made["lines"]) == made["total_minor"] == 1_096_100
    listed = client_for(deal.firms["turner"]).get("/api/v1/earnings").json()["items"]
    assert {row["order"] for row in listed} == {deal.key}


def test_entries_are_paged_and_private(deal, client_for, make_firm):
    buyer = client_for(deal.firms["buyer"])
    first = buyer.get("/api/v1/ledger/entries?limit=2").json()
    rest = buyer.get(f"/api/v1/ledger/entries?cursor={first['next']}").json()
    seen = [entry["key"] for entry in first["items"] + rest["items"]]
    assert (len(first["items"]), len(seen), len(set(seen))) == (2, 3, 3)
    for entry in first["items"] + rest["items"]:
        assert sum(posting["amount_minor"] for posting in entry["postings"]) == 0
    stranger = client_for(make_firm("Stranger"))
    assert stranger.get("/api/v1/ledger/entries").json()["items"] == []
    assert stranger.get("/api/v1/ledger/accounts").json()["items"] == []


def test_the_ledger_is_checked_by_its_operator_only(deal, client_for):
    report = client_for(deal.firms["platform"]).get("/api/v1/ledger/check").json()
    assert {check["result"] for check in report["checks"]} == {"holds"}
    assert client_for(deal.firms["buyer"]).get("/api/v1/ledger/check").status_code == 403


def test_the_test_custodian_calls_back_as_often_as_it_likes(make_deal, client_for, settings):
    from cofab.apps.base.viewer import SYSTEM
    from cofab.apps.realisation.ledger.custody.actions import ask_deposit

    deal = make_deal()
    fix(SYSTEM, deal.facts)
    asked = ask_deposit(deal.firms["buyer"].viewer, deal.key, deal.facts.price_minor)
    body = {"reference": asked.reference, "amount_minor": deal.facts.price_minor, "event_id": "e1"}
    client = client_for(deal.firms["buyer"])

    def call(**changes):
        return client.post("/api/v1/custody/test/deposits", body | changes, content_type="application/json")

    assert [call().json()["received_minor"] for _ in range(3)] == [deal.facts.price_minor] * 3
    assert call(reference="nobody").status_code == 404
    assert call(amount_minor=0).status_code == 422
    settings.COFAB_DEMO = False
    assert call(event_id="e2").status_code == 403


def test_the_test_custodian_takes_no_real_order(make_deal, settings):
    from cofab.apps.base.viewer import SYSTEM
    from cofab.apps.realisation.ledger.custody.actions import ask_deposit
    from cofab.config.environment import Environment
    from cofab.core.kernel.refusal import Refused

    deal = make_deal()
    fix(SYSTEM, deal.facts)
    settings.COFAB_DEMO = False
    for keeper, code in (("test", "custody.demo_only"), ("", "custody.unknown"), ("moon", "custody.unknown")):
        settings.COFAB_CUSTODIAN = keeper
        with pytest.raises(Refused, match=code):
            ask_deposit(deal.firms["buyer"].viewer, deal.key, deal.facts.price_minor)
    chosen = {demo: Environment(demo=demo, custodian=None).keeper() for demo in (True, False)}
    assert chosen == {True: "test", False: ""}
    assert Environment(demo=True, custodian="").keeper() == ""


def test_direct_payments_over_http(make_deal, client_for, make_firm):
    from cofab.apps.base.viewer import SYSTEM

    deal = make_deal(way="direct").secured()
    release(SYSTEM, deal.key, "started")
    buyer, turner = client_for(deal.firms["buyer"]), client_for(deal.firms["turner"])
    body = {"order": deal.key, "payee": deal.org("turner"), "amount_minor": 1000}
    made = buyer.post("/api/v1/payments", body, content_type="application/json")
    assert made.status_code == 201
    url = f"/api/v1/payments/{made.json()['key']}/confirm"
    assert client_for(make_firm("Stranger")).post(url).status_code == 404
    assert turner.post(url).json()["payee_confirmed_at"]
    assert turner.get("/api/v1/payments").json()["items"][0]["amount_minor"] == 1000


def test_only_who_owes_pays_and_no_more_than_is_owed(make_deal, client_for, make_firm):
    from cofab.apps.base.viewer import SYSTEM, platform
    from cofab.apps.realisation.ledger.models import Account

    deal = make_deal(way="direct").secured()
    release(SYSTEM, deal.key, "started")
    stranger, buyer = make_firm("Stranger"), client_for(deal.firms["buyer"])
    body = {"order": deal.key, "payee": deal.org("turner"), "amount_minor": 328_830}

    def say(client, **changes):
        return client.post("/api/v1/payments", body | changes, content_type="application/json")

    assert say(client_for(stranger)).status_code == 404
    assert say(buyer, payee=stranger.organisation.key).status_code == 404
    assert say(buyer, order="ord_none").status_code == 404
    assert say(buyer, currency="EUR").status_code == 404
    refused = say(buyer, amount_minor=328_831)
    assert (refused.status_code, refused.json()["code"]) == (422, "ledger.more_than_owed")
    keys = [say(buyer).json()["key"] for _ in range(2)]
    turner = client_for(deal.firms["turner"])
    assert turner.post(f"/api/v1/payments/{keys[0]}/confirm").status_code == 200
    assert turner.post(f"/api/v1/payments/{keys[1]}/confirm").json()["code"] == "ledger.more_than_owed"
    with platform():
        assert not Account.objects.filter(owner=stranger.organisation).exists()
        assert Account.objects.get(order_key=deal.key, kind="owed", owner__key=deal.org("turner")).posted_minor == 0


def test_a_proof_is_ones_own_file_and_the_payee_may_see_it(make_deal, client_for, make_firm):
    from django.core.files.uploadedfile import SimpleUploadedFile

    from cofab.apps.base.viewer import SYSTEM

    deal = make_deal(way="direct").secured()
    release(SYSTEM, deal.key, "started")
    buyer, turner = client_for(deal.firms["buyer"]), client_for(deal.firms["turner"])

    def upload(client):
        return client.post("/api/v1/files", {"file": SimpleUploadedFile("slip.txt", b"paid")}).json()["key"]

    body = {"order": deal.key, "payee": deal.org("turner"), "amount_minor": 1000}
    theirs, own = upload(client_for(make_firm("Stranger"))), upload(buyer)
    assert turner.get(f"/api/v1/files/{own}").status_code == 404
    said = [buyer.post("/api/v1/payments", body | {"proof": p}, content_type="application/json") for p in (theirs, own)]
    assert [answer.status_code for answer in said] == [404, 201]
    assert turner.get(f"/api/v1/files/{own}").status_code == 200
    assert turner.get(f"/api/v1/files/{theirs}").status_code == 404


def test_who_owes_says_so_on_the_page_and_the_payee_confirms(make_deal, client_for):
    from cofab.apps.base.viewer import SYSTEM

    deal = make_deal(way="direct").secured()
    page = f"/money/{deal.key}"
    english = {"headers": {"Accept-Language": "en"}}
    buyer, turner, miller = (client_for(deal.firms[name]) for name in ("buyer", "turner", "miller"))
    assert "Nothing is owed now" in buyer.get(page, **english).content.decode()
    release(SYSTEM, deal.key, "started", deal.org("turner"))
    shown = buyer.get(page, **english).content.decode()
    assert 'value="3288.30"' in shown
    assert "Say that I paid" not in turner.get(page, **english).content.decode()
    form = {"payee": deal.org("turner"), "amount": "3288.30"}
    assert buyer.post(f"{page}/payments", form | {"amount": "1e"}).status_code == 422
    assert buyer.post(f"{page}/payments", form | {"amount": "3288.31"}).status_code == 422
    assert miller.post(f"{page}/payments", form).status_code == 404
    assert buyer.post(f"{page}/payments", form).status_code == 302
    assert "Say that I paid" not in buyer.get(page, **english).content.decode()
    assert "Confirm that it came" in turner.get(page, **english).content.decode()
    key = turner.get("/api/v1/payments").json()["items"][0]["key"]
    assert buyer.post(f"{page}/payments/{key}/confirm").status_code in (403, 404)
    assert turner.post(f"/money/ord_other/payments/{key}/confirm").status_code == 404
    assert turner.post(f"{page}/payments/{key}/confirm").status_code == 302
    assert "Nothing is owed now" in turner.get(page, **english).content.decode()


def test_ratings_over_http_stay_sealed(deal, client_for):
    url = f"/api/v1/orders/{deal.key}/ratings"
    buyer, turner = client_for(deal.firms["buyer"]), client_for(deal.firms["turner"])
    good = {"organisation": deal.org("turner"), "scores": {"quality": 5, "on_time": 4, "communication": 5}}
    assert buyer.post(url, good, content_type="application/json").status_code == 201
    assert turner.get(url).json()["items"] == []
    assert buyer.post(url, good, content_type="application/json").status_code == 409
    back = {"organisation": deal.org("buyer"), "scores": {"clear_demand": 5, "pays": 5, "communication": 4}}
    assert turner.post(url, back, content_type="application/json").json()["state"] == "open"
    assert len(turner.get(url).json()["items"]) == 2
    credit = buyer.get(f"/api/v1/organisations/{deal.org('turner')}/credit").json()
    assert credit["lower_ppm"] == sum(part["points_ppm"] for part in credit["parts"])
    assert credit["records"] == []
    assert len(turner.get(f"/api/v1/organisations/{deal.org('turner')}/credit").json()["records"]) == 1


def test_the_pages_show_the_same_figures(deal, client_for, make_firm):
    turner, stranger = client_for(deal.firms["turner"]), client_for(make_firm("Stranger"))
    page = turner.get(f"/money/{deal.key}").content.decode()
    assert "3,288.30" in page
    assert "7,672.70" in page
    assert turner.get("/money/").content.decode().count("FBH-047") == 1
    assert stranger.get(f"/money/{deal.key}").status_code == 404
    for url in ("/money/", "/credit/", f"/credit/{deal.org('turner')}"):
        assert stranger.get(url).status_code == 200


def test_a_milestone_is_disputed_by_form(deal, client_for):
    buyer = client_for(deal.firms["buyer"])
    listed = buyer.get(f"/api/v1/orders/{deal.key}/money").json()["milestones"]
    waiting = next(row for row in listed if row["trigger"] == "accepted" and row["payee"] == deal.org("turner"))
    assert buyer.post(f"/money/{deal.key}/milestones/{waiting['key']}/contest").status_code == 302
    again = buyer.post(f"/api/v1/milestones/{waiting['key']}/contest")
    assert (again.status_code, again.json()["code"]) == (409, "kernel.wrong_state")
    carrier = client_for(deal.firms["carrier"])
    assert carrier.post(f"/api/v1/milestones/{waiting['key']}/contest").status_code == 404


def test_a_dispute_is_settled_by_who_raised_it_and_what_was_due_flows(deal, client_for):
    from cofab.apps.base.viewer import SYSTEM

    buyer, turner, operator = (client_for(deal.firms[name]) for name in ("buyer", "turner", "platform"))
    listed = buyer.get(f"/api/v1/orders/{deal.key}/money").json()["milestones"]
    row = next(one for one in listed if one["trigger"] == "made" and one["payee"] == deal.org("turner"))
    url = f"/api/v1/milestones/{row['key']}"
    assert buyer.post(f"{url}/settle").json()["code"] == "settle.not_contester"
    assert buyer.post(f"{url}/contest").json()["state"] == "contested"
    assert "Settle the dispute" in buyer.get(f"/money/{deal.key}", headers={"Accept-Language": "en"}).content.decode()
    assert turner.post(f"{url}/settle").json()["code"] == "settle.not_contester"
    assert client_for(deal.firms["carrier"]).post(f"{url}/settle").status_code == 404
    release(SYSTEM, deal.key, "made", deal.org("turner"))
    assert buyer.post(f"/money/ord_other/milestones/{row['key']}/settle").status_code == 404
    assert buyer.post(f"/money/{deal.key}/milestones/{row['key']}/settle").status_code == 302
    earned = turner.get("/api/v1/earnings").json()["items"]
    paid = next(one for one in earned if one["key"] == row["key"])
    assert (paid["state"], paid["paid_minor"]) == ("released", row["amount_minor"])
    other = next(one for one in earned if one["trigger"] == "accepted" and one["state"] == "waiting")
    assert turner.post(f"/api/v1/milestones/{other['key']}/contest").status_code == 200
    assert operator.post(f"/api/v1/milestones/{other['key']}/settle").json()["state"] == "waiting"
    assert other["key"] in {one.key for one in release(SYSTEM, deal.key, "accepted")}


def test_a_pool_is_disputed_by_nobody(deal, client_for):
    buyer = client_for(deal.firms["buyer"])
    listed = buyer.get(f"/api/v1/orders/{deal.key}/money").json()["milestones"]
    pool = next(one for one in listed if one["kind"] == "performance")
    assert buyer.post(f"/api/v1/milestones/{pool['key']}/contest").json()["code"] == "settle.not_between"


def test_a_site_does_not_start_with_a_custodian_that_nobody_could_pay_into():
    """Else a buyer would choose custody, everybody would sign, and only then the deposit be refused."""
    import json
    import os
    import subprocess
    import sys

    for keeper, demo, code in (("moon", "1", "custody.unknown"), ("test", "0", "custody.demo_only")):
        environment = {**os.environ, "COFAB_CUSTODIAN": keeper, "COFAB_DEMO": demo}
        words = [sys.executable, "-m", "cofab.cli", "migrate", "--check"]
        done = subprocess.run(words, env=environment, capture_output=True, text=True, check=False)
        assert (done.returncode, json.loads(done.stderr)["code"]) == (3, code)
        assert json.loads(done.stderr)["sentence"]
