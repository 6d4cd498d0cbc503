"""The bell tells a firm's people what others did, each person once."""

import pytest

from cofab.apps.base import notifications, registry
from cofab.apps.base.clock import now
from cofab.apps.base.events import remember
from cofab.apps.base.registry import Notice
from cofab.apps.base.viewer import SYSTEM, acting

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def notice(monkeypatch):
    told = {
        "test.ask": Notice("{firm} asks for {pieces} pieces", "/requests/{subject}", asks="supplier"),
        "test.carry": Notice("Goods to move", "/shipments/{subject}", of="carrier"),
        "test.tell": Notice("Something happened"),
    }
    monkeypatch.setattr(notifications, "notices", lambda: told)


def test_what_another_firm_did_is_unread_until_read(make_firm):
    buyer, mill, rival = make_firm("Buyer"), make_firm("Mill", is_supplier=True), make_firm("Rival")
    with acting(buyer.viewer):
        facts = {"firm": "Buyer", "pieces": 50}
        remember(buyer.viewer, "test.ask", subject="req_1", facts=facts, audience=[buyer.id, mill.id])
        remember(buyer.viewer, "test.untold", subject="req_1", audience=[buyer.id, mill.id])
        assert notifications.unread(buyer.viewer) == 0, "nobody is told of their own deeds"
    with acting(rival.viewer):
        assert notifications.unread(rival.viewer) == 0
    with acting(mill.viewer):
        assert notifications.unread(mill.viewer) == 1
        [one] = notifications.latest(mill.viewer)
        assert (one.title, one.url, one.read) == ("Buyer asks for 50 pieces", "/requests/req_1", False)
        notifications.read_all(mill.viewer)
        assert notifications.unread(mill.viewer) == 0
        assert notifications.latest(mill.viewer)[0].read


def test_the_bell_counts_what_asks_the_reader_and_each_thing_once(make_firm):
    buyer, mill = make_firm("Buyer", kind="demander"), make_firm("Mill", is_supplier=True)
    both = [buyer.id, mill.id]
    with acting(SYSTEM):
        for n in range(5):
            facts = {"firm": "Buyer", "pieces": 50, "order": "ord_1"}
            remember(SYSTEM, "test.ask", subject=f"req_{n}", facts=facts, audience=both)
            remember(SYSTEM, "test.tell", subject="ord_1", audience=both)
            carried = {"carrier": buyer.organisation.key, "order": "ord_1"}
            remember(SYSTEM, "test.carry", subject=f"shp_{n}", facts=carried, audience=both)
        remember(SYSTEM, "test.begin", subject="ord_1", facts={"number": "O-1"}, audience=both)
    with acting(mill.viewer):
        assert notifications.unread(mill.viewer) == 1, "asked once for one order; the rest is told or asks others"
        found = {one.title: (one.count, one.asks) for one in notifications.gathered(mill.viewer)}
        assert found["Buyer asks for 50 pieces"] == (5, True)
        assert found["Something happened"] == (5, False)
        assert found["Goods to move"] == (5, False)
        assert {one.about for one in notifications.latest(mill.viewer)} == {"O-1"}
    with acting(buyer.viewer):
        assert notifications.unread(buyer.viewer) == 1, "only the goods it is to move"


def test_opening_the_page_marks_all_as_read(make_firm, client_for):
    mill = make_firm("Mill", is_supplier=True)
    with acting(SYSTEM):
        remember(SYSTEM, "test.ask", subject="req_1", facts={"firm": "B", "pieces": 5}, audience=[mill.id])
    client = client_for(mill)
    assert 'id="bell-count">1<' in client.get("/keys").content.decode()
    page = client.get("/notifications").content.decode()
    assert "B asks for 5 pieces" in page
    assert 'id="bell-count"><' in page
    assert 'id="bell-count"><' in client.get("/keys").content.decode()


def test_what_is_older_than_a_fortnight_no_longer_rings(make_firm, monkeypatch):
    mill = make_firm("Mill", is_supplier=True)
    with acting(SYSTEM):
        remember(SYSTEM, "test.ask", subject="req_1", facts={"firm": "B", "pieces": 5}, audience=[mill.id])
    later = now() + notifications.FRESH
    monkeypatch.setattr(notifications, "now", lambda: later)
    with acting(mill.viewer):
        assert notifications.unread(mill.viewer) == 0
        assert len(notifications.latest(mill.viewer)) == 1


def test_steps_register_themselves_in_the_order_of_value():
    stages = [registry.STAGES.index(step.stage) for step in registry.steps()]
    assert stages == sorted(stages)
