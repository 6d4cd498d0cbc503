"""All hostile files twice, four at a time, in a shuffled order: good files between them are read, nothing grows."""

import importlib.util
import os
import random
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import psutil
import pytest

from cofab import geometry
from cofab.core.kernel.refusal import Refused
from cofab.geometry import Limits

pytestmark = pytest.mark.prove
FOLDER = Path(__file__).parents[1] / "geometry"
PART = Path(__file__).parents[2] / "src/cofab/demo/parts/FBH-047.step"
LIMITS = Limits(memory_bytes=1_500_000_000, cpu_s=40, wall_s=120)


def load(name):
    spec = importlib.util.spec_from_file_location(f"geometry_{name}", FOLDER / f"{name}.py")
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


def servers():
    own = psutil.Process(os.getpid()).children()
    return {p.pid: p for p in own if "cofab.geometry.server" in " ".join(p.cmdline())}


def outcome(case):
    name, data, kind = case
    try:
        (geometry.read if kind == "model" else geometry.read_sheet)(data, name, LIMITS)
    except Refused as no:
        return no.code
    return "read"


def test_two_rounds_of_hostile_files_harm_nobody(tmp_path):
    load("files")
    cases = []
    for name, (called, kind, make, allowed) in load("hostile").CASES.items():
        (tmp_path / str(len(cases))).mkdir()
        cases.append((name, (called, make(tmp_path / str(len(cases))), kind), allowed))
    geometry.read(PART)
    geometry.read_words(PART.with_suffix(".pdf"))
    time.sleep(0.5)
    before = {pid: p.memory_info().rss for pid, p in servers().items()}
    order = cases * 2
    random.Random(7).shuffle(order)
    with ThreadPoolExecutor(4) as pool:
        told = [(name, allowed, pool.submit(outcome, case)) for name, case, allowed in order]
        good = [geometry.read(PART).parts[0].turned for _ in range(6)]
        wrong = [(name, result.result()) for name, allowed, result in told if result.result() not in allowed]
    assert not wrong
    assert all(good)
    time.sleep(1)
    after = servers()
    assert set(after) == set(before)
    assert not any(p.children() for p in after.values())
    assert all(p.memory_info().rss < before[pid] + 30_000_000 for pid, p in after.items())
