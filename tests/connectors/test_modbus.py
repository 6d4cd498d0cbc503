"""Modbus against two units in processes of their own: words, bits, a line that goes and comes, and only reading."""

import json
import struct
import sys
import time

import pytest
from following import Follower

from cofab.connectors.modbus.client import ModbusReader
from cofab.connectors.modbus.translate import Register, value_of
from cofab.connectors.registry import connect
from cofab.core.kernel.refusal import Refused
from cofab.gateway.mapping import Mapper, rule_of
from peers import Server, free_port, until


@pytest.fixture
def unit(tmp_path):
    file, port = tmp_path / "registers.json", free_port()
    file.write_text("{}")
    words = [sys.executable, "-m", "cofab.connectors.modbus.fake.unit", str(port), str(file)]
    server = Server(words, port, tmp_path / "unit.log")

    def turn(**tables) -> None:
        file.with_suffix(".new").write_text(json.dumps(tables))
        file.with_suffix(".new").replace(file)

    server.turn, server.url = turn, f"modbus://127.0.0.1:{port}"
    yield server
    server.stop()


def words_of(kind: str, value: float) -> list[int]:
    return list(struct.unpack(f">{struct.calcsize(kind) // 2}H", struct.pack(kind, value)))


@pytest.mark.parametrize(
    ("kind", "words", "value"),
    [
        ("uint16", [65535], 65535),
        ("int16", [65535], -1),
        ("uint32", [1, 2], 65538),
        ("uint32_low", [2, 1], 65538),
        ("int32", [65535, 65534], -2),
        ("float32", words_of(">f", 2.5), 2.5),
        ("float32_low", words_of(">f", 2.5)[::-1], 2.5),
    ],
)
def test_words_are_put_together(kind, words, value):
    assert value_of(Register("r", "d", "input", 0, 1, kind), words) == value


def test_changes_are_told_once_and_a_line_that_broke_is_marked(unit):
    unit.turn(input={"0": 15}, holding={"10": 0, "11": 3}, coil={"3": 1})
    registers = [
        {"name": "current", "device": "L1", "kind": "input", "address": 0, "scale": 0.1},
        {"name": "part_count", "device": "L1", "address": 10, "type": "uint32"},
        {"name": "door", "device": "L1", "kind": "coil", "address": 3},
        {"name": "absent", "device": "L1", "address": 99},
    ]
    client = connect("modbus", url=unit.url, register=registers, every_s=0.02)
    follower = Follower(client)
    until(lambda: follower.value("L1", "part_count") == "3")
    assert (follower.value("L1", "signal.current"), follower.value("L1", "signal.door")) == ("1.5", "true")
    assert follower.value("L1", "signal.absent") == "UNAVAILABLE"
    told = len(follower.told)
    time.sleep(0.1)
    follower.look()
    assert len(follower.told) == told, "what did not change is not told again"
    unit.kill()
    with pytest.raises(Refused, match="unreachable"):
        until(lambda: client.read(follower.cursor) and False, 20)
    unit.start()
    lost = follower.lost
    until(lambda: follower.look() or follower.lost > lost)
    until(lambda: follower.value("L1", "part_count") == "3")
    client.close()


def test_the_clamp_of_a_retrofit_kit_tells_running_and_idle_with_hysteresis(unit):
    mapper = Mapper({"I1": rule_of("I1", {"as": "state", "running_above": 2.0, "idle_below": 1.2, "off_below": 0.05})})
    client = ModbusReader(unit.url, [{"name": "I1", "device": "L1", "kind": "input", "address": 0, "scale": 0.1}], 0.0)
    cursor, told = None, []
    for current in (15, 21, 15, 12, 15, 0, 15, 30):
        unit.turn(input={"0": current})
        batch = client.read(cursor)
        cursor = batch.cursor
        told += [mapper.take(o).value for o in batch.observations]
    client.close()
    assert told == ["unknown", "running", "running", "idle", "idle", "off", "unknown", "running"]


def test_a_unit_from_npm_is_read_and_never_written(node_peer):
    port = free_port()
    peer = node_peer("modbus.js", str(port))
    peer.say("4 1234")
    registers = [
        {"name": "r", "device": "L1", "address": 4},
        {"name": "i", "device": "L1", "kind": "input", "address": 4},
        {"name": "b", "device": "L1", "kind": "discrete", "address": 4},
    ]
    client = connect("modbus", url=f"modbus://127.0.0.1:{port}", register=registers, every_s=0.02)
    follower = Follower(client)
    until(lambda: follower.value("L1", "signal.r") == follower.value("L1", "signal.i") == "1234")
    assert follower.value("L1", "signal.b") == "true"
    client.close()
    assert "written" not in peer.heard()


@pytest.mark.parametrize("register", [{"name": "x", "address": 1, "kind": "y"}, {"name": "x"}, {"nonsense": 1}])
def test_registers_that_cannot_be_are_refused(register):
    with pytest.raises(Refused, match="invalid"):
        ModbusReader("modbus://127.0.0.1:9", [register])
