"""Two real days of a Mazak machine: seconds by state equal a count made here in another way."""

import gzip
import json
import os
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from cofab.cli import main

ROOT = Path(__file__).parents[2]
REAL = (ROOT / os.environ.get("COFAB_REAL_DATA", "../shared/data")).resolve() / "nist-smstestbed"
DAYS = ("Mazak01-20170308-20170309.txt.gz", "Mazak01-20180205-20180206.txt.gz")

pytestmark = pytest.mark.skipif(not REAL.is_dir(), reason="the real inputs are not here")


def count_by_hand(path: Path) -> dict[str, float]:
    """Sum the seconds between any two lines by the state of the lines before; no code of the product.

    What was told before a silence above ten minutes (the stale rows at the file's start) does not count after it.
    """
    lines = [line.rstrip("\n").split("|") for line in gzip.decompress(path.read_bytes()).decode().splitlines()]
    rows = sorted((datetime.fromisoformat(f[0].replace("Z", "+00:00")), i, f) for i, f in enumerate(lines))
    last: dict[str, str] = {}
    faults: set[tuple[str, str]] = set()
    total = dict.fromkeys(("running", "setup", "idle", "down", "off", "unknown"), 0.0)
    since = rows[-1][0] - timedelta(days=1)
    heard = rows[0][0]
    for at, _, fields in rows:
        if (at - heard).total_seconds() > 600:
            faults.clear()
            last.clear()
        heard = at
        if at > since:
            total[by_hand(last, faults)] += (at - since).total_seconds()
            since = at
        if len(fields) == 7:
            if fields[2] == "Fault":
                faults.add((fields[1], fields[3]))
            else:
                faults -= {f for f in faults if f[0] == fields[1] and fields[3] in ("", f[1])}
        else:
            last[fields[1]] = fields[2]
    return total


def by_hand(last: dict[str, str], faults: set[tuple[str, str]]) -> str:
    execution, mode = last.get("execution"), last.get("mode")
    if last.get("power") == "OFF":
        return "off"
    if last.get("estop") == "TRIGGERED" or faults:
        return "down"
    if execution == "ACTIVE":
        return "running"
    if execution in ("INTERRUPTED", "FEED_HOLD", "READY", "STOPPED"):
        return {"AUTOMATIC": "idle", "MANUAL": "setup", "MANUAL_DATA_INPUT": "setup"}.get(mode or "", "unknown")
    return "unknown"


@pytest.mark.parametrize("day", DAYS)
@pytest.mark.parametrize("described", [False, True])
def test_the_states_of_a_real_day_equal_a_count_by_hand(day, described, capsys):
    words = ["states", str(REAL / day), "--json"]
    words += ["--devices", str(REAL / "Devices.xml"), "--device", "Mazak01"] if described else []
    assert main(words) == 0
    found = json.loads(capsys.readouterr().out)
    by_count = count_by_hand(REAL / day)
    assert sum(found["seconds"].values()) == 86_400
    for state, seconds in found["seconds"].items():
        assert abs(seconds - by_count[state]) < 1, state
    assert found["seconds"]["unknown"] > 40_000
    assert found["spans"][0][0] == "unknown"


def test_before_the_machine_spoke_nothing_is_idle(capsys):
    words = ["states", str(REAL / DAYS[0]), "--json", "--from", "2017-03-01T00:00:00Z", "--to", "2017-03-08T09:00:00Z"]
    assert main(words) == 0
    seconds = json.loads(capsys.readouterr().out)["seconds"]
    assert seconds["unknown"] == sum(seconds.values()) == 7 * 86_400 + 9 * 3600
