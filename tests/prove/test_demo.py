"""`make demo` as anybody runs it: the whole story on a fresh folder, and a second start that does not play it again."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from cofab.config import cluster
from cofab.config.database import stop_server

pytestmark = [pytest.mark.prove, pytest.mark.database]

STORY_S, AGAIN_S = 900, 60
OUTSIDE = {"COFAB_SECRET", "DATABASE_URL", "DATABASE_OWNER_URL", "COFAB_OWNER_URL", "COFAB_MESSAGES", "COFAB_DEMO"}


@pytest.fixture
def cofab(tmp_path: Path) -> Iterator[Callable[..., tuple[subprocess.CompletedProcess[str], float]]]:
    """Run a command on a data folder that nobody has used; gives what it said, and its seconds."""
    environment = {name: value for name, value in os.environ.items() if name not in OUTSIDE}
    environment["COFAB_DATA"] = str(tmp_path / "data")

    def run(*words: str, seconds: float) -> tuple[subprocess.CompletedProcess[str], float]:
        began = time.monotonic()
        whole = [sys.executable, "-m", "cofab.cli", *words]
        done = subprocess.run(whole, env=environment, capture_output=True, text=True, check=False, timeout=seconds)
        return done, time.monotonic() - began

    yield run
    stop_server(tmp_path / "data")


def test_the_demo_tells_its_ten_acts_once(
    cofab: Callable[..., tuple[subprocess.CompletedProcess[str], float]], tmp_path: Path, say: Callable[[str], None]
):
    ports = ["--port", str(cluster.free_port()), "--events-port", str(cluster.free_port())]
    first, took = cofab("demo", "--exit", *ports, seconds=STORY_S)
    say(f"demo --exit on a fresh folder: {took:.0f} s")
    assert first.returncode == 0, first.stderr
    acts = [int(number) for number in re.findall(r"^(\d+)\s+\S", first.stderr, re.MULTILINE)]
    assert set(acts) == set(range(1, 11)), first.stderr
    told = tmp_path / "data" / "demo" / "story.json"
    story = json.loads(told.read_text(encoding="utf-8"))
    assert story["verified"] == "right"

    again, took = cofab("demo", "--exit", *ports, seconds=STORY_S)
    say(f"demo --exit on the same folder: {took:.1f} s")
    assert again.returncode == 0, again.stderr
    assert took < AGAIN_S
    assert not re.findall(r"^\d+\s+\S", again.stderr, re.MULTILINE), "the story is not played again"
    assert f"/orders/{story['again']}" in again.stderr
    assert json.loads(told.read_text(encoding="utf-8")) == story

    ledger, took = cofab("ledger", "check", "--json", seconds=STORY_S)
    say(f"ledger check: {took:.1f} s")
    assert ledger.returncode == 0, ledger.stdout + ledger.stderr
    report = json.loads(ledger.stdout)
    assert report["entries"] > 20
    assert {check["result"] for check in report["checks"]} == {"holds"}
