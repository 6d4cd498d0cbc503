"""`cofab agent`: a made-up workshop on HTTP, steered by commands, read by the real client."""

import json
import subprocess
import sys
from datetime import UTC, datetime

import httpx
import pytest

from cofab.connectors.mtconnect.client import MtconnectClient

BEGIN = "2026-03-02T08:00:00Z"


@pytest.fixture
def agent():
    words = ["agent", "--port", "0", "--machines", "VMC-1,VMC-3", "--begin", BEGIN, "--seed", "7"]
    process = subprocess.Popen([sys.executable, "-m", "cofab.cli", *words], stdout=subprocess.PIPE, text=True)
    url, commands = (process.stdout.readline().split()[1].rstrip("/") for _ in range(2))
    yield MtconnectClient(url), lambda verb, /, **body: httpx.post(f"{commands}/{verb}", json=body, trust_env=False)
    process.terminate()
    process.wait()
    process.stdout.close()


def test_machines_work_break_and_move_on_in_simulated_time(agent):
    client, tell = agent
    assert {d.name for d in client.devices()} == {"VMC-1", "VMC-3"}
    job = {"machine": "VMC-3", "name": "wor_1", "quantity": 10, "setup_s": 1800, "piece_s": 600, "begin": BEGIN}
    assert tell("assign", **job).status_code == 200
    tell("fail", machine="VMC-3", name="wor_1", at_ppm=600_000)
    cursor = client.read(None).cursor
    tell("clock", to="2026-03-02T12:00:00Z")
    batch = client.read(cursor)
    assert batch.heard == datetime(2026, 3, 2, 12, tzinfo=UTC)
    told = [(o.item, o.value) for o in batch.observations if o.machine == "VMC-3"]
    assert ("part_count", "6") in told
    assert ("part_count", "7") not in told
    assert any(item.startswith("condition.") and value.startswith("FAULT|1042") for item, value in told)
    assert tell("status").json()["machines"]["VMC-3"] == {
        "task": "run", "broken": True, "on": True, "made": 6, "jobs": ["wor_1"]
    }  # fmt: skip
    tell("withdraw", machine="VMC-3", name="wor_1")
    rest = {**job, "machine": "VMC-1", "name": "wor_2", "quantity": 4, "begin": "2026-03-02T12:30:00Z"}
    tell("assign", **rest)
    tell("clock", to="2026-03-02T18:00:00Z")
    later = [(o.machine, o.item, o.value) for o in client.read(batch.cursor).observations]
    assert ("VMC-1", "part_count", "4") in later
    assert not any(machine == "VMC-3" and item == "part_count" and value == "7" for machine, item, value in later)


def test_a_wrong_command_is_answered_with_a_sentence(agent):
    _, tell = agent
    assert tell("assign", machine="VMC-9", name="w", quantity=1, setup_s=1, piece_s=1).status_code == 400
    assert tell("assign", machine="VMC-1").status_code == 400
    assert tell("explode").status_code == 404
    assert json.loads(tell("clock", to="noon").text)["error"].startswith("ValueError")
