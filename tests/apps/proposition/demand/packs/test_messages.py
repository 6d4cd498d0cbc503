"""A message on its page and at the API, and another reader over real HTTP whose claims a person confirms."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from datetime import date
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from cofab.apps.proposition.demand.packs import messages

TEXT = "急！不锈钢法兰20个，机加工，圣诞前，做得亮一点"
TODAY = date(2026, 11, 18)


class Answering(BaseHTTPRequestHandler):
    """Another reader: remembers what it was sent and says what the test wants it to say."""

    def do_POST(self) -> None:
        sent = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.heard.append((json.loads(sent), self.headers.get("Authorization")))
        body = self.server.answer
        self.send_response(self.server.status)
        self.send_header("Content-Type", "application/json")
        self.end_headers()
        self.wfile.write(body if isinstance(body, bytes) else json.dumps(body).encode())

    def log_message(self, *words: object) -> None:
        pass


@pytest.fixture
def other(settings) -> Iterator[ThreadingHTTPServer]:
    """A reader that this site asks."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Answering)
    server.heard, server.answer, server.status = [], {"fields": []}, 200
    threading.Thread(target=server.serve_forever, daemon=True).start()
    settings.COFAB_TEXT_READER_URL = f"http://127.0.0.1:{server.server_port}/read"
    settings.COFAB_TEXT_READER_TOKEN = "t0ken"
    yield server
    server.shutdown()
    server.server_close()


def claim(name: str, value: object, words: str) -> dict[str, object]:
    return {"name": name, "value": value, "words": words}


@pytest.mark.django_db
def test_nobody_else_is_asked_unless_an_address_is_set(settings):
    assert settings.COFAB_TEXT_READER_URL == ""
    assert messages.told(TEXT, TODAY).claimed == ()


@pytest.mark.django_db
def test_claims_are_marked_and_stand_beside_the_grammar(other):
    other.answer = {"fields": [claim("finish", "blasting-finish", "做得亮一点"), claim("material", "304", "不锈钢")]}
    told = messages.told(TEXT, TODAY)
    assert [(f.name, f.value, f.rule) for f in told.claimed] == [
        ("finish", "blasting-finish", "model"), ("material", "304", "model"),
    ]  # fmt: skip
    assert TEXT[told.claimed[0].start : told.claimed[0].end] == "做得亮一点"
    sent, token = other.heard[0]
    assert sent["text"] == TEXT and token == "Bearer t0ken" and set(sent) == {"text", "today", "fields"}


@pytest.mark.django_db
@pytest.mark.parametrize(
    "wrong",
    [
        claim("quantity", 99, "20个"), claim("finish", "gold", "做得亮一点"), claim("hours", 5, "nowhere in it"),
        claim("hours", "5", "急"), claim("hours", -1, "急"), claim("secret", 1, "急"), claim("due", "2020-01-01", "急"),
        claim("material", "unobtainium", "不锈钢"), "no field", {"name": "hours"}, claim("hours", True, "急"),
    ],
)  # fmt: skip
def test_a_claim_that_is_not_in_the_words_or_of_no_kind_is_dropped(other, wrong):
    other.answer = {"fields": [wrong]}
    assert messages.told(TEXT, TODAY).claimed == ()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("answer", "status"),
    [(b"<html>", 200), ({"fields": []}, 500), ([1], 200), ({"fields": 7}, 200), (b"[" * 200_000, 200), ({}, 302)],
)
def test_a_reader_that_fails_costs_nothing_but_its_claims(other, answer, status):
    other.answer, other.status = answer, status
    told = messages.told(TEXT, TODAY)
    assert told.claimed == ()
    assert told.reading.first("quantity").value == 20


@pytest.fixture
def buyer(make_firm, client_for):
    return client_for(make_firm("Buyer", kind="demander", roles=("buyer",)))


def test_the_page_shows_the_words_and_asks_for_the_rest(buyer):
    page = buyer.post(
        "/trades/message", {"text": "夹克 黑色：S20 M40 L60，尼龙"}, HTTP_ACCEPT_LANGUAGE="en"
    ).content.decode()
    assert page.count("<mark") >= 4
    assert "By when is it needed?" in page
    assert "cell" in page


def test_a_claim_is_taken_over_only_when_ticked(buyer, other):
    text = "想租一台五轴，周末大概两天两夜"
    other.answer = {"fields": [claim("hours", 48, "两天两夜")]}
    page = buyer.post("/trades/message", {"text": text}, HTTP_ACCEPT_LANGUAGE="en")
    rows, seal = page.context["rows"], page.context["sealed"]
    mine = [r["n"] for r in rows if not r["claimed"]]
    claimed = [r["n"] for r in rows if r["claimed"]]
    assert claimed and "please confirm" in page.content.decode()
    unticked = buyer.post("/trades/message/form", {"text": text, "sealed": seal, "take": mine}).url
    assert unticked.startswith("/trades/lease/new") and "hours" not in unticked
    ticked = buyer.post("/trades/message/form", {"text": text, "sealed": seal, "take": [*mine, *claimed]}).url
    assert "hours=48" in ticked
    forged = buyer.post("/trades/message/form", {"text": text, "sealed": "x" + seal, "take": [*mine, *claimed]}).url
    assert "hours" not in forged


def test_the_api_tells_what_is_certain_and_what_waits(buyer, other):
    other.answer = {"fields": [claim("material", "304", "不锈钢")]}
    body = {"text": TEXT, "today": "2026-11-18"}
    told = buyer.post("/api/v1/trades/text", body, content_type="application/json").json()
    rows = {f["name"]: f for f in told["fields"]}
    assert rows["quantity"] == {
        "name": "quantity", "value": 20, "start": 7, "end": 10, "words": "20个", "rule": "quantity.counted",
        "confirm": False,
    }  # fmt: skip
    assert rows["material"]["confirm"] is True
    assert {"material", "town"} <= {m["name"] for m in told["missing"]}
    assert told["form"].startswith("/demands/new?") and "quantity=20" in told["form"]
