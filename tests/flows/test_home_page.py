"""Today: what waits for the viewer; strangers see what Cofab is; a demo lets anybody be anybody."""

import pytest
from django.test import Client

from cofab.apps.base.clock import advance
from cofab.apps.base.viewer import acting
from cofab.flows.home import landing, moves


def stranger():
    client = Client()
    client.cookies["cofab_language"] = "en"
    return client


def todos(firm):
    with acting(firm.viewer):
        return moves.todos(firm.viewer)


def test_today_tells_what_waits_by_deadline(make_story, client_for):
    story = make_story()
    buyer, mill = story.firms["buyer"], story.firms["mill"]
    assert [todo.url for todo in todos(buyer)] == [f"/orders/{story.key}"]
    assert "Sign" in client_for(buyer).get("/").content.decode()
    story.sign()
    assert todos(mill) == []
    assert "Nothing waits for you" in client_for(mill).get("/").content.decode()
    assert ["secure" in todo.what.lower() for todo in todos(buyer)] == [True]


def test_a_work_order_to_start_is_a_move(make_story):
    story = make_story()
    story.sign()
    story.deposit()
    mill = story.firms["mill"]
    assert todos(mill) == []
    advance(5 * 86_400 - 3_600)
    found = todos(mill)
    assert len(found) == 1 and found[0].url.startswith("/work/")
    assert todos(story.firms["buyer"]) == []


@pytest.mark.django_db
def test_a_stranger_reads_sums_that_name_nobody(make_firm):
    for n in range(3):
        make_firm(f"Mill {n}", is_supplier=True, town="huangyan")
    make_firm("Alone", is_supplier=True, town="yuyao")
    counts = landing._counts()
    assert counts["workshops"] >= 4
    text = stranger().get("/").content.decode()
    assert "Mill 0" not in text
    assert "Alone" not in text


@pytest.mark.django_db
def test_a_stranger_reads_what_cofab_is():
    text = stranger().get("/").content.decode()
    assert "Idle machines" in text and "/sign-in" in text and "/demo" in text


def test_a_demo_signs_in_as_its_people_and_nobody_else(make_firm, settings):
    firm = make_firm("Pumps", kind="demander")
    firm.person.is_demo = firm.organisation.is_demo = True
    firm.person.save()
    firm.organisation.save()
    real, client = make_firm("Real"), stranger()
    text = client.get("/demo").content.decode()
    assert "Pumps" in text and "Real" not in text
    assert client.post("/demo", {"person": real.person.key}).status_code == 404
    here = {"person": firm.person.key, "organisation": firm.organisation.key}
    assert client.post("/demo", here).status_code == 302
    assert "Pumps" in client.get("/").content.decode()
    settings.COFAB_DEMO = False
    assert client.get("/demo").status_code == client.post("/demo", here).status_code == 404
