"""OPC UA against real servers: browsing, companion names, quality, a server that goes and comes."""

from datetime import UTC, datetime

import pytest
from asyncua import ua
from following import Follower

from cofab.connectors.opcua.client import OpcuaClient
from cofab.connectors.opcua.fake.server import FakeServer
from cofab.connectors.opcua.translate import meaning_of, meanings, quality_of
from cofab.connectors.registry import connect
from cofab.core.creation.monitor.observation import BAD, GOOD, UNCERTAIN
from cofab.core.kernel.refusal import Refused
from peers import free_port, until

STATE, MODE = "Monitoring/Channel1/ChannelState", "Monitoring/Channel1/ChannelMode"


def test_names_of_the_companion_specification_are_known_and_the_best_of_several_wins():
    assert meaning_of(STATE).words["0"] == "ACTIVE"
    assert meaning_of("Signals/Execution").item == "execution"
    assert meaning_of("Whatever/Load").item == "signal.Whatever/Load"
    found = meanings([MODE, "Monitoring/MachineTool/OperationMode", "X/Load"], ["X/Load"])
    assert (found[MODE].item, found["X/Load"].item) == ("mode", "signal.X/Load")
    assert found["Monitoring/MachineTool/OperationMode"].item == "signal.Monitoring/MachineTool/OperationMode"
    assert [quality_of(code) for code in (0, 0x40000000, 0x80000000)] == [GOOD, UNCERTAIN, BAD]


def test_a_server_is_browsed_followed_and_followed_again_after_it_was_away():
    port = free_port()
    server = FakeServer(["VMC-1", "VMC-2"], port)
    client = connect("opcua", url=server.url, period_ms=50)
    follower = Follower(client)
    try:
        found = client.devices()
        assert [device.name for device in found] == ["VMC-1", "VMC-2"]
        assert found[0].items[STATE] == "execution"
        until(lambda: follower.state("VMC-1") == "idle")
        server.tell("VMC-1", {STATE: 0, "Production/Statistics/PartsCompleted": 7})
        until(lambda: follower.state("VMC-1") == "running" and follower.value("VMC-1", "part_count") == "7")
        assert follower.state("VMC-2") == "idle"
        server.tell("VMC-1", {STATE: 2, MODE: 2})
        until(lambda: follower.state("VMC-1") == "setup")
        bad = ua.DataValue(
            ua.Variant(0, ua.VariantType.Int64), StatusCode=ua.StatusCode(ua.StatusCodes.BadSensorFailure)
        )
        server.tell("VMC-1", {STATE: bad})
        until(lambda: follower.state("VMC-1") == "unknown")
        assert follower.told[-1].quality == BAD
        server.stop()
        with pytest.raises(Refused, match="unreachable"):
            until(lambda: client.read(follower.cursor) and False, 30)
        server = FakeServer(["VMC-1", "VMC-2"], port)
        lost = follower.lost
        until(lambda: follower.state("VMC-1") == "idle", 40)
        assert follower.lost > lost, "what happened while the server was away is marked as missed"
    finally:
        client.close()
        server.stop()


def test_a_node_opcua_server_is_read(node_peer):
    port = free_port()
    peer = node_peer("opcua.js", str(port))
    client = OpcuaClient(f"opc.tcp://127.0.0.1:{port}", period_ms=50)
    follower = Follower(client)
    try:
        assert [device.name for device in client.devices()] == ["VMC-7"]
        peer.say(f"{STATE} 0")
        peer.say('Production/ActiveProgram/Name "wor_1"')
        peer.say("Production/PartsCompleted 12")
        until(lambda: follower.state("VMC-7") == "running" and follower.value("VMC-7", "part_count") == "12")
        assert follower.value("VMC-7", "program") == "wor_1"
        peer.say(f"{STATE} null")
        until(lambda: follower.state("VMC-7") == "unknown")
        peer.say(f"{STATE} 2")
        until(lambda: follower.state("VMC-7") == "idle")
        assert all(abs((datetime.now(UTC) - o.at).total_seconds()) < 60 for o in follower.told)
    finally:
        client.close()


def test_a_server_that_is_away_is_a_refusal():
    client = OpcuaClient("opc.tcp://127.0.0.1:9", timeout_s=0.5)
    with pytest.raises(Refused, match="unreachable"):
        client.devices()
    client.close()
