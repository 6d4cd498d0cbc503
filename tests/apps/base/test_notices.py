"""The bell tells a firm's people what others did, each person once."""

import pytest

from cofab.apps.base import notifications, registry
from cofab.apps.base.events import remember
from cofab.apps.base.registry import Notice
from cofab.apps.base.viewer import acting

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def notice(monkeypatch):
    told = {"test.ask": Notice("{firm} asks for {pieces} pieces", "/requests/{subject}")}
    monkeypatch.setattr(notifications, "notices", lambda: told)


def test_what_another_firm_did_is_unread_until_read(make_firm):
    buyer, mill, rival = make_firm("Buyer"), make_firm("Mill"), make_firm("Rival")
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


def test_steps_register_themselves_in_the_order_of_value():
    stages = [registry.STAGES.index(step.stage) for step in registry.steps()]
    assert stages == sorted(stages)
