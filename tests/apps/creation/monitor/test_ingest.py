"""Signed batches: stored once, only by the right key, followed into states and work orders."""

import base64
import json
from datetime import UTC, timedelta

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.test import Client

from cofab.apps.base.clock import now
from cofab.apps.base.models import Event
from cofab.apps.base.viewer import SYSTEM, acting, platform
from cofab.apps.creation.models import DayStates, Observation
from cofab.apps.creation.monitor import actions, face, selectors
from cofab.apps.creation.monitor.spanning import day_window, local_day
from cofab.apps.creation.produce import actions as produce
from cofab.core.creation.monitor.spans import seconds
from cofab.core.kernel.refusal import Refused
from cofab.core.kernel.window import Window, iso
from cofab.gateway.keys import public

pytestmark = pytest.mark.django_db


class Line:
    """A gateway of a firm, writing batches as the real one does."""

    def __init__(self, firm, machine):
        self.key = Ed25519PrivateKey.generate()
        self.gateway = actions.register(firm.viewer, "gw-02", public(self.key))
        self.machine, self.sequence = machine, 0

    def batch(self, *points, run="r1", machine=None):
        rows = []
        for at, item, value in points:
            self.sequence += 1
            rows.append([self.sequence, (machine or self.machine).key, iso(at), item, value])
        document = {"format": "cofab.batch/1", "gateway": self.gateway.key, "run": run, "points": rows}
        return json.dumps(document).encode()

    def post(self, body, key=None):
        signature = base64.b64encode((key or self.key).sign(body)).decode()
        headers = {"X-Cofab-Gateway": self.gateway.key, "X-Cofab-Signature": signature}
        return Client().post("/api/v1/gateway/batches", body, content_type="application/json", headers=headers)

    def send(self, *points, **options):
        return self.post(self.batch(*points, **options)).json()


@pytest.fixture
def shop(make_firm, making):
    buyer, mill = make_firm("Buyer", kind="demander"), make_firm("Mill")
    made, machine, work = making.work_of(buyer.id, mill.id, 10)
    return buyer, mill, made, machine, work, Line(mill, machine)


def test_a_point_is_kept_once_however_often_it_is_sent(shop):
    line, at = shop[5], now()
    body = line.batch((at, "busy", "busy"), (at, "alive", ""))
    first, second = line.post(body).json(), line.post(body).json()
    assert (first["acknowledged"], first["kept"], first["repeated"]) == (2, 2, 0)
    assert (second["acknowledged"], second["kept"], second["repeated"]) == (2, 0, 2)
    other_run = line.send((at, "busy", "free"), run="r2")
    assert other_run["kept"] == 1
    with platform():
        assert Observation.objects.count() == 3


def test_only_the_registered_key_is_believed(shop, make_firm):
    _, mill, _, _, _, line = shop
    body = line.batch((now(), "busy", "busy"))
    assert line.post(body, Ed25519PrivateKey.generate()).json()["code"] == "monitor.not_signed"
    assert line.post(body).status_code == 200
    with pytest.raises(Refused, match="not_found"):
        actions.retire(make_firm("Rival").viewer, line.gateway.key)
    actions.retire(mill.viewer, line.gateway.key)
    assert line.post(line.batch((now(), "busy", "busy"))).json()["code"] == "monitor.not_signed"
    with pytest.raises(Refused, match="key_taken"):
        actions.register(mill.viewer, "again", line.gateway.public_key)
    with pytest.raises(Refused, match="bad_key"):
        actions.register(mill.viewer, "bad", "c2hvcnQ=")


@pytest.mark.parametrize(
    "change",
    [
        {"format": "cofab.batch/2"},
        {"gateway": "gtw_other"},
        {"points": []},
        {"points": [[1, "m", "noon", "busy", "busy"]]},
        {"points": [[1, "m", "2026-01-01T00:00:00Z", "busy", "x" * 501]]},
        {"points": [[2, "m", "2026-01-01T00:00:00Z", "a", "b"], [1, "m", "2026-01-01T00:00:00Z", "a", "b"]]},
        {"run": ""},
    ],
)
def test_a_malformed_batch_is_refused_whole(shop, change):
    line = shop[5]
    document = json.loads(line.batch((now(), "busy", "busy"))) | change
    answer = line.post(json.dumps(document).encode())
    assert (answer.status_code, answer.json()["code"]) == (422, "kernel.invalid")


def test_another_firms_machine_is_refused_and_not_asked_for_again(shop, make_firm, making):
    line = shop[5]
    foreign = making.machine(make_firm("Rival").id, "R-1")
    answer = line.send((now(), "state", "down"), machine=foreign)
    assert answer["acknowledged"] == 1
    assert (answer["kept"], answer["repeated"], answer["refused"]) == (0, 0, [[1, "kernel.not_found"]])
    with platform():
        foreign.refresh_from_db()
        assert foreign.down_since is None


def test_a_machine_at_work_counts_its_work_order_and_a_fault_closes_it(shop):
    buyer, mill, _made, machine, work, line = shop
    at = now() - timedelta(hours=3)
    minute = timedelta(minutes=1)
    line.send((at, "program", work.key), (at, "state", "setup"), (at + 30 * minute, "state", "running"))
    counts = [(at + (30 + 10 * n) * minute, "part_count", str(n)) for n in range(1, 7)]
    line.send(*counts)
    with platform():
        work.refresh_from_db()
        assert (work.state, work.done, work.paced, work.run_s) == ("running", 6, 6, 3600)
    answer = line.send((at + 95 * minute, "fault", "1042 BEARING"), (at + 95 * minute, "state", "down"))
    assert answer["kept"] == 2
    with platform():
        work.refresh_from_db()
        machine.refresh_from_db()
        assert (work.state, work.reason) == ("paused", "down")
        assert machine.down_since is not None
        told = Event.objects.get(kind="monitor.down")
        assert told.facts["fault"] == "1042 BEARING"
        assert told.facts["program"] == work.key
        assert set(told.audience) == {buyer.id, mill.id}
    line.send((at + 120 * minute, "state", "idle"))
    with platform():
        machine.refresh_from_db()
        assert machine.down_since is None
    line.send((at + 121 * minute, "state", "running"), (at + 140 * minute, "part_count", "10"))
    with platform():
        work.refresh_from_db()
        assert (work.state, work.done) == ("done", 10)


def test_silence_and_being_off_do_not_repair_a_machine(shop):
    _, _, _, machine, _, line = shop
    at = now() - timedelta(hours=1)
    line.send(
        (at, "state", "down"),
        (at + timedelta(minutes=5), "state", "unknown"),
        (at + timedelta(minutes=9), "state", "off"),
    )
    with platform():
        machine.refresh_from_db()
        assert machine.down_since is not None


def test_late_points_fill_the_past_and_do_not_turn_back_the_present(shop):
    _, mill, _, machine, _, line = shop
    at = now() - timedelta(minutes=50)
    line.send((at + timedelta(minutes=40), "state", "idle"), (now(), "alive", ""))
    line.send((at, "state", "running"), (at + timedelta(minutes=9), "alive", ""))
    with acting(mill.viewer):
        assert selectors.machine_now(mill.viewer, machine.key).state == "idle"
        window = Window(at.astimezone(UTC), (at + timedelta(minutes=45)).astimezone(UTC))
        found = selectors.states(mill.viewer, machine.key, window)
        assert seconds(found)["running"] == 19 * 60
        assert seconds(found)["unknown"] == 21 * 60
        assert selectors.measured_s(mill.viewer, machine.key, window) == 19 * 60


def test_a_machine_not_heard_from_is_unknown(shop):
    _, mill, _, machine, _, line = shop
    line.send((now() - timedelta(minutes=11), "state", "running"))
    with acting(mill.viewer):
        seen = selectors.machine_now(mill.viewer, machine.key)
        assert (seen.state, seen.silent) == ("unknown", True)


def test_the_buyer_sees_the_machine_only_while_it_makes_theirs_and_as_far_as_opened(shop):
    buyer, _, made, machine, work, line = shop
    at = now() - timedelta(minutes=5)
    line.send((at, "busy", "busy"), (at, "alive", ""))
    with acting(buyer.viewer):
        assert selectors.machines_of_order(buyer.viewer, made.key)[0].now is None
        with pytest.raises(Refused, match="not_found"):
            selectors.machine_now(buyer.viewer, machine.key)
    line.send((at, "program", work.key), (at, "state", "running"))
    with acting(buyer.viewer):
        seen = selectors.machines_of_order(buyer.viewer, made.key)[0]
        assert seen.now.state == "running"
    with platform() as system:
        produce.cancel_work(system, made.key)
    with acting(buyer.viewer):
        assert selectors.machines_of_order(buyer.viewer, made.key)[0].now is None


def test_past_days_are_added_up_once_and_again_when_points_come_late(shop):
    _, mill, _, machine, _, line = shop
    day = local_day(now()) - timedelta(days=1)
    noon = day_window(day).start + timedelta(hours=12)
    line.send((noon, "state", "running"), (noon + timedelta(minutes=5), "alive", ""))
    assert actions.roll_up(SYSTEM) == 1
    assert actions.roll_up(SYSTEM) == 0
    with platform():
        row = DayStates.objects.get()
        assert (row.seconds["running"], sum(row.seconds.values())) == (900, 86_400)
    line.send((noon + timedelta(minutes=6), "state", "idle"))
    assert actions.roll_up(SYSTEM) == 1
    with acting(mill.viewer):
        twin = selectors.twin(mill.viewer, machine.key)
        assert twin.seconds["running"] == 360
        assert len(twin.days) == 7


def test_the_machines_page_shows_now_and_days_and_nothing_to_strangers(shop, client_for, make_firm):
    _, mill, _, machine, _, line = shop
    client = client_for(mill)
    assert "never idle" in client.get(f"/twins/{machine.key}").content.decode()
    line.send((now() - timedelta(minutes=4), "fault", "1042 BEARING"), (now() - timedelta(minutes=4), "state", "down"))
    page = client.get(f"/twins/{machine.key}?days=1").content.decode()
    assert "1042 BEARING" in page
    assert "style=" not in page
    assert "1042 BEARING" in client.get(f"/twins/{machine.key}/now").content.decode()
    assert machine.name in client.get("/twins/").content.decode()
    assert client_for(make_firm("Rival")).get(f"/twins/{machine.key}").status_code == 404
    states = client.get(f"/api/v1/twins/{machine.key}/states").json()
    assert sum(states["seconds"].values()) == 86_400


def test_days_without_data_say_when_the_machine_last_told(shop, client_for):
    _, mill, _, machine, _, line = shop
    told = now() - timedelta(days=20)
    line.send((told, "state", "running"), (told + timedelta(minutes=5), "alive", ""))
    with acting(mill.viewer):
        page = face.page(selectors.twin(mill.viewer, machine.key), 7)
        assert page["said"] == local_day(told)
        shown = face.page(selectors.twin(mill.viewer, machine.key, 7, page["said"]), 7)
        assert shown["said"] is None
        assert shown["coverage"] > 0
        assert shown["after"] == local_day(told) + timedelta(days=7)
    text = client_for(mill).get(f"/twins/{machine.key}?to=nonsense").content.decode()
    assert f"to={page['said'].isoformat()}" in text


def test_a_gateway_is_registered_on_its_page(shop, client_for):
    client = client_for(shop[1])
    bad = client.post("/twins/gateways", {"name": "gw", "public_key": "nonsense"})
    assert bad.status_code == 422
    good = client.post("/twins/gateways", {"name": "gw-9", "public_key": public(Ed25519PrivateKey.generate())})
    assert good.status_code == 302
    assert "gw-9" in client.get("/twins/gateways").content.decode()
