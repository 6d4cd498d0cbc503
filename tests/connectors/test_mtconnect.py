"""The client against a real agent on a real socket: numbers, gaps, restarts, streams, hostile answers."""

import threading
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from cofab.connectors.mtconnect import document
from cofab.connectors.mtconnect.client import MtconnectClient
from cofab.connectors.mtconnect.fake.agent import Agent
from cofab.connectors.mtconnect.fake.device import machine_tool
from cofab.connectors.mtconnect.fake.server import serve
from cofab.connectors.mtconnect.parts import parts
from cofab.connectors.registry import connect, protocols
from cofab.core.creation.monitor.observation import Observation, condition
from cofab.core.creation.monitor.state import Reading
from cofab.core.kernel.refusal import Refused

T0 = datetime(2026, 3, 2, 8, tzinfo=UTC)


class Clock:
    def __init__(self) -> None:
        self.now = T0

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def shop():
    clock = Clock()
    agent = Agent([machine_tool("VMC-1", "u1", model="850"), machine_tool("VMC-3", "u3")], clock, size=100)
    server = serve(agent)
    url = f"http://127.0.0.1:{server.server_address[1]}"
    client = MtconnectClient(url)
    yield agent, clock, client, url
    client.close()
    server.shutdown()
    server.server_close()


def tell(agent: Agent, *facts: tuple[str, str], machine: str = "VMC-3") -> None:
    agent.tell(Observation(machine, agent.now(), item, value) for item, value in facts)


def test_a_probe_names_the_machines_and_their_items(shop):
    _, _, client, _ = shop
    found = client.devices()
    assert [(d.name, d.uuid) for d in found] == [("VMC-1", "u1"), ("VMC-3", "u3")]
    assert found[0].description == "Cofab demo 850"
    assert found[0].items["VMC-1-execution"] == "EXECUTION"


def test_a_snapshot_is_stamped_with_the_agents_time_and_reading_goes_on_from_it(shop):
    agent, clock, client, _ = shop
    tell(agent, ("execution", "ACTIVE"), ("mode", "AUTOMATIC"))
    clock.now += timedelta(hours=2)
    batch = client.read(None)
    assert batch.lost
    assert {o.at for o in batch.observations} == {clock.now}
    tell(agent, ("part_count", "1"), ("part_count", "2"))
    following = client.read(batch.cursor)
    assert [(o.item, o.value) for o in following.observations] == [("part_count", "1"), ("part_count", "2")]
    assert not following.lost
    empty = client.read(following.cursor)
    assert empty.observations == ()
    assert empty.heard == clock.now


def test_one_device_is_read_alone(shop):
    agent, _, _, url = shop
    tell(agent, ("execution", "ACTIVE"))
    alone = connect("mtconnect", url=url, device="VMC-3")
    assert {o.machine for o in alone.read(None).observations} == {"VMC-3"}
    with pytest.raises(Refused, match="NO_DEVICE"):
        connect("mtconnect", url=url, device="VMC-9").read(None)


def test_a_restarted_agent_and_an_overrun_buffer_are_noticed(shop):
    agent, _, client, _ = shop
    cursor = client.read(None).cursor
    tell(agent, ("execution", "ACTIVE"))
    agent.restart()
    after = client.read(cursor)
    assert after.lost
    assert ("execution", "ACTIVE") in {(o.item, o.value) for o in after.observations if o.machine == "VMC-3"}
    tell(agent, *[("part_count", str(n)) for n in range(150)])
    overrun = client.read(after.cursor)
    assert overrun.lost
    assert ("part_count", "149") in {(o.item, o.value) for o in overrun.observations}
    assert not client.read(overrun.cursor).lost


def test_every_active_alarm_is_in_a_snapshot(shop):
    agent, _, client, _ = shop
    tell(agent, ("availability", "AVAILABLE"), ("execution", "READY"), ("mode", "AUTOMATIC"))
    for code in ("1042", "77"):
        tell(agent, ("condition.spindle", condition("FAULT", code, "HOT")))
    tell(agent, ("condition.spindle", condition("NORMAL", "77")))
    reading = Reading()
    for observation in client.read(None).observations:
        if observation.machine == "VMC-3":
            reading.apply(observation)
    assert reading.state == "down"
    assert reading.fault == "1042 HOT"


def test_a_stream_brings_news_and_heartbeats(shop):
    agent, _, client, _ = shop
    following = client.current().header.following
    stream = client.stream(following, interval_ms=10, heartbeat_ms=200)
    assert next(stream).observations == ()
    tell(agent, ("part_count", "1"))
    assert [o.value for o in next(stream).observations] == ["1"]
    stream.close()


def test_a_count_is_kept_and_the_rest_follows(shop):
    agent, _, client, _ = shop
    following = client.current().header.following
    tell(agent, *[("part_count", str(n)) for n in range(30)])
    first = client.sample(following, count=20)
    rest = client.sample(first.header.following, count=20)
    assert [o.value for o in (*first.observations, *rest.observations)] == [str(n) for n in range(30)]


BOMB = b"""<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]><x>&b;</x>"""


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"<html></html>",
        b"not xml",
        BOMB,
        b"<MTConnectStreams/>",
        b"<MTConnectStreams><Header/></MTConnectStreams>",
    ],
)
def test_what_is_not_mtconnect_is_refused(body):
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            self.send_response(200)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *args):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    client = MtconnectClient(f"http://127.0.0.1:{server.server_address[1]}")
    with pytest.raises(Refused, match="not_understood"):
        client.read(None)
    client.close()
    server.shutdown()
    server.server_close()


def test_an_agent_that_is_away_is_a_refusal():
    with pytest.raises(Refused, match="unreachable"):
        MtconnectClient("http://127.0.0.1:9").read(None)


def test_parts_come_whole_however_they_are_cut():
    whole = b"".join(
        b"--mark\r\nContent-type: text/xml\r\nContent-length: %d\r\n\r\n%s\r\n" % (len(body), body)
        for body in (b"<a/>", b"<bb></bb>", b"")
    )
    for size in (1, 3, 1000):
        chunks = [whole[i : i + size] for i in range(0, len(whole), size)]
        assert list(parts("multipart/x-mixed-replace;boundary=mark", chunks, "u")) == [b"<a/>", b"<bb></bb>", b""]
    with pytest.raises(Refused, match="boundary"):
        list(parts("text/xml", [b""], "u"))


def test_the_registry_finds_the_protocol_and_refuses_others():
    assert set(protocols()) >= {"mtconnect"}
    with pytest.raises(Refused, match="unknown_protocol"):
        connect("telex")


def test_a_namespace_of_any_version_is_read():
    body = (
        b'<m:MTConnectStreams xmlns:m="urn:mtconnect.org:MTConnectStreams:2.3"><m:Header instanceId="9" '
        b'firstSequence="1" lastSequence="5" nextSequence="6" creationTime="2026-03-02T08:00:00Z"/><m:Streams>'
        b'<m:DeviceStream name="L" uuid="l"><m:ComponentStream><m:Events><m:Execution dataItemId="e" sequence="5" '
        b'timestamp="2026-03-02T07:00:00Z">READY</m:Execution></m:Events></m:ComponentStream></m:DeviceStream>'
        b"</m:Streams></m:MTConnectStreams>"
    )
    found = document.streams(document.parse(body, "u"))
    assert [(o.machine, o.item, o.value, o.sequence) for o in found.observations] == [("L", "execution", "READY", 5)]
