"""A long reading tells how far it is and can be cancelled; its child does not outlive it."""

import os
import threading
import time
from pathlib import Path

import psutil
import pytest

from cofab import geometry
from cofab.core.kernel.refusal import Refused
from cofab.geometry import Limits

PART = Path(__file__).parents[2] / "src/cofab/demo/parts/FBH-047.step"


def children():
    return {p.pid for p in psutil.Process(os.getpid()).children(recursive=True) if p.status() != psutil.STATUS_ZOMBIE}


def gone(before, seconds=3):
    """Wait until no process is left that was not there before."""
    until = time.monotonic() + seconds
    while children() - before and time.monotonic() < until:
        time.sleep(0.02)
    return not children() - before


@pytest.fixture
def warm():
    geometry.read(PART)
    time.sleep(0.2)
    return children()


def test_a_reading_can_be_cancelled_before_it_ends(warm):
    asked = []
    with pytest.raises(Refused) as no:
        geometry.read(PART, cancelled=lambda: asked.append(1) or len(asked) > 1)
    assert no.value.code == "geometry.cancelled"
    assert gone(warm), "the child is killed"


def test_a_listener_that_fails_ends_the_reading_too(warm):
    def fails(stage, percent):
        raise RuntimeError(stage)

    with pytest.raises(RuntimeError, match="reading"):
        geometry.read(PART, progress=fails)
    assert gone(warm)


def test_one_cancelled_reading_leaves_the_others_alone(warm):
    found = []
    other = threading.Thread(target=lambda: found.append(geometry.read(PART)))
    other.start()
    with pytest.raises(Refused):
        geometry.read(PART, cancelled=lambda: True)
    other.join(30)
    assert found[0].parts[0].turned


def test_memory_and_damage_are_told_apart():
    with pytest.raises(Refused) as no:
        geometry.read(PART, limits=Limits(memory_bytes=1_000_000))
    assert no.value.code == "geometry.memory"
    head, middle, tail = PART.read_bytes().partition(b"DATA;")
    with pytest.raises(Refused) as no:
        geometry.read(head + middle + b"\n#1=A();\nENDSEC;\nEND-ISO-10303-21;\n" + tail[:0], "damaged.step")
    assert no.value.code == "geometry.crashed"


def test_no_descriptor_is_left_open(warm):
    before = len(list(Path("/proc/self/fd").iterdir()))
    for _ in range(3):
        with pytest.raises(Refused):
            geometry.read(PART, cancelled=lambda: True)
        geometry.read(PART)
    assert len(list(Path("/proc/self/fd").iterdir())) == before
