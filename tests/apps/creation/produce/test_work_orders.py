"""Work orders in the database: who may do what, one machine one work, counts, moves, the page at the machine."""

from datetime import timedelta

import pytest

from cofab.apps.base.clock import now
from cofab.apps.base.events import history
from cofab.apps.base.models import Event
from cofab.apps.base.viewer import acting, platform
from cofab.apps.creation.produce import actions, selectors
from cofab.core.kernel.refusal import Refused

pytestmark = pytest.mark.django_db


@pytest.fixture
def shop(make_firm, making):
    buyer, mill = make_firm("Buyer", kind="demander"), make_firm("Mill")
    made, machine, work = making.work_of(buyer.id, mill.id, 10)
    return buyer, mill, made, machine, work


def test_the_maker_counts_to_the_end_and_the_buyer_watches(shop):
    buyer, mill, made, _, work = shop
    actions.start(mill.viewer, work.key)
    actions.report(mill.viewer, work.key, done=7, scrap=1)
    with acting(buyer.viewer):
        seen = selectors.making(buyer.viewer, made.key)
        assert (seen.done, seen.quantity, seen.states) == (7, 10, ("running",))
    with pytest.raises(Refused, match="unfinished"):
        actions.finish(mill.viewer, work.key)
    with pytest.raises(Refused, match="too_many"):
        actions.report(mill.viewer, work.key, done=4)
    actions.report(mill.viewer, work.key, done=3)
    row = actions.finish(mill.viewer, work.key)
    assert (row.state, row.done, row.scrap) == ("done", 10, 1)
    with acting(buyer.viewer):
        kinds = list(history(buyer.viewer, work.key).values_list("kind", flat=True))
    assert kinds == ["produce.open", "produce.start", "produce.progress", "produce.progress", "produce.done"]


def test_the_buyer_and_strangers_may_not_report(shop, make_firm):
    buyer, _, _, _, work = shop
    with pytest.raises(Refused, match="not_yours"):
        actions.start(buyer.viewer, work.key)
    with pytest.raises(Refused, match="not_found"):
        actions.start(make_firm("Rival").viewer, work.key)


def test_a_machine_works_on_one_thing_at_a_time(shop, making):
    buyer, mill, _, machine, work = shop
    other = making.order(buyer.id, [mill.id], 5)
    with platform() as system:
        second = actions.open_work(system, other.key, [making.operation(machine, 5)])[0]
    actions.start(mill.viewer, work.key)
    with pytest.raises(Refused, match="machine_taken"):
        actions.start(mill.viewer, second.key)
    actions.pause(mill.viewer, work.key)
    assert actions.start(mill.viewer, second.key).state == "running"


def test_the_machine_knows_best_what_it_works_on(shop, making):
    buyer, mill, _, machine, work = shop
    other = making.order(buyer.id, [mill.id], 5)
    with platform() as system:
        second = actions.open_work(system, other.key, [making.operation(machine, 5)])[0]
    actions.start(mill.viewer, work.key)
    with platform() as system:
        actions.machine_turned(system, machine.pk, second.key, "running", now())
        actions.machine_counted(system, machine.pk, second.key, 5, now())
    with acting(mill.viewer):
        first, last = (selectors.work_order(mill.viewer, key) for key in (work.key, second.key))
        assert (first.state, first.reason, first.done) == ("paused", "another", 0)
        assert (last.state, last.done) == ("done", 5)


def test_work_is_opened_once_for_an_order(shop, making):
    _, _, made, machine, work = shop
    with platform() as system:
        again = actions.open_work(system, made.key, [making.operation(machine, 10)])
    assert [row.key for row in again] == [work.key]


def test_operations_of_one_clamping_are_one_work_order(make_firm, making):
    buyer, mill = make_firm("Buyer", kind="demander"), make_firm("Mill")
    machine = making.machine(mill.id)
    made = making.order(buyer.id, [mill.id], 10)
    begin = now()
    both = [
        making.operation(machine, 10, begin, "mill"),
        making.operation(machine, 10, begin + timedelta(hours=1), "drill"),
    ]
    times = {"mill": (1800, 600), "drill": (900, 60)}
    with platform() as system:
        rows = actions.open_work(system, made.key, both, times, {"mill": "Milling", "drill": "Drilling"})
    assert [(r.op, r.setup_s, r.piece_s, r.title) for r in rows] == [("mill+drill", 1800, 660, "Milling + Drilling")]


def test_a_machine_down_pauses_work_and_refuses_to_go_on(shop):
    _, mill, _, machine, work = shop
    actions.start(mill.viewer, work.key)
    row = actions.report_down(mill.viewer, work.key, "spindle")
    assert (row.state, row.reason) == ("paused", "down")
    with platform():
        machine.refresh_from_db()
        assert machine.down_since is not None
        assert Event.objects.filter(kind="publish.down", subject=machine.key).count() == 1
    with pytest.raises(Refused, match="machine_down"):
        actions.start(mill.viewer, work.key)


def test_the_rest_moves_to_two_machines_and_no_piece_is_lost(shop, make_firm, making):
    _buyer, mill, made, _, work = shop
    second, other = making.machine(mill.id, "VMC-4"), make_firm("Other mill")
    third = making.machine(other.id, "VMC-9")
    actions.start(mill.viewer, work.key)
    actions.report(mill.viewer, work.key, done=6)
    with platform() as system:
        begin, end = now(), now() + timedelta(hours=5)
        first = actions.move_work(system, work.key, second.key, begin, end, 1)
        rest = actions.move_work(system, work.key, third.key, begin, end)
        assert (first.quantity, rest.quantity) == (1, 3)
        with pytest.raises(Refused, match="invalid"):
            actions.move_work(system, work.key, third.key, begin, end)
        seen = selectors.making(system, made.key)
        assert (seen.done, seen.quantity) == (6, 10)
    actions.report(other.viewer, rest.key, done=3)
    with pytest.raises(Refused, match="not_found"):
        actions.start(other.viewer, work.key)
    with pytest.raises(Refused, match="wrong_state"):
        actions.start(mill.viewer, work.key)


def test_the_machines_counter_starts_counts_paces_and_finishes(shop):
    _, _, _, machine, work = shop
    at = now()
    with platform() as system:
        actions.machine_turned(system, machine.pk, work.key, "setup", at)
        row = actions.machine_counted(system, machine.pk, work.key, 4, at + timedelta(hours=1), 4, 2000)
        assert (row.state, row.done, row.run_s, row.paced) == ("running", 4, 2000, 4)
        again = actions.machine_counted(system, machine.pk, work.key, 4, at + timedelta(hours=1), 0, 0)
        assert again.done == 4
        actions.machine_turned(system, machine.pk, work.key, "down", at + timedelta(hours=2))
        work.refresh_from_db()
        assert (work.state, work.reason) == ("paused", "down")
        row = actions.machine_counted(system, machine.pk, work.key, 12, at + timedelta(hours=3), 8, 4000)
        assert (row.state, row.done) == ("done", 10)


def test_the_pages_show_buttons_to_the_maker_only(shop, client_for):
    buyer, mill, _, _, work = shop
    maker = client_for(mill)
    page = maker.get(f"/work/{work.key}").content.decode()
    assert f"/work/{work.key}/start" in page
    assert "style=" not in page
    assert f"/work/{work.key}/start" not in client_for(buyer).get(f"/work/{work.key}").content.decode()
    assert maker.post(f"/work/{work.key}/start").status_code == 302
    part = maker.post(f"/work/{work.key}/report", {"done": "10"}, headers={"HX-Request": "true"}).content.decode()
    assert "10 <small>/ 10" in part
    assert maker.post(f"/work/{work.key}/done").status_code == 302
    assert work.order_title in maker.get("/work/").content.decode()


def test_the_api_answers_progress_and_refusals(shop, client_for):
    _, mill, made, _, work = shop
    client = client_for(mill)
    listed = client.get(f"/api/v1/work-orders?order={made.key}").json()["items"]
    assert [item["key"] for item in listed] == [work.key]
    assert client.post(f"/api/v1/work-orders/{work.key}/start").json()["state"] == "running"
    answer = client.post(f"/api/v1/work-orders/{work.key}/report", {"done": 11}, content_type="application/json")
    assert (answer.status_code, answer.json()["code"]) == (422, "produce.too_many")
