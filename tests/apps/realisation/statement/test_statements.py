"""A monthly account over HTTP: drawn up from the ledger, the same for both, signed by both or said to differ."""

import pytest
from django.db import IntegrityError, transaction

from cofab.apps.base.clock import advance
from cofab.apps.base.viewer import SYSTEM, platform
from cofab.apps.realisation.ledger.custody import direct
from cofab.apps.realisation.settle.actions import release
from cofab.apps.realisation.statement.journal import today
from cofab.apps.realisation.statement.models import MonthlyStatement
from cofab.apps.realisation.statement.tasks import close
from cofab.core.kernel.event import digest

pytestmark = pytest.mark.django_db
JSON = "application/json"
DAY = 86_400
AT = "/api/v1/statements"


@pytest.fixture
def account(make_deal):
    """An order paid directly whose turner has begun, some of it paid, and the closing day over."""
    deal = make_deal(way="direct").secured()
    release(SYSTEM, deal.key, "started", deal.org("turner"))
    said = direct.say_paid(deal.firms["buyer"].viewer, deal.key, deal.org("turner"), 100_000)
    direct.confirm_paid(deal.firms["turner"].viewer, said.key)
    to_next_month()
    return deal


def to_next_month():
    """Push the clock to the 26th where the platform is, behind the next closing day."""
    advance(DAY)
    while today().day != 26:
        advance(DAY)


def drawn(client):
    answer = client.post(AT)
    assert answer.status_code == 201, answer.content
    return answer.json()["items"]


def post(client, path, **body):
    return client.post(f"{AT}/{path}", body, content_type=JSON)


def test_both_see_the_same_statement_and_sign_it(account, client_for, make_firm):
    buyer, turner = client_for(account.firms["buyer"]), client_for(account.firms["turner"])
    (made,) = drawn(buyer)
    assert drawn(turner) == drawn(buyer) == [], "once drawn up, again changes nothing"
    assert made["content"]["lines"][0]["what"] == "started"
    assert [line["amount_minor"] for line in made["content"]["lines"]] == [328_830, -100_000]
    figures = [made["content"][f"{name}_minor"] for name in ("opening", "obliged", "paid", "closing", "late")]
    assert figures == [0, 328_830, 100_000, 228_830, 0]
    assert made["hash"] == digest(made["content"])
    at = made["key"]
    seen = [client.get(f"{AT}/{at}").json() for client in (buyer, turner)]
    assert seen[0] == seen[1] == made
    stranger = client_for(make_firm("Stranger"))
    assert stranger.get(f"{AT}/{at}").status_code == stranger.get(f"/statements/{at}").status_code == 404
    assert client_for(account.firms["miller"]).get(AT).json()["items"] == []

    assert post(buyer, f"{at}/sign", hash="0" * 64).json()["code"] == "statement.other_hash"
    half = post(buyer, f"{at}/sign", hash=made["hash"]).json()
    assert (half["state"], half["payer_signed_by"], half["payee_signed_at"]) == ("half", "Buyer person", None)
    assert post(buyer, f"{at}/sign", hash=made["hash"]).json()["code"] == "statement.signed_conflict"
    both = post(turner, f"{at}/sign", hash=made["hash"]).json()
    assert (both["state"], both["payee_signed_by"]) == ("signed", "Turner person")
    assert post(turner, f"{at}/differ", text="No.").json()["code"] == "kernel.wrong_state"
    for client in (buyer, turner):
        page = client.get(f"/statements/{at}").content.decode()
        assert "Both have signed" in page
        assert made["hash"] in page
        assert "Buyer person" in page
        assert "Turner person" in page


def test_the_next_month_opens_where_the_last_closed_and_shows_what_is_late(account, client_for):
    buyer = client_for(account.firms["buyer"])
    (first,) = drawn(buyer)
    for _ in range(2):
        to_next_month()
    (third,) = drawn(buyer)
    assert third["content"]["opening_minor"] == first["content"]["closing_minor"] == 228_830
    assert third["content"]["lines"] == []
    assert third["content"]["overdue_minor"] == 228_830
    assert third["content"]["late_minor"] > 0
    with platform():
        assert close(timestamp=0) == 0, "nothing else was paid directly, nothing is missing"


def test_a_difference_is_listed_in_the_next_version(account, client_for):
    buyer, turner = client_for(account.firms["buyer"]), client_for(account.firms["turner"])
    (made,) = drawn(turner)
    assert post(turner, f"{made['key']}/redraw").status_code == 409
    assert post(buyer, f"{made['key']}/differ", text=" ").json()["code"] == "statement.say_what"
    assert post(buyer, f"{made['key']}/differ", text="?", amount_minor=228_831).status_code == 422
    said = post(buyer, f"{made['key']}/differ", text="Two pieces came back.", amount_minor=28_830).json()
    assert (said["state"], said["differing_minor"]) == ("differed", 28_830)
    page = turner.get(f"/statements/{made['key']}").content.decode()
    assert "Not disputed, to be paid in time: ¥2,000.00" in page
    assert post(turner, f"{made['key']}/sign", hash=made["hash"]).json()["code"] == "kernel.wrong_state"
    assert drawn(turner) == []
    fresh = post(turner, f"{made['key']}/redraw").json()
    assert (fresh["version"], fresh["state"]) == (2, "draft")
    told = {"by": "payer", "text": "Two pieces came back.", "amount_minor": 28_830}
    assert fresh["content"]["differences"] == [told]
    assert fresh["content"]["closing_minor"] == 228_830
    assert post(buyer, f"{made['key']}/redraw").json()["code"] == "statement.drawn_conflict"
    assert [post(c, f"{fresh['key']}/sign", hash=fresh["hash"]).json()["state"] for c in (turner, buyer)] == [
        "half", "signed",
    ]  # fmt: skip


def test_only_who_keeps_the_books_signs(account, client_for, make_firm, system):
    from cofab.apps.base.models import Membership

    (made,) = drawn(client_for(account.firms["buyer"]))
    Membership.objects.filter(organisation=account.firms["buyer"].organisation).update(roles=["planner"])
    planner = client_for(account.firms["buyer"])
    assert post(planner, f"{made['key']}/sign", hash=made["hash"]).status_code == 403
    assert "Sign the statement" not in planner.get(f"/statements/{made['key']}").content.decode()
    Membership.objects.filter(organisation=account.firms["buyer"].organisation).update(roles=["accountant"])
    assert post(planner, f"{made['key']}/sign", hash=made["hash"]).json()["state"] == "half"


def test_the_database_keeps_the_sum_and_the_signatures(account, client_for, system):
    drawn(client_for(account.firms["buyer"]))
    for change in ({"closing_minor": 1}, {"state": "signed"}, {"differing_minor": 300_000}):
        with pytest.raises(IntegrityError), transaction.atomic():
            MonthlyStatement.objects.update(**change)


def test_the_night_after_the_closing_day_draws_up_all(account, client_for):
    assert close(timestamp=0) == 1
    assert close(timestamp=0) == 0
    page = client_for(account.firms["turner"]).get("/statements/").content.decode()
    assert "your turn" in page
    assert "¥2,288.30" in page
