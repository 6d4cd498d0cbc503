"""Files whose seconds per state are known because they were made from them: disorder and noise change nothing."""

import gzip
import json
from datetime import UTC, datetime, timedelta, timezone
from random import Random

import pytest

from cofab.cli import main

T0 = datetime(2026, 3, 2, 0, tzinfo=UTC)
DAY_S = 86_400
WORDS = {
    "running": ("ON", "ARMED", ("ACTIVE",), ("AUTOMATIC", "MANUAL", "MANUAL_DATA_INPUT")),
    "idle": ("ON", "ARMED", ("INTERRUPTED", "FEED_HOLD", "READY", "STOPPED"), ("AUTOMATIC",)),
    "setup": ("ON", "ARMED", ("READY", "STOPPED", "PROGRAM_COMPLETED"), ("MANUAL", "MANUAL_DATA_INPUT")),
    "off": ("OFF", "ARMED", ("READY",), ("AUTOMATIC",)),
    "down": ("ON", "TRIGGERED", ("ACTIVE", "READY"), ("AUTOMATIC", "MANUAL")),
    "unknown": ("ON", "ARMED", ("UNAVAILABLE", "WAIT", "READY"), ("SEMI_AUTOMATIC", "EDIT")),
}
NOISE = [
    "",
    "   ",
    "* PING",
    "garbage",
    "|||",
    "2026-99-99T00:00:00Z|execution|ACTIVE",
    "noon|mode|MANUAL",
    "\x00\xff|",
]


def story(chance: Random) -> tuple[list[tuple[datetime, str, str]], dict[str, int]]:
    """Return rows (time, item, value) of a day in which something is heard every minute, and the seconds by state."""
    rows, truth, at = [], dict.fromkeys(WORDS, 0), 0
    while at < DAY_S:
        state, length = chance.choice(list(WORDS)), min(chance.randrange(1, 4000), DAY_S - at)
        power, stop, executions, modes = WORDS[state]
        execution = chance.choice(executions)
        mode = chance.choice(modes) if execution != "READY" or state != "unknown" else "EDIT"
        values = {"power": power, "estop": stop, "execution": execution, "mode": mode}
        rows += [(T0 + timedelta(seconds=at), item, value) for item, value in values.items()]
        rows += [(T0 + timedelta(seconds=s), "Xabs", str(s)) for s in range(at, at + length, 60)]
        truth[state] += length
        at += length
    return rows, truth


def stamp(at: datetime, chance: Random) -> str:
    """Return a time in one of the ways in which adapters write it."""
    zone = timezone(timedelta(hours=chance.choice((0, 8, -5))))
    ways = (at.isoformat().replace("+00:00", "Z"), at.astimezone(zone).isoformat(), at.replace(tzinfo=None).isoformat())
    return chance.choice(ways) + chance.choice(("", "@12.5"))


def asked(path, capsys, *words: str) -> dict:
    assert main(["states", str(path), "--json", *words]) == 0, capsys.readouterr().err
    return json.loads(capsys.readouterr().out)


def window(days: int = 1) -> tuple[str, ...]:
    return "--from", T0.isoformat(), "--to", (T0 + timedelta(days=days)).isoformat()


@pytest.mark.parametrize("seed", range(6))
def test_disorder_repeats_noise_and_other_machines_change_no_second(tmp_path, capsys, seed):
    chance = Random(seed)
    rows, truth = story(chance)
    stale = [(T0 - timedelta(days=9), item, value) for item, value in
             (("power", "ON"), ("estop", "ARMED"), ("execution", "READY"), ("mode", "AUTOMATIC"))]  # fmt: skip
    lines = [f"{stamp(at, chance)}|M1:{item}|{value}" for at, item, value in stale + rows]
    lines += chance.sample(lines, 50) + chance.choices(NOISE, k=200)
    lines += [f"{stamp(at, chance)}|M2:execution|ACTIVE|M2:mode|AUTOMATIC" for at, _, _ in rows[::9]]
    # Only lines of the same instant keep their order, as in any log that was gathered from several places.
    order = {line: number for number, line in enumerate(lines)}
    chance.shuffle(lines)
    same = sorted(lines, key=lambda line: order[line]) if seed % 2 else sorted(lines, key=lambda line: order[line] // 7)
    path = tmp_path / "day.txt.gz"
    path.write_bytes(gzip.compress(("\ufeff" + "\r\n".join(same)).encode("utf-8", "replace")))
    found = asked(path, capsys, *window(), "--device", "M1")
    assert found["seconds"] == truth
    assert sum(found["seconds"].values()) == DAY_S
    assert main(["states", str(path), "--json"]) == 3
    assert json.loads(capsys.readouterr().err)["facts"]["devices"] == "M1, M2"


def test_days_of_unavailable_are_unknown_and_hours_of_silence_too(tmp_path, capsys):
    lines = [f"{(T0 + timedelta(minutes=m)).isoformat()}|execution|READY|mode|AUTOMATIC" for m in range(0, 360, 5)]
    lines += [f"{(T0 + timedelta(hours=6)).isoformat()}|execution|UNAVAILABLE|mode|UNAVAILABLE"]
    lines += [f"{(T0 + timedelta(hours=6, minutes=m)).isoformat()}|Xabs|{m}" for m in range(0, 60 * 42, 5)]
    path = tmp_path / "days.txt"
    path.write_text("\n".join(lines))
    assert asked(path, capsys, *window(2))["seconds"] == {
        "running": 0, "setup": 0, "idle": 6 * 3600, "down": 0, "off": 0, "unknown": 42 * 3600,
    }  # fmt: skip
    path.write_text("\n".join(lines[:72]))
    found = asked(path, capsys, *window(2))["seconds"]
    assert found["idle"] == (71 * 5 + 10) * 60, "the last word is believed for the heartbeat and no longer"
    assert sum(found.values()) == 2 * DAY_S


def test_a_declared_heartbeat_ends_belief_and_an_adapter_that_answers_keeps_it(tmp_path, capsys):
    begin = "* PONG 10000\n2026-03-02T00:00:00Z|execution|READY|mode|AUTOMATIC\n"
    end = "2026-03-02T00:02:00Z|Xabs|1\n"
    path = tmp_path / "pong.txt"
    limits = ("--from", T0.isoformat(), "--to", (T0 + timedelta(minutes=2)).isoformat())
    path.write_text(begin + end)
    assert asked(path, capsys, *limits)["seconds"]["idle"] == 10
    path.write_text(begin + "* PONG 10000\n" * 12 + end)
    assert asked(path, capsys, *limits)["seconds"]["idle"] == 120


def line(second: int, rest: str) -> str:
    return f"{(T0 + timedelta(seconds=second)).isoformat()}|{rest}"


@pytest.mark.parametrize(
    ("lines", "down"),
    [
        ([line(10, "sys|FAULT|7|||A"), line(30, "sys|NORMAL||||")], 20),
        ([line(10, "sys|FAULT|7|||A"), line(20, "sys|FAULT|8|||B"), line(30, "sys|NORMAL|7|||")], 90),
        ([line(10, "sys|FAULT|7|||A"), line(20, "sys|FAULT|8|||B"), line(30, "sys|NORMAL||||")], 20),
        ([line(10, "sys|Fault|7|||A"), line(15, "sys|WARNING|9|||B"), line(30, "sys|warning|7|||A")], 20),
        ([line(10, "sys|FAULT|7|||A"), line(20, "axis|NORMAL||||"), line(40, "sys|Unavailable||||")], 30),
        ([line(10, "sys|FAULT||||A"), line(30, "sys|WARNING||||A")], 20),
        ([line(9, "estop|TRIGGERED"), line(20, "s|FAULT|7|||"), line(30, "estop|ARMED"), line(40, "s|Normal||||")], 31),
        ([line(10, "sys|WARNING|7|||A")], 0),
        ([line(10, "execution|ACTIVE"), line(20, "mode|MANUAL"), line(30, "estop|TRIGGERED"), line(50, "estop|X")], 20),
    ],
)  # fmt: skip
def test_conditions_stand_until_their_own_code_or_the_whole_item_clears(tmp_path, capsys, lines, down):
    path = tmp_path / "faults.txt"
    path.write_text("\n".join([line(0, "execution|READY|mode|AUTOMATIC"), *lines]))
    found = asked(path, capsys, "--from", T0.isoformat(), "--to", (T0 + timedelta(seconds=100)).isoformat())["seconds"]
    assert (found["down"], sum(found.values()), found["unknown"]) == (down, 100, 0)


def document(rows: list[tuple[int, datetime, str, str]], at: datetime, machine: str = "M1") -> str:
    """Return one streams document of rows (number, time, element, value)."""
    told = "".join(
        f'<{tag} dataItemId="{tag}1" sequence="{n}" timestamp="{when.isoformat()}">{value}</{tag}>'
        for n, when, tag, value in rows
    )
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><MTConnectStreams xmlns="urn:mtconnect.org:MTConnectStreams:1.7">'
        f'<Header creationTime="{at.isoformat()}" instanceId="1" firstSequence="1" lastSequence="9999" '
        f'nextSequence="10000"/><Streams><DeviceStream name="{machine}" uuid="u"><ComponentStream><Events>{told}'
        f"</Events></ComponentStream></DeviceStream></Streams></MTConnectStreams>"
    )


@pytest.mark.parametrize("framed", [False, True])
def test_documents_one_after_another_are_read_once_in_time_order(tmp_path, capsys, framed):
    tags = {"power": "PowerState", "estop": "EmergencyStop", "execution": "Execution", "mode": "ControllerMode",
            "Xabs": "PathPosition"}  # fmt: skip
    rows, truth = story(Random(4))
    numbered = [(n, at, tags[item], value) for n, (at, item, value) in enumerate(sorted(rows, key=lambda r: r[0]), 1)]
    parts = [document(numbered[n : n + 400], T0 + timedelta(days=1)) for n in range(0, len(numbered), 300)]
    Random(5).shuffle(parts)
    mark = "--gap\r\nContent-type: text/xml\r\n\r\n" if framed else ""
    path = tmp_path / "day.xml"
    path.write_text("\r\n".join(mark + part for part in parts))
    assert asked(path, capsys, *window())["seconds"] == truth


def test_a_document_without_news_is_a_sign_of_life(tmp_path, capsys):
    first = document([(1, T0, "Execution", "READY"), (2, T0, "ControllerMode", "AUTOMATIC")], T0)
    pulses = [document([], T0 + timedelta(minutes=m)) for m in range(5, 31, 5)]
    path = tmp_path / "quiet.xml"
    path.write_text(first + "".join(pulses))
    limits = ("--from", T0.isoformat(), "--to", (T0 + timedelta(hours=1)).isoformat())
    assert asked(path, capsys, *limits)["seconds"]["idle"] == 40 * 60


@pytest.mark.parametrize("text", ["", "\n\n", "garbage", "<html/>", "a|b|c\n", "2026-03-02T00:00:00Z|\n", "\x1f\x8b"])
def test_a_file_that_tells_nothing_is_refused(tmp_path, capsys, text):
    path = tmp_path / "nothing.txt"
    path.write_bytes(text.encode("latin-1"))
    assert main(["states", str(path), "--json"]) == 3
    assert json.loads(capsys.readouterr().err)["code"]
