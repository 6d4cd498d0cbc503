"""SHDR lines become observations; broken lines become nothing."""

from datetime import UTC, datetime

from cofab.connectors.mtconnect.translate import from_shdr, heartbeat_of, item_of, type_of

LINES = [
    "* PONG 10000",
    "2026-03-02T08:00:00.5Z|execution|ACTIVE|mode|AUTOMATIC",
    "2026-03-02T08:00:01Z@2.5|VMC-3:PartCountAct| 17 ",
    "2026-03-02T08:00:02Z|system|Fault|148|high|HIGH|CHUCK BARRIER",
    "2026-03-02T08:00:03Z|system|Unavailable||||",
    "2026-03-02T08:00:04Z|load|42|odd",
    "yesterday|execution|READY",
    "2026-03-02T08:00:05|execution|READY",
    "",
    "2026-03-02T08:00:06Z|",
]


def test_lines_become_observations_in_order():
    found = list(from_shdr(LINES, "m"))
    assert [(o.machine, o.item, o.value) for o in found] == [
        ("m", "execution", "ACTIVE"),
        ("m", "mode", "AUTOMATIC"),
        ("VMC-3", "part_count", "17"),
        ("m", "condition.system", "FAULT|148|CHUCK BARRIER"),
        ("m", "condition.system", "UNAVAILABLE||"),
        ("m", "signal.load", "42"),
        ("m", "execution", "READY"),
    ]
    assert [o.sequence for o in found] == [1, 2, 3, 4, 5, 6, 7]
    assert found[0].at == datetime(2026, 3, 2, 8, 0, 0, 500_000, UTC)


def test_a_description_beside_the_file_decides_what_an_item_is():
    found = list(from_shdr(["2026-03-02T08:00:00Z|ex1|ACTIVE|execution|x"], "m", {"ex1": "EXECUTION"}))
    assert [o.item for o in found] == ["execution", "execution"]


def test_the_declared_heartbeat_is_read():
    assert heartbeat_of(LINES) == 10
    assert heartbeat_of(LINES[1:]) is None


def test_wasted_parts_and_sub_programs_are_not_progress():
    assert item_of("PART_COUNT", "bad", "BAD") == "signal.bad"
    assert item_of("PART_COUNT", "all", "ALL") == "part_count"
    assert item_of("PROGRAM", "sub", "x:SUB") == "signal.sub"
    assert type_of("ControllerMode") == "CONTROLLER_MODE"
