"""`kill -9`, at named points of a story and at random times."""

from __future__ import annotations

import os
import signal
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from random import Random
from typing import Any

import psutil

PARTS = ("web workers", "web", "worker", "planner", "postgres", "events")
FOUND_S, BUSY_S = 40, 20

# What is killed where. "worker, busy with read_demand": in the middle of that job.
POINTS: Mapping[str, Sequence[str]] = {
    "demand": ("worker, busy with %read_demand",),
    "planning": ("planner, busy with %plan.search",),
    "planned": ("web workers",),
    "reserved": ("postgres",),
    "agreed": ("web",),
    "signed": ("events", "worker"),
    "funded": ("worker, busy with flows.follow",),
    "breaking": ("postgres, busy with flows.machine_down",),
    "broken": ("planner", "web workers"),
    "moved": ("postgres", "worker"),
    "delivered": ("web",),
    "accepted": ("events", "web workers", "worker"),
    "rated": ("postgres", "web"),
}


@dataclass
class Killer:
    """Kills processes of a site and notes each: (seconds since the beginning, point, part, processes)."""

    site: Any
    say: Callable[[str], None]
    plan: Mapping[str, Sequence[str]] = field(default_factory=dict)
    began: float = field(default_factory=time.monotonic)
    kills: list[tuple[float, str, str, int]] = field(default_factory=list)
    points: list[str] = field(default_factory=list)

    def point(self, name: str) -> None:
        """Kill what the plan says for this point, the first time that the story passes it."""
        if name in self.points:
            return
        self.points.append(name)
        for wanted in self.plan.get(name, ()):
            part, _, job = wanted.partition(", busy with ")
            note = ""
            if job:
                note = f" in the middle of {job}" if self._busy(job) else f" after {job}"
            self.kill(name, part, note)

    def kill(self, point: str, part: str, note: str = "") -> bool:
        """Kill a part at once, waiting for it where it is just starting; tells whether it was there."""
        end = time.monotonic() + FOUND_S
        while not (found := self.site.processes(part)) and time.monotonic() < end:
            time.sleep(0.05)
        killed = sum(_kill(process) for process in found)
        if killed:
            self.kills.append((time.monotonic() - self.began, point, part, killed))
            self.say(f"      killed at {point}: {part} ({killed}){note}")
        return bool(killed)

    def _busy(self, job: str) -> bool:
        """Wait until such a job runs; tells whether one was caught."""
        query = "SELECT 1 FROM procrastinate_jobs WHERE status = 'doing' AND task_name LIKE %s LIMIT 1"
        end = time.monotonic() + BUSY_S
        while time.monotonic() < end:
            if self.site.rows(query, [job]):
                return True
        return False


class RandomKills(threading.Thread):
    """Kills a random part every few seconds until `stop`."""

    def __init__(self, killer: Killer, seed: int, pause_s: tuple[float, float]) -> None:
        super().__init__(daemon=True)
        self.killer, self.random, self.pause_s = killer, Random(seed), pause_s
        self.done = threading.Event()

    def run(self) -> None:
        """Kill, again and again, every part in turn of a shuffled order."""
        waiting: list[str] = []
        while not self.done.wait(self.random.uniform(*self.pause_s)):
            waiting = waiting or self.random.sample(PARTS, len(PARTS))
            self.killer.kill("a random time", waiting.pop())

    def stop(self) -> None:
        """End, and return when no kill is under way."""
        self.done.set()
        self.join(FOUND_S + 10)


def _kill(process: psutil.Process) -> int:
    try:
        os.kill(process.pid, signal.SIGKILL)
    except ProcessLookupError:
        return 0
    return 1
