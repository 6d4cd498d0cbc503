"""The order page: whose move it is, what each party sees, and the forms on it, from signature to rating."""

import runpy
from pathlib import Path

import pytest

from cofab.apps.base.viewer import SYSTEM, acting
from cofab.apps.creation.agree.selectors import order_for, orders_for
from cofab.apps.realisation.ledger.custody.models import CustodyTransfer
from cofab.core.creation.agree.lifecycle import ORDER
from cofab.core.order import LIFE
from cofab.flows.order_page import listing, moves, rail

CASH = runpy.run_path(str(Path(__file__).with_name("test_order_to_cash.py")))


def move(story, who):
    with acting(story.firms[who].viewer):
        return moves.move_of(story.firms[who].viewer, order_for(story.firms[who].viewer, story.key))


def listed(viewer):
    with acting(viewer):
        return list(orders_for(viewer))


@pytest.fixture
def pages(client_for):
    """Open and post pages as a firm: `pages(story, "buyer", "pay")` posts, without a word it reads."""

    def visit(story, who, word="", **facts):
        client = client_for(story.firms[who])
        path = f"/orders/{story.key}" + (f"/{word}" if word else "")
        return client.post(path, facts) if facts or word in ("pay", "deposit", "accept", "cancel") else client.get(path)

    return visit


def test_every_state_and_stop_has_its_words():
    assert set(moves.STATES) == set(listing.STATES) == set(ORDER.states)
    assert set(rail.NAMES) == {stop.name for stop in LIFE}


def test_the_move_goes_from_signature_to_payment_to_work(make_story, pages, client_for):
    story = make_story()
    assert (move(story, "buyer").do, move(story, "mill").do) == ("sign", "sign")
    for who in ("buyer", "mill"):
        client_for(story.firms[who]).post(f"/requests/sign/{story.key}")
    assert move(story, "mill").do == ""
    story.sign()
    assert (move(story, "buyer").do, move(story, "mill").tone) == ("pay", "wait")
    assert pages(story, "buyer", "pay").status_code == 302
    waiting = move(story, "buyer")
    assert waiting.do == "deposit" and waiting.facts["transfer"].reference in waiting.why
    assert pages(story, "buyer", "deposit").status_code == 302
    story.run_jobs()
    assert story.state == "running" and not move(story, "buyer").mine
    text = pages(story, "buyer").content.decode()
    assert "0 / 50" in text and "Secured" in text


def test_only_the_buyer_pays_accepts_and_cancels(make_story, pages, system):
    story = make_story()
    story.sign()
    for word in ("pay", "deposit", "cancel"):
        assert pages(story, "mill", word).status_code == 404
    assert story.state == "signed"
    assert pages(story, "buyer", "pay").status_code == 302
    CustodyTransfer.objects.update(audience=[firm.id for firm in story.firms.values()])
    assert pages(story, "mill", "deposit").status_code == 404
    assert CustodyTransfer.objects.get().state == "asked"
    assert pages(story, "buyer", "cancel").status_code == 302
    assert story.state == "cancelled"
    assert move(story, "buyer").tone == "done"


def test_a_supplier_reads_its_own_rows_and_not_the_price(make_story, pages):
    story = make_story()
    story.sign()
    price = f"{story.order.price_minor / 100:,.2f}"
    assert price in pages(story, "buyer").content.decode()
    story.deposit()
    mill = pages(story, "mill").content.decode()
    assert price not in mill and "your part, incl. VAT" in mill
    carrier = pages(story, "carrier").content.decode()
    assert "/work/" not in carrier and price not in carrier


def test_every_party_finds_the_order_in_its_list(make_story, client_for):
    story = make_story()
    for who in ("buyer", "mill"):
        assert f"/orders/{story.key}" in client_for(story.firms[who]).get("/orders/").content.decode()
        assert story.key in [row.key for row in listed(story.firms[who].viewer)]


def test_a_stranger_finds_no_order(make_story, make_firm, client_for):
    story = make_story()
    stranger = client_for(make_firm("Stranger"))
    for word in ("", "/part/now", "/rate", "/evidence"):
        assert stranger.get(f"/orders/{story.key}{word}").status_code == 404
    assert story.key not in stranger.get("/orders/").content.decode()


def test_goods_are_accepted_and_both_sides_rate_unseen(make_story, pages, client_for):
    story = make_story()
    story.sign()
    story.deposit()
    CASH["make"](story)
    CASH["bring"](story, to_buyer=False)
    CASH["inspected"](story)
    CASH["bring"](story, to_buyer=True)
    assert (move(story, "buyer").do, move(story, "mill").do) == ("accept", "")
    assert pages(story, "buyer", "accept").status_code == 302
    story.run_jobs()
    assert (move(story, "buyer").do, move(story, "mill").do) == ("rate", "rate")
    mill, buyer = story.firms["mill"], story.firms["buyer"]
    given = {"organisation": mill.organisation.key, "quality": 5, "on_time": 5, "communication": 4, "note": "fine"}
    assert client_for(buyer).post(f"/credit/rate/{story.key}", given).status_code == 302
    assert move(story, "buyer").tone == "wait"
    assert "fine" not in pages(story, "mill", "rate").content.decode()
    back = {"organisation": buyer.organisation.key, "clear_demand": 4, "pays": 5, "communication": 5}
    client_for(mill).post(f"/credit/rate/{story.key}", back)
    story.run_jobs()
    assert story.state == "closed"
    assert "fine" in pages(story, "mill", "rate").content.decode()
    closed = pages(story, "buyer").content.decode()
    assert "Done: paid and rated" in closed and "The same again" in closed


def test_goods_are_refused_only_with_a_reason(make_story, pages):
    story = make_story()
    story.sign()
    story.deposit()
    CASH["make"](story)
    CASH["bring"](story, to_buyer=False)
    CASH["inspected"](story)
    CASH["bring"](story, to_buyer=True)
    assert pages(story, "buyer", "refuse", reason=" ").status_code == 422
    assert story.state == "delivered"
    assert pages(story, "buyer", "refuse", reason="hole 2 too small").status_code == 302
    assert story.state == "running"
    assert "hole 2 too small" in pages(story, "buyer").content.decode()


def test_the_page_writes_no_style_and_no_script(make_story, client_for):
    story = make_story()
    story.sign()
    story.deposit()
    client = client_for(story.firms["buyer"])
    for view in ("", "?view=gantt", "?view=map", "?history=exceptions"):
        text = client.get(f"/orders/{story.key}{view}").content.decode()
        assert " style=" not in text and "<script>" not in text and "onclick" not in text


def test_the_evidence_is_the_viewers_own(make_story, pages):
    story = make_story()
    story.sign()
    answer = pages(story, "mill", "evidence")
    assert answer["Content-Type"] == "application/zip" and answer.content[:2] == b"PK"
    assert order_for(SYSTEM, story.key).number in answer["Content-Disposition"]
