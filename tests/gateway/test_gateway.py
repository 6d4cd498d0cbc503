"""The gateway between a real agent and a real HTTP receiver: what leaves, and that nothing is lost or doubled."""

import base64
import json
from datetime import UTC, datetime, timedelta

import pytest

from cofab.cli import main
from cofab.connectors.mtconnect.fake.agent import Agent
from cofab.connectors.mtconnect.fake.device import machine_tool
from cofab.connectors.mtconnect.fake.server import serve
from cofab.core.creation.monitor.observation import Observation, condition
from cofab.core.kernel.refusal import Refused
from cofab.gateway import run as running
from cofab.gateway.config import load
from cofab.gateway.keys import make, public

T0 = datetime(2026, 3, 2, 8, tzinfo=UTC)


@pytest.fixture
def shop(tmp_path, receiver, write):
    now = [T0]
    agent = Agent([machine_tool("VMC-3", "u3")], lambda: now[0], size=500)
    server = serve(agent)
    address = f"http://127.0.0.1:{server.server_address[1]}"
    path = write(tmp_path, receiver.url, address)
    receiver.public = base64.b64decode(public(make(load(path).key)))
    yield agent, now, receiver, path, address
    server.shutdown()
    server.server_close()


def tell(agent: Agent, *facts: tuple[str, str]) -> None:
    agent.tell(Observation("VMC-3", agent.now(), item, value) for item, value in facts)


def work(agent: Agent, now: list[datetime]) -> None:
    tell(agent, ("availability", "AVAILABLE"), ("power", "ON"), ("mode", "AUTOMATIC"), ("execution", "ACTIVE"))
    for n in range(5):
        now[0] += timedelta(minutes=2)
        tell(agent, ("part_count", str(n)), ("signal.spindle_temperature", f"{40 + n}"), ("program", "wor_1"))
    tell(agent, ("condition.spindle", condition("FAULT", "1042", "BEARING")))


def test_by_default_only_free_and_busy_leave_the_factory(shop):
    agent, now, receiver, path, _ = shop
    running.once(load(path))
    work(agent, now)
    running.once(load(path))
    assert {item for item, _ in receiver.items()} == {"busy", "alive"}
    assert {value for item, value in receiver.items() if item == "busy"} == {"busy"}
    wire = b"".join(receiver.bodies)
    for secret in (b"running", b"down", b"wor_1", b"part_count", b"1042", b"BEARING", b"temperature", b"VMC-3"):
        assert secret not in wire


def test_what_the_owner_opens_leaves_and_nothing_else(shop, tmp_path, write):
    agent, now, receiver, path, address = shop
    write(tmp_path, receiver.url, address, 'open = ["state", "count"]')
    running.once(load(path))
    work(agent, now)
    running.once(load(path))
    told = receiver.items()
    assert [value for item, value in told if item == "state"] == ["running", "down"]
    assert [value for item, value in told if item == "part_count" and value != "UNAVAILABLE"] == [
        "0",
        "1",
        "2",
        "3",
        "4",
    ]
    assert ("fault", "1042 BEARING") in told
    assert not any(item.startswith("signal") for item, _ in told)


@pytest.mark.parametrize("cut", ["before", "after"])
def test_a_cut_line_loses_and_doubles_nothing(shop, tmp_path, write, cut):
    agent, now, receiver, path, address = shop
    write(tmp_path, receiver.url, address, 'open = ["state", "count", "signals"]')
    running.once(load(path))
    receiver.fail = cut
    for n in range(12):
        now[0] += timedelta(seconds=10)
        tell(agent, ("part_count", str(n)))
        with pytest.raises(Refused, match="not_sent"):
            running.once(load(path))
    receiver.fail = ""
    running.once(load(path))
    assert [v for i, v in receiver.items() if i == "part_count" and v != "UNAVAILABLE"] == [str(n) for n in range(12)]
    assert running.once(load(path))[1] <= 1


def test_what_an_agent_lost_is_unknown_and_not_busy(shop):
    agent, now, receiver, path, _ = shop
    tell(agent, ("availability", "AVAILABLE"), ("execution", "ACTIVE"))
    running.once(load(path))
    left = now[0]
    now[0] += timedelta(minutes=5)
    agent.restart()
    running.once(load(path))
    told = [(p[2], p[4]) for _, p in sorted(receiver.points.items()) if p[3] == "busy"]
    assert told == [
        ("2026-03-02T08:00:00Z", "busy"),
        (left.isoformat().replace("+00:00", "Z"), "unknown"),
        ("2026-03-02T08:05:00Z", "busy"),
    ]


def test_a_new_buffer_file_begins_another_run(shop):
    _, _, receiver, path, _ = shop
    running.once(load(path))
    load(path).buffer.unlink()
    running.once(load(path))
    assert len({run for run, _ in receiver.points}) == 2


def test_the_command_makes_a_key_sends_and_shows_what_was_sent(shop, capsys):
    agent, _, receiver, path, _ = shop
    tell(agent, ("execution", "ACTIVE"))
    assert main(["gateway", "--config", str(path), "--init", "--json"]) == 0
    assert base64.b64decode(json.loads(capsys.readouterr().out)["public_key"]) == receiver.public
    assert load(path).key.stat().st_mode & 0o077 == 0
    assert main(["gateway", "--config", str(path), "--once", "--json"]) == 0
    capsys.readouterr()
    assert main(["gateway", "--config", str(path), "--sent", "--json"]) == 0
    assert {row["item"] for row in json.loads(capsys.readouterr().out)["sent"]} <= {"busy", "alive"}


@pytest.mark.parametrize(
    "text",
    [
        "",
        "platform = 1\n",
        "nonsense",
        'platform="x"\ngateway="g"\n[[source]]\nprotocol="m"\n[[source.machine]]\ndevice="a"\nmachine="b"\nopen=["all"]\n',
    ],
)
def test_a_bad_configuration_is_refused(tmp_path, text):
    path = tmp_path / "gateway.toml"
    path.write_text(text)
    with pytest.raises(Refused, match="bad_config"):
        load(path)
    with pytest.raises(Refused, match="bad_config"):
        load(tmp_path / "absent.toml")
