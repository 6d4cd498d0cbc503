"""An SHDR adapter on a real socket: all values after each connection, PING and PONG, silence, lines cut in two."""

from datetime import UTC, datetime

from following import Follower

from cofab.connectors.registry import connect
from cofab.connectors.shdr.fake.adapter import FakeAdapter
from peers import until


def test_an_adapter_is_followed_cut_and_followed_again_and_hears_nothing_but_ping():
    adapter = FakeAdapter(heartbeat_ms=200)
    adapter.tell("execution", "READY")
    adapter.tell("mode", "AUTOMATIC")
    client = connect("shdr", url=adapter.url, device="L1")
    follower = Follower(client)
    try:
        until(lambda: follower.state("L1") == "idle")
        assert [d.name for d in client.devices()] == ["L1"]
        stamp = datetime.now(UTC).isoformat().encode()
        adapter.say(stamp + b"|execution|ACT")
        adapter.say(b"IVE|mode|AUTOMATIC\r\ngarbage\n")
        until(lambda: follower.state("L1") == "running")
        adapter.tell("sys", "FAULT|7|||HOT")
        until(lambda: follower.state("L1") == "down")
        lost = follower.lost
        adapter.tell("sys", "NORMAL||||")
        adapter.cut()
        until(lambda: follower.look() or follower.lost > lost)
        until(lambda: follower.state("L1") == "idle")
        assert set(bytes(adapter.received).split(b"\n")) == {b"* PING", b""}
    finally:
        client.close()
        adapter.stop()


def test_an_adapter_that_stops_answering_is_left_and_called_again():
    adapter = FakeAdapter(heartbeat_ms=100)
    adapter.tell("execution", "ACTIVE")
    client = connect("shdr", url=adapter.url, device="L1")
    follower = Follower(client)
    try:
        until(lambda: follower.state("L1") == "running")
        until(lambda: adapter.received.count(b"PING") > 1)
        adapter.heartbeat_ms = 0
        lost = follower.lost
        until(lambda: follower.look() or follower.lost > lost)
        until(lambda: follower.state("L1") == "running")
    finally:
        client.close()
        adapter.stop()
