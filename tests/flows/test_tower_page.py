"""The control tower, the ledger and the system page: for the operator, and nobody's own load in them."""

import pytest

from cofab.apps.base.clock import now
from cofab.apps.base.viewer import SYSTEM
from cofab.apps.proposition.publish.load import LEAST_FIRMS, loads, machines_down
from cofab.core.kernel.refusal import Refused

PAGES = ("/tower/", "/ledger/", "/system/")


def test_only_the_operator_enters(make_story, client_for):
    story = make_story()
    for path in (*PAGES, f"/tower/{story.key}"):
        assert client_for(story.firms["operator"]).get(path).status_code == 200, path
        assert client_for(story.firms["buyer"]).get(path).status_code == 403, path
    with pytest.raises(Refused):
        machines_down(story.firms["mill"].viewer)


def test_the_tower_tells_what_is_not_paid_and_the_ledger_balances(make_story, client_for):
    story = make_story()
    story.sign()
    operator = client_for(story.firms["operator"])
    text = operator.get("/tower/").content.decode()
    assert "unfunded" in text and story.order.number in text
    story.deposit()
    text = operator.get("/tower/").content.decode()
    assert "unfunded" not in text and "balanced" in text
    book = operator.get("/ledger/").content.decode()
    assert "Everything holds" in book and f"{story.order.price_minor / 100:,.2f}" in book


def test_a_cell_of_two_firms_is_not_told(region):
    from datetime import timedelta

    found = loads(SYSTEM, now(), now() + timedelta(days=7))
    assert any(row.taken_ppm is not None and row.area for row in found)
    for row in found:
        assert 0 <= row.free_s <= row.open_s
        assert (row.taken_ppm is None) == (row.firms < LEAST_FIRMS or not row.open_s)


def test_late_orders_come_first_by_money_times_days_and_each_need_opens_where_it_is_mended(make_story, client_for):
    from datetime import timedelta

    from cofab.apps.base.viewer import platform
    from cofab.apps.creation.agree.models import Order
    from cofab.flows.tower.needs import lateness

    cheap, dear = make_story(), make_story()
    with platform():
        for story, days, price in ((cheap, 3, 100_000), (dear, 2, 900_000)):
            late = story.order.promised_at + timedelta(days=days)
            Order.objects.filter(key=story.key).update(forecast_at=late, price_minor=price, state="running")
        assert lateness(Order.objects.get(key=cheap.key)) == 300_000
    page = client_for(dear.firms["operator"]).get("/tower/")
    shown = [line.key for line in page.context["table"].page.object_list]
    assert shown[:2] == [dear.key, cheap.key]
    assert [need.order.key for need in page.context["needs"]][:2] == [dear.key, cheap.key]
    text = page.content.decode()
    assert f"/tower/{dear.key}#work" in text and "data-row" in text
    odds = next(column for column in page.context["table"].columns if column.name == "odds")
    assert odds.of(page.context["table"].page.object_list[0]) == 0
    late = client_for(dear.firms["operator"]).get("/tower/?due=late")
    assert len(late.context["table"].page.object_list) == 2
