"""MQTT against mosquitto: Sparkplug births, deaths, gaps and rebirth, a publisher from npm, plain topics, cut lines."""

import contextlib
import json
import time
from datetime import UTC, datetime

import pytest
from following import Follower
from hypothesis import given, settings
from hypothesis import strategies as st

from cofab.connectors.mqtt.client import MqttClient
from cofab.connectors.mqtt.fake.node import FakeNode
from cofab.connectors.mqtt.sparkplug import BOOLEAN, DOUBLE, INT32, INT64, STRING, Metric, decode, encode
from cofab.connectors.mqtt.translate import plain
from cofab.connectors.mqtt.wire import Link
from cofab.connectors.registry import connect
from cofab.core.kernel.refusal import Refused
from peers import until

MACHINE = "hall/press/P1"
READY = {"execution": "READY", "mode": "AUTOMATIC", "load": 1.5}

VALUES = st.one_of(
    st.tuples(st.just(INT32), st.integers(-(2**31), 2**31 - 1)),
    st.tuples(st.just(INT64), st.integers(-(2**63), 2**63 - 1)),
    st.tuples(st.just(DOUBLE), st.floats(allow_nan=False)),
    st.tuples(st.just(BOOLEAN), st.booleans()),
    st.tuples(st.just(STRING), st.text()),
)

ROWS = st.tuples(st.text(max_size=9), VALUES, st.integers(-1, 2**40), st.integers(0, 2**45))


@settings(max_examples=60)
@given(st.lists(ROWS, max_size=4), st.integers(-1, 255))
def test_what_is_written_is_read_again(rows, sequence):
    metrics = tuple(Metric(name, value, kind, alias, at) for name, (kind, value), alias, at in rows)
    assert decode(encode(metrics, 17, sequence)).metrics == metrics
    assert decode(encode(metrics, 17, sequence)).sequence == sequence


@given(st.binary(max_size=60))
def test_bytes_that_are_no_payload_are_a_value_error_and_nothing_else(data):
    with contextlib.suppress(ValueError):
        decode(data)


def test_births_units_and_changes_are_followed_and_a_death_is_unknown(mosquitto):
    client = connect("mqtt", url=mosquitto.url, look_s=0.3)
    follower = Follower(client)
    node = FakeNode(mosquitto.url, "hall", "press", "P1")
    try:
        follower.look()
        node.born(READY, {"load": "kW"})
        until(lambda: follower.state(MACHINE) == "idle")
        assert [d.name for d in client.devices()] == [MACHINE]
        node.tell({"execution": "ACTIVE", "load": 4.25})
        until(lambda: follower.state(MACHINE) == "running")
        assert follower.value(MACHINE, "signal.load") == "4.25"
        assert follower.told[-1].unit == "kW"
        assert MACHINE in client.read(follower.cursor).alive
        node.cut()
        until(lambda: follower.state(MACHINE) == "unknown", 90)
        assert MACHINE not in client.read(follower.cursor).alive
        again = FakeNode(mosquitto.url, "hall", "press", "P1", births=1)
        again.born(READY)
        until(lambda: follower.state(MACHINE) == "idle")
        again.link.close()
    finally:
        client.close()


@pytest.mark.parametrize("allowed", [False, True])
def test_a_gap_makes_a_node_unknown_and_it_is_asked_for_rebirth_only_where_allowed(mosquitto, allowed):
    client = MqttClient(mosquitto.url, rebirth=allowed)
    follower = Follower(client)
    node = FakeNode(mosquitto.url, "hall", "press", "P1")
    try:
        follower.look()
        node.born(READY)
        until(lambda: follower.state(MACHINE) == "idle")
        node.skip()
        node.tell({"load": 2.0})
        until(lambda: follower.state(MACHINE) == "unknown")
        end = time.monotonic() + 1.5
        asked = False
        while not asked and time.monotonic() < end:
            asked = node.asked()
        assert asked == allowed
        node.born(READY)
        until(lambda: follower.state(MACHINE) == "idle")
    finally:
        client.close()
        node.link.close()


@pytest.mark.prove
def test_a_publisher_from_npm_is_read_and_born_again_when_asked(mosquitto, node_peer):
    client = MqttClient(mosquitto.url, rebirth=True)
    follower = Follower(client)
    try:
        peer = node_peer("sparkplug.js", mosquitto.url, "hall", "press", "P1")
        peer.say("birth " + json.dumps(READY))
        until(lambda: follower.state(MACHINE) == "idle")
        peer.say('data {"execution": "ACTIVE", "part_count": 3}')
        until(lambda: follower.state(MACHINE) == "running" and follower.value(MACHINE, "part_count") == "3")
        client.close()
        client = MqttClient(mosquitto.url, rebirth=True, name="another")
        late = Follower(client)
        until(lambda: late.look() or peer.say('data {"load": 3.5}') or late.state(MACHINE) == "running", 30)
        peer.say("death")
        until(lambda: late.state(MACHINE) == "unknown")
    finally:
        client.close()


def test_a_broker_killed_and_started_again_is_followed_again(mosquitto):
    client = MqttClient(mosquitto.url, topics=["shop/+/#"])
    follower = Follower(client)
    try:
        until(lambda: client.devices() == [] or True)
        link = Link(mosquitto.url, "teller")
        link.publish("shop/L1/execution", b"ACTIVE", 1)
        link.publish("shop/L1/mode", b"automatic", 1)
        until(lambda: follower.state("L1") == "running")
        mosquitto.kill()
        with pytest.raises(Refused, match="unreachable"):
            until(lambda: client.read(follower.cursor) and False, 20)
        mosquitto.start()
        until(lambda: not client.problem, 30)
        link = Link(mosquitto.url, "teller")
        link.publish("shop/L1", b'{"execution": "READY", "mode": "AUTOMATIC", "at": "2026-03-02T08:00:00+08:00"}', 1)
        until(lambda: follower.state("L1") == "idle")
        assert follower.told[-1].at == datetime(2026, 3, 2, 0, tzinfo=UTC)
    finally:
        client.close()


def test_what_was_not_kept_is_not_acknowledged_and_comes_again_in_the_next_session(mosquitto):
    first = MqttClient(mosquitto.url, topics=["shop/+/#"], name="one-session")
    first.devices()
    link = Link(mosquitto.url, "teller")
    link.publish_all([("shop/L1/part_count", str(n).encode()) for n in range(50)], 1)
    until(lambda: len(first.read(None).observations) == 50)
    first.close()
    second = MqttClient(mosquitto.url, topics=["shop/+/#"], name="one-session")
    follower = Follower(second)
    until(lambda: follower.look() or len(follower.told) >= 50)
    assert [o.value for o in follower.told] == [str(n) for n in range(50)]
    until(lambda: follower.look() or not second.owed)
    second.close()
    third = MqttClient(mosquitto.url, topics=["shop/+/#"], name="one-session")
    third.devices()
    assert third.read(None).observations == ()
    third.close()


def test_plain_topics_name_machine_item_and_time():
    at = datetime(2026, 3, 2, tzinfo=UTC)
    (one,) = plain("a/L1/spindle/load", b"3.5", ["a/+/#"], at)
    assert (one.machine, one.item, one.value, one.at) == ("L1", "signal.spindle/load", "3.5", at)
    told = plain("a/L1/x", b'{"timestamp": 1772409600000, "estop": "triggered", "deep": {}, "on": true}', ["a/+/#"], at)
    assert [(o.item, o.value) for o in told] == [("estop", "TRIGGERED"), ("signal.on", "true")]
    assert told[0].at == datetime(2026, 3, 2, tzinfo=UTC)
    (word,) = plain("L9/mode", b"manual", [], at)
    assert (word.machine, word.item, word.value) == ("L9", "mode", "MANUAL")


def test_a_broker_that_is_away_is_a_refusal():
    with pytest.raises(Refused, match="unreachable"):
        Link("mqtt://user:secret@127.0.0.1:9", "x")
    client = MqttClient("mqtt://127.0.0.1:9")
    with pytest.raises(Refused, match="unreachable"):
        client.read(None)
    client.close()
