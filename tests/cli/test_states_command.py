"""`cofab states` on lines, on streams, and on what is neither."""

import json

import pytest

from cofab.cli import main

LINES = """* PONG 60000
2026-03-02T08:00:00Z|avail|AVAILABLE|power|ON
2026-03-02T08:00:00Z|mode|AUTOMATIC|execution|READY
2026-03-02T08:00:30Z|execution|ACTIVE
2026-03-02T08:05:00Z|load|7
"""

STREAMS = """<?xml version="1.0"?><MTConnectStreams xmlns="urn:mtconnect.org:MTConnectStreams:1.8">
<Header instanceId="1" firstSequence="1" lastSequence="9" nextSequence="10" creationTime="2026-03-02T09:00:00Z"/>
<Streams><DeviceStream name="{a}" uuid="a"><ComponentStream><Events>
<Execution dataItemId="e" sequence="1" timestamp="2026-03-02T08:00:00Z">ACTIVE</Execution>
<Execution dataItemId="e" sequence="2" timestamp="2026-03-02T08:05:00Z">UNAVAILABLE</Execution>
</Events></ComponentStream></DeviceStream>
<DeviceStream name="{b}" uuid="b"><ComponentStream><Events>
<Execution dataItemId="f" sequence="3" timestamp="2026-03-02T08:09:00Z">UNAVAILABLE</Execution>
</Events></ComponentStream></DeviceStream></Streams></MTConnectStreams>"""


def ask(capsys, *words: str) -> tuple[int, dict]:
    code = main(["states", *words])
    printed = capsys.readouterr()
    return code, json.loads(printed.out if code == 0 else printed.err)


def test_lines_with_a_declared_heartbeat(tmp_path, capsys):
    file = tmp_path / "day.txt"
    file.write_text(LINES)
    code, found = ask(capsys, str(file), "--json", "--from", "2026-03-02T08:00:00Z")
    assert code == 0
    assert found["seconds"] == {"running": 60, "setup": 0, "idle": 30, "down": 0, "off": 0, "unknown": 210}
    assert found["spans"][0] == ["idle", "2026-03-02T08:00:00Z", "2026-03-02T08:00:30Z"]


def test_streams_of_several_machines_ask_which(tmp_path, capsys):
    file = tmp_path / "streams.xml"
    file.write_text(STREAMS.format(a="A", b="B"))
    code, refusal = ask(capsys, str(file), "--json")
    assert (code, refusal["code"]) == (3, "states.which")
    code, found = ask(capsys, str(file), "--json", "--device", "A")
    assert code == 0
    assert found["seconds"]["running"] == 300
    assert found["to"] == "2026-03-02T08:05:00Z"


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "states.nothing_read"),
        (b"\x00\x01garbage|x\n", "states.nothing_read"),
        (b"<html/>", "connector.not_understood"),
        (b"\x1f\x8bnot gzip", "states.unreadable"),
    ],
)
def test_bad_files_are_refused(tmp_path, capsys, content, code):
    file = tmp_path / "bad.txt"
    file.write_bytes(content)
    assert ask(capsys, str(file), "--json")[1]["code"] == code


def test_a_window_without_time_is_refused(tmp_path, capsys):
    file = tmp_path / "day.txt"
    file.write_text(LINES)
    assert ask(capsys, str(file), "--from", "2026-03-03T00:00:00Z")[1]["code"] == "kernel.invalid"
    assert ask(capsys, str(file), "--from", "noon")[1]["code"] == "kernel.invalid"
