"""CSV folders: half-written lines, files that grow, are written anew or vanish, zones, shapes, encodings."""

from datetime import UTC, datetime
from random import Random

import pytest

from cofab.connectors.registry import connect
from cofab.core.kernel.refusal import Refused

HEAD = "time;item;value\n"


def told(client, cursor):
    batch = client.read(cursor)
    return [(o.machine, o.item, o.value) for o in batch.observations], batch


def test_a_file_that_grows_is_read_line_by_line_and_once(tmp_path):
    client, cursor, seen = connect("folder", path=str(tmp_path)), None, []
    text = HEAD + "".join(f"2026-03-02T08:00:{n:02}Z;part_count;{n}\n" for n in range(60))
    chance, written = Random(3), 0
    with (tmp_path / "L1_today.csv").open("w") as file:
        while written < len(text):
            step = chance.randrange(1, 40)
            file.write(text[written : written + step])
            file.flush()
            written += step
            if chance.random() < 0.2:
                client = connect("folder", path=str(tmp_path))
            found, batch = told(client, cursor)
            cursor, seen = batch.cursor, seen + found
    assert seen == [("L1", "part_count", str(n)) for n in range(60)]
    assert batch.alive == frozenset(), "a folder that answers is no sign of life of a machine"


def test_a_file_written_anew_is_read_anew_and_others_go_on(tmp_path):
    client = connect("folder", path=str(tmp_path))
    (tmp_path / "a.csv").write_text(HEAD + "2026-03-02T08:00:00Z;execution;active\n")
    (tmp_path / "b.csv").write_text("时间,机床,mode,Load\n2026-03-02 08:00:01,车床一,manual,7\n", encoding="utf-8")
    found, batch = told(client, None)
    assert found == [("a", "execution", "ACTIVE"), ("车床一", "mode", "MANUAL"), ("车床一", "signal.load", "7")]
    (tmp_path / "a.csv").unlink()
    (tmp_path / "a.csv").write_text(HEAD + "2026-03-02T09:00:00Z;execution;READY\n")
    with (tmp_path / "b.csv").open("a") as file:
        file.write("2026-03-02 08:00:09,车床一,AUTOMATIC,8\nbroken,line\nnot a time,x,y,z\n")
    found, batch = told(client, batch.cursor)
    assert found == [("车床一", "mode", "AUTOMATIC"), ("车床一", "signal.load", "8"), ("a", "execution", "READY")]
    (tmp_path / "a.csv").unlink()
    assert told(client, batch.cursor)[0] == []


def test_zone_encoding_and_ways_of_times(tmp_path):
    lines = ["time,load", "2026/03/02 08:00,1", "02.03.2026 08:00:00,2", "1772409600,3", "2026-03-02T08:00:00+08:00,4"]
    (tmp_path / "机床.csv").write_bytes("\r\n".join([*lines, ""]).encode("gbk"))
    client = connect("folder", path=str(tmp_path), zone="Asia/Shanghai", encoding="gbk")
    batch = client.read(None)
    assert {o.at for o in batch.observations} == {datetime(2026, 3, 2, tzinfo=UTC)}
    assert sorted(o.value for o in batch.observations) == ["1", "2", "3", "4"]


def test_what_cannot_be_read_is_refused(tmp_path):
    with pytest.raises(Refused, match="unreachable"):
        connect("folder", path=str(tmp_path / "absent")).read(None)
    with pytest.raises(Refused, match="invalid"):
        connect("folder", path=str(tmp_path), zone="Nowhere/Town")
    (tmp_path / "x.csv").write_text("a,b\n1,2\n")
    with pytest.raises(Refused, match="no column called time"):
        connect("folder", path=str(tmp_path)).read(None)
