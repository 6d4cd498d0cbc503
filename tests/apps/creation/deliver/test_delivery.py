"""Goods move counted, arrive, and are accepted, refused, or accepted by silence."""

from dataclasses import replace
from datetime import UTC

import pytest

from cofab.apps.base.clock import advance, now
from cofab.apps.base.files import store
from cofab.apps.base.models import Event
from cofab.apps.base.viewer import SYSTEM, acting, platform
from cofab.apps.creation.deliver import actions, selectors
from cofab.apps.creation.models import Order
from cofab.apps.creation.produce import actions as produce
from cofab.core.kernel.refusal import Refused

pytestmark = pytest.mark.django_db


@pytest.fixture
def way(make_firm, making):
    buyer, mill, carrier = make_firm("Buyer", kind="demander"), make_firm("Mill"), make_firm("Van", kind="carrier")
    coater = make_firm("Coater")
    made = making.order(buyer.id, [mill.id])
    start = now().astimezone(UTC)
    keys = [firm.organisation.key for firm in (mill, coater, carrier)]
    legs = [making.leg(keys[0], keys[1], keys[2], start), making.leg(keys[1], "buyer", keys[2], start)]
    with platform() as system:
        rows = actions.open_shipments(system, made.key, legs)
    return buyer, mill, carrier, coater, made, rows


def state_of(made) -> str:
    with platform():
        return Order.objects.get(pk=made.pk).state


def deliver(way) -> None:
    _, _mill, carrier, _, _, rows = way
    for row in rows:
        actions.pick_up(carrier.viewer, row.key, 50, bag="B-17")
        actions.arrive(carrier.viewer, row.key, 50, bag="B-17")


def test_the_last_leg_delivers_and_the_buyer_accepts(way):
    buyer, mill, carrier, _, made, rows = way
    with pytest.raises(Refused, match="not_delivered"):
        actions.accept(buyer.viewer, made.key)
    with pytest.raises(Refused, match="no_proof"):
        actions.pick_up(mill.viewer, rows[0].key, 50)
    actions.pick_up(mill.viewer, rows[0].key, 50, bag="B-17")
    actions.arrive(carrier.viewer, rows[0].key, 50, bag="B-17")
    assert state_of(made) == "running"
    actions.pick_up(carrier.viewer, rows[1].key, 50, bag="B-18")
    actions.arrive(buyer.viewer, rows[1].key, 50, bag="B-18")
    assert state_of(made) == "delivered"
    with pytest.raises(Refused, match="not_buyer"):
        actions.accept(mill.viewer, made.key)
    assert actions.accept(buyer.viewer, made.key).state == "accepted"
    assert state_of(made) == "accepted"


def test_a_short_count_is_written_down_not_refused(way):
    _, mill, carrier, coater, _, rows = way
    actions.pick_up(mill.viewer, rows[0].key, 50, bag="B-17")
    actions.arrive(coater.viewer, rows[0].key, 48, bag="B-18")
    with platform():
        told = Event.objects.get(kind="deliver.difference")
        assert told.facts["missing"] == 2
        assert told.facts["seal_broken"] is True
        assert {mill.id, carrier.id, coater.id} <= set(told.audience)


def test_strangers_and_the_wrong_end_record_nothing(way, make_firm):
    _, mill, _, coater, _, rows = way
    with pytest.raises(Refused, match="not_found"):
        actions.pick_up(make_firm("Rival").viewer, rows[0].key, 50, bag="B")
    with pytest.raises(Refused, match="not_yours"):
        actions.pick_up(coater.viewer, rows[0].key, 50, bag="B")
    with pytest.raises(Refused, match="wrong_state"):
        actions.arrive(coater.viewer, rows[0].key, 50, bag="B")
    with acting(mill.viewer):
        assert [row.key for row in selectors.shipments(mill.viewer)] == [rows[0].key]


def test_seven_days_of_silence_accept(way):
    _, _, _, _, made, _ = way
    deliver(way)
    assert actions.accept_silent(SYSTEM) == []
    advance(7 * 86_400 + 1)
    assert actions.accept_silent(SYSTEM) == [made.key]
    assert state_of(made) == "accepted"
    assert actions.accept_silent(SYSTEM) == []


def test_refused_goods_go_back_and_may_come_again(way, making):
    buyer, _, carrier, coater, made, _ = way
    deliver(way)
    with pytest.raises(Refused, match="no_reason"):
        actions.refuse(buyer.viewer, made.key, "")
    assert actions.refuse(buyer.viewer, made.key, "12 scratched").state == "refused"
    assert state_of(made) == "running"
    again = making.leg(coater.organisation.key, "buyer", carrier.organisation.key, now().astimezone(UTC))
    with platform() as system:
        row = actions.open_shipments(system, made.key, [again], quantity=12)[0]
    actions.pick_up(carrier.viewer, row.key, 12, bag="B-19")
    actions.arrive(carrier.viewer, row.key, 12, bag="B-19")
    assert state_of(made) == "delivered"
    assert actions.accept(buyer.viewer, made.key).state == "accepted"


def test_the_page_and_api_hand_goods_over(way, client_for):
    buyer, mill, carrier, _, made, rows = way
    client = client_for(mill)
    page = client.get(f"/shipments/{rows[0].key}").content.decode()
    assert f"/shipments/{rows[0].key}/pick-up" in page
    refused = client.post(f"/shipments/{rows[0].key}/pick-up", {"counted": "50"})
    assert refused.status_code == 422
    assert client.post(f"/shipments/{rows[0].key}/pick-up", {"counted": "50", "bag": "B-1"}).status_code == 302
    body = {"counted": 50, "bag": "B-1"}
    answer = client_for(carrier).post(f"/api/v1/shipments/{rows[0].key}/arrive", body, content_type="application/json")
    assert (answer.json()["state"], answer.json()["counted_in"]) == ("arrived", 50)
    for word in ("pick-up", "arrive"):
        client_for(carrier).post(f"/api/v1/shipments/{rows[1].key}/{word}", body, content_type="application/json")
    waiting = client_for(buyer).get(f"/api/v1/orders/{made.key}/acceptance").json()
    assert waiting["state"] == "waiting"
    done = client_for(buyer).post(
        f"/api/v1/orders/{made.key}/acceptance", {"verdict": "accept"}, content_type="application/json"
    )
    assert done.json()["state"] == "accepted"


def test_shipments_not_yet_gone_are_cancelled_and_the_moving_one_goes_on(way):
    _, mill, _, _, made, rows = way
    actions.pick_up(mill.viewer, rows[0].key, 50, bag="B-17")
    with platform() as system:
        assert [row.key for row in actions.cancel_shipments(system, made.key)] == [rows[1].key]


def test_a_leg_carries_its_lot(make_firm, making):
    buyer, mill, other = make_firm("Buyer", kind="demander"), make_firm("Mill"), make_firm("Other mill")
    made = making.order(buyer.id, [mill.id, other.id], 50)
    operations = [
        replace(making.operation(making.machine(firm.id, name), pieces), lot=lot)
        for firm, name, pieces, lot in ((mill, "A", 30, 0), (other, "B", 20, 1))
    ]
    keys, start = [firm.organisation.key for firm in (mill, other)], now().astimezone(UTC)
    legs = [replace(making.leg(key, "buyer", key, start), lot=lot) for lot, key in enumerate(keys)]
    with platform() as system:
        produce.open_work(system, made.key, operations)
        rows = actions.open_shipments(system, made.key, legs)
    assert [row.quantity for row in rows] == [30, 20]
    for firm, row in ((mill, rows[0]), (other, rows[1])):
        assert state_of(made) == "running"
        actions.pick_up(firm.viewer, row.key, row.quantity, bag="B")
        actions.arrive(firm.viewer, row.key, row.quantity, bag="B")
    assert state_of(made) == "delivered"
    assert actions.accept(buyer.viewer, made.key).quantity == 50


def test_a_photo_is_shown_by_whoever_took_it(way, make_firm, client_for):
    """A file of another firm, seen or unseen, answers as one that does not exist, and is shown to nobody."""
    _, mill, carrier, _, _, rows = way
    rival = make_firm("Rival")
    unseen = store(rival.viewer, "a.jpg", b"a", "image/jpeg", [rival.id])
    seen = store(rival.viewer, "b.jpg", b"b", "image/jpeg", [rival.id, mill.id])
    own = store(mill.viewer, "c.jpg", b"c", "image/jpeg", [mill.id])
    url, client = f"/api/v1/shipments/{rows[0].key}/pick-up", client_for(mill)
    keys = (unseen.key, seen.key, "fil_01890000000070008000000000")
    told = [client.post(url, {"counted": 50, "photo": key}, "application/json") for key in keys]
    assert {(answer.status_code, answer.content) for answer in told} == {(404, told[0].content)}
    assert client_for(carrier).get(f"/api/v1/files/{seen.key}").status_code == 404
    assert client.post(url, {"counted": 50, "photo": own.key}, "application/json").status_code == 200
    assert client_for(carrier).get(f"/api/v1/files/{own.key}").status_code == 200
