"""`kill -9` while the gateway sends: every acknowledged point is there once, and no count is missing at the end."""

import base64
import os
import signal
import subprocess
import sys
import threading
import time
from datetime import UTC, datetime, timedelta
from random import Random

import pytest

from cofab.connectors.mtconnect.fake.agent import Agent
from cofab.connectors.mtconnect.fake.device import machine_tool
from cofab.connectors.mtconnect.fake.server import serve
from cofab.core.creation.monitor.observation import Observation
from cofab.gateway.buffer import Buffer
from cofab.gateway.config import load
from cofab.gateway.keys import make, public

T0 = datetime(2026, 3, 2, 8, tzinfo=UTC)


class Machine:
    """A machine that counts on and on while a test goes on."""

    def __init__(self) -> None:
        self.made = 0
        self.agent = Agent([machine_tool("VMC-3", "u3")], self.now, size=1_000_000)
        self.server = serve(self.agent)
        self.url = f"http://127.0.0.1:{self.server.server_address[1]}"
        self.stop = threading.Event()
        self.thread = threading.Thread(target=self.work, daemon=True)

    def now(self) -> datetime:
        return T0 + timedelta(seconds=self.made)

    def work(self) -> None:
        while not self.stop.wait(0.002):
            self.made += 1
            self.agent.tell([Observation("VMC-3", self.now(), "part_count", str(self.made))])

    def end(self) -> None:
        self.stop.set()
        self.thread.join()


def begin(path) -> subprocess.Popen:
    return subprocess.Popen(
        [sys.executable, "-m", "cofab.cli", "gateway", "--config", str(path)], stderr=subprocess.DEVNULL
    )


def wait_for(condition, seconds: float = 30) -> None:
    until = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < until, "it took too long"
        time.sleep(0.02)


@pytest.mark.parametrize("rounds", [3, pytest.param(20, marks=pytest.mark.prove)])
def test_a_gateway_killed_while_sending_loses_and_doubles_nothing(tmp_path, receiver, write, rounds):
    machine, chance = Machine(), Random(rounds)
    path = write(tmp_path, receiver.url, machine.url, 'open = ["count"]')
    receiver.public = base64.b64decode(public(make(load(path).key)))
    gateway = begin(path)
    wait_for(lambda: receiver.acknowledged)
    machine.thread.start()
    for number in range(rounds):
        receiver.fail = ("", "before", "after")[number % 3]
        before = machine.made
        wait_for(lambda before=before: machine.made > before + 20 + chance.randrange(60))
        os.kill(gateway.pid, signal.SIGKILL)
        gateway.wait()
        receiver.fail = ""
        gateway = begin(path)
        seen = len(receiver.acknowledged)
        wait_for(lambda seen=seen: len(receiver.acknowledged) > seen)
    machine.end()
    wait_for(lambda: ("part_count", str(machine.made)) in receiver.items())
    gateway.send_signal(signal.SIGTERM)
    assert gateway.wait(20) == 0
    machine.server.shutdown()
    machine.server.server_close()
    counts = [int(value) for item, value in receiver.items() if item == "part_count" and value.isdigit()]
    assert counts == list(range(1, machine.made + 1))
    assert receiver.acknowledged <= receiver.points.keys()
    assert len({run for run, _ in receiver.points}) == 1
    buffer = Buffer(load(path).buffer)
    assert {p.sequence for p in buffer.waiting(10)} & {sequence for _, sequence in receiver.acknowledged} == set()
    buffer.close()
