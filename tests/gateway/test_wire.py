"""What leaves a factory, captured byte by byte between the gateway and the platform, for every protocol at once."""

import base64
import contextlib
import json
import socket
import threading

import pytest

from cofab.cli import main
from cofab.connectors.shdr.fake.adapter import FakeAdapter
from cofab.gateway import run as running
from cofab.gateway.buffer import Buffer
from cofab.gateway.config import load
from cofab.gateway.disclose import Point
from cofab.gateway.keys import make, public
from cofab.gateway.sender import Sender
from peers import until

SECRETS = (b"running", b"down", b"wor_77", b"part_count", b"CHUCK", b"spindle", b"L1-inside", b"4711", b"AUTOMATIC")


class Tap:
    """A proxy on a port that keeps every byte that went to `target`."""

    def __init__(self, target: int) -> None:
        self.out, self.target = bytearray(), target
        self.server = socket.create_server(("127.0.0.1", 0))
        self.port = self.server.getsockname()[1]
        threading.Thread(target=self._accept, daemon=True).start()

    def _accept(self) -> None:
        while True:
            try:
                near, _ = self.server.accept()
            except OSError:
                return
            far = socket.create_connection(("127.0.0.1", self.target))
            threading.Thread(target=self._pump, args=(near, far, self.out), daemon=True).start()
            threading.Thread(target=self._pump, args=(far, near, bytearray()), daemon=True).start()

    @staticmethod
    def _pump(source: socket.socket, sink: socket.socket, kept: bytearray) -> None:
        try:
            while data := source.recv(65536):
                kept += data
                sink.sendall(data)
        except OSError:
            return
        finally:
            with contextlib.suppress(OSError):
                sink.shutdown(socket.SHUT_WR)


@pytest.fixture
def factory(tmp_path, receiver):
    """A factory with an adapter and a folder; `open` for both machines is a hole to fill in."""
    adapter = FakeAdapter()
    tap = Tap(receiver.server.server_address[1])
    (tmp_path / "csv").mkdir()
    path = tmp_path / "gateway.toml"

    def write(opened: str) -> None:
        path.write_text(
            f'platform = "http://127.0.0.1:{tap.port}"\ngateway = "gtw_1"\nheartbeat_s = 600\n'
            f'[[source]]\nprotocol = "shdr"\nurl = "{adapter.url}"\ndevice = "L1-inside"\n'
            f'[[source.machine]]\ndevice = "L1-inside"\nmachine = "mac_1"\nopen = {opened}\n'
            f'[[source]]\nprotocol = "folder"\npath = "csv"\ndevice = "L2-inside"\n'
            f'[[source.machine]]\ndevice = "L2-inside"\nmachine = "mac_2"\nopen = {opened}\n'
            '[source.machine.items]\namps = { as = "state", running_above = 2.0, idle_below = 1.0 }\n'
            'spindle = { as = "signal.spindle", unit = "%", scale = 0.1 }\n'
        )

    write("[]")
    receiver.public = base64.b64decode(public(make(load(path).key)))
    for item, value in (
        ("mode", "AUTOMATIC"),
        ("execution", "ACTIVE"),
        ("program", "wor_77"),
        ("PartCountAct", "4711"),
    ):
        adapter.tell(item, value)
    adapter.tell("sys", "FAULT|148|||CHUCK BARRIER")
    (tmp_path / "csv" / "x.csv").write_text(
        "time,amps,spindle\n2026-03-02T08:00:00Z,0.4,90\n2026-03-02T08:01:00Z,2.4,91\n2026-03-02T08:02:00Z,1.4,92\n"
    )
    yield receiver, tap, path, write
    adapter.stop()
    tap.server.close()


def test_by_default_the_wire_carries_free_and_busy_and_nothing_else(factory):
    receiver, tap, path, _ = factory
    until(lambda: running.once(load(path)) and any(i == "busy" for i, _ in receiver.items()))
    until(lambda: {p[1] for p in receiver.points.values()} == {"mac_1", "mac_2"})
    assert {item for item, _ in receiver.items()} == {"busy", "alive"}
    wire = bytes(tap.out)
    assert b"busy" in wire
    assert b"mac_2" in wire
    assert [secret for secret in SECRETS if secret in wire] == []


def test_what_the_owner_opens_leaves_with_its_unit(factory):
    receiver, _, path, write = factory
    write('["state", "count", "hours", "signals"]')
    until(lambda: running.once(load(path)) and any(p[1] == "mac_2" for p in receiver.points.values()))
    told = [p[3:] for p in receiver.points.values() if p[1] == "mac_2"]
    assert ["signal.spindle", "9.1", "%", 0] in told
    assert [row[1] for row in told if row[0] == "state"] == ["idle", "running"]
    assert ["hours", "0.0", "h", 0] in told


def test_a_dry_run_shows_what_would_be_sent_and_sends_nothing(factory, capsys):
    receiver, tap, path, _ = factory
    assert main(["gateway", "--config", str(path), "--dry-run", "--seconds", "0.5", "--json"]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert {(row[0], row[2]) for row in answer["would_send"]} >= {("mac_1", "busy"), ("mac_2", "busy")}
    assert "signal.spindle" in answer["stays"]["L2-inside"]
    assert answer["problems"] == {}
    assert not tap.out
    assert not load(path).buffer.exists()
    assert receiver.points == {}


def test_what_is_there_is_found_and_a_configuration_to_begin_with_is_written(factory, tmp_path, capsys):
    assert main(["gateway", "--discover", "folder", f"path={tmp_path / 'csv'}", "device=L2"]) == 0
    begun = tmp_path / "begun.toml"
    begun.write_text(capsys.readouterr().out)
    found = load(begun).sources[0]
    assert [(m.device, m.open) for m in found.machines] == [("L2", frozenset())]
    assert main(["gateway", "--discover", "telex", "--json"]) == 3
    capsys.readouterr()
    assert main(["gateway", "--init"]) == 3


@pytest.mark.parametrize(
    "rule",
    [
        'x = { as = "nonsense" }',
        'x = { as = "state", idle_below = 1.0 }',
        'x = { as = "mode", running_above = 1.0 }',
        'x = { as = "state", running_above = 1.0, idle_below = 2.0 }',
        "x = { colour = 1 }",
    ],
)
def test_a_mapping_that_cannot_be_is_refused(factory, rule, capsys):
    _, _, path, _ = factory
    path.write_text(path.read_text() + rule + "\n")
    assert main(["gateway", "--config", str(path), "--once"]) == 3
    assert "gateway.bad_config" in capsys.readouterr().err


def test_a_full_disk_stops_the_reading_and_not_the_sending_and_loses_nothing(factory, tmp_path):
    receiver, _, path, write = factory
    write('["signals"]')
    config = load(path)
    buffer = Buffer(config.buffer)
    pages = buffer.db.execute("PRAGMA page_count").fetchone()[0]
    rows = "".join(f"2026-03-02T09:{n // 60:02}:{n % 60:02}Z,0,{n}\n" for n in range(3000))
    (tmp_path / "csv" / "y.csv").write_text("time,amps,spindle\n" + rows)
    reader = next(r for r in running.readers(config) if r.source.protocol == "folder")
    reader.buffer.db.execute(f"PRAGMA max_page_count = {pages + 4}")
    with pytest.raises(Exception, match="full"):
        reader.once()
    assert reader.buffer.size() == 0, "a reading is kept whole or not at all"
    reader.buffer.db.execute("PRAGMA max_page_count = 100000")
    reader.once()
    sender = Sender(buffer, make(config.key), config)
    while sender.once():
        pass
    told = [value for item, value in receiver.items() if item == "signal.spindle"]
    assert told == ["9", "9.1", "9.2"] + [f"{n * 0.1:.9g}" for n in range(3000)]


def test_a_buffer_of_an_older_version_is_taken_over(tmp_path):
    old = Buffer(tmp_path / "g.sqlite")
    old.db.execute("ALTER TABLE point DROP COLUMN unit")
    old.db.execute("ALTER TABLE point DROP COLUMN quality")
    run = old.run
    old.db.execute("INSERT INTO point (machine, at, item, value) VALUES ('m', '2026-03-02T08:00:00Z', 'busy', 'free')")
    old.close()
    new = Buffer(tmp_path / "g.sqlite")
    assert (new.run, [(w.value, w.unit, w.quality) for w in new.waiting(9)]) == (run, [("free", "", 0)])
    assert isinstance(Point("m", new.waiting(1)[0].at, "a", "b"), Point)
    new.close()
