"""Hostile files end their own child only: refused or read within limits, nothing left, others unaffected."""

import importlib.util
import os
import sys
import threading
import time
from pathlib import Path

import psutil
import pytest

from cofab import geometry
from cofab.core.kernel.refusal import Refused
from cofab.geometry import Limits


def load(name):
    spec = importlib.util.spec_from_file_location(f"geometry_{name}", Path(__file__).with_name(f"{name}.py"))
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


load("files")
hostile = load("hostile")
PART = Path(__file__).parents[2] / "src/cofab/demo/parts/FBH-047.step"
LIMITS = Limits(memory_bytes=1_500_000_000, cpu_s=20, wall_s=60)
LOOK = ("/tmp", "/dev/shm", "/etc")


def servers():
    """Return the reader's servers that run for this process, with their children."""
    own = psutil.Process(os.getpid()).children()
    return [p for p in own if p.status() != psutil.STATUS_ZOMBIE and "cofab.geometry.server" in " ".join(p.cmdline())]


def lying_about():
    """Return what lies about of ours; what a PostgreSQL beside us shares in memory is its own."""
    shared = {path for path in Path("/dev/shm").iterdir() if not path.name.startswith("PostgreSQL.")}
    return {path for folder in LOOK for path in Path(folder).glob("*cofab*")} | shared


@pytest.fixture(scope="module")
def warm():
    geometry.read(PART)
    geometry.read_words(PART.with_suffix(".pdf"))
    time.sleep(0.3)
    return {p.pid: p.memory_info().rss for p in servers()}


@pytest.mark.parametrize("name", hostile.CASES)
def test_it_is_refused_or_read_within_limits(name, warm, tmp_path):
    called, kind, make, allowed = hostile.CASES[name]
    data, before = make(tmp_path), lying_about()
    started = time.monotonic()
    try:
        (geometry.read if kind == "model" else geometry.read_sheet)(data, called, LIMITS)
        outcome = hostile.READ
    except Refused as no:
        outcome = no.code
        assert "{" not in str(no), "every fact of the sentence is there"
    assert outcome in allowed
    assert time.monotonic() - started < LIMITS.wall_s + 15
    assert lying_about() <= before | {p for p in lying_about() if "pytest" in str(p)}


def test_afterwards_the_servers_are_the_same_as_small_and_alone(warm):
    until = time.monotonic() + 5
    while any(p.children() for p in servers()) and time.monotonic() < until:
        time.sleep(0.05)
    after = {p.pid: p.memory_info().rss for p in servers()}
    assert set(after) == set(warm), "no server died or was started anew"
    assert not any(p.children(recursive=True) for p in servers()), "no child outlives its reading"
    for pid, rss in after.items():
        assert rss < warm[pid] + 30_000_000


def test_others_are_read_beside_hostile_files(warm, tmp_path):
    names = ["an assembly doubled twelve times", "a zip that unpacks to 240 MB", "noise that calls itself STEP"]
    refused = []

    def attack(name):
        called, _, make, _ = hostile.CASES[name]
        try:
            geometry.read(make(tmp_path / name.replace(" ", "")), called, LIMITS)
        except Refused as no:
            refused.append(no.code)

    for name in names:
        (tmp_path / name.replace(" ", "")).mkdir()
    attacks = [threading.Thread(target=attack, args=(name,)) for name in names]
    for thread in attacks:
        thread.start()
    for _ in range(3):
        assert geometry.read(PART).parts[0].turned
    for thread in attacks:
        thread.join(120)
    assert len(refused) == len(names)


@pytest.mark.parametrize("read", [geometry.read, geometry.read_sheet])
def test_200_mb_are_refused_before_they_are_read(read, tmp_path):
    large = tmp_path / "large.stl"
    with large.open("wb") as file:
        file.truncate(200_000_000)
    with pytest.raises(Refused) as no:
        read(large)
    assert no.value.code == "geometry.too_large"
