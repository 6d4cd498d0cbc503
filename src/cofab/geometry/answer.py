"""The caller's side of the pipe: collect the child's frames within the limits, tell progress, cancel, judge the end.

Closing the pipe is what ends a reading: the child's watcher feels it and kills the child.
"""

from __future__ import annotations

import json
import os
import select
import signal
import time
from collections.abc import Callable
from dataclasses import dataclass

from cofab.core.kernel.refusal import Refused
from cofab.geometry import refusals
from cofab.geometry.frames import Unpacker
from cofab.geometry.limits import Limits

Progress = Callable[[str, int], None]
Cancelled = Callable[[], bool]
KILLED = {signal.SIGALRM: refusals.TIMEOUT, signal.SIGXCPU: refusals.TIMEOUT, signal.SIGUSR1: refusals.MEMORY}
LOOK_S, GRACE_S = 0.1, 10


@dataclass(frozen=True, slots=True)
class Listener:
    """Who waits for a reading: the file's name for him, whom to tell how far it is, whom to ask whether to go on."""

    name: str
    progress: Progress | None = None
    cancelled: Cancelled | None = None


def collect(answer: int, limits: Limits, listener: Listener) -> dict[bytes, bytes]:
    """Return the frames of a reading by their letter; raises Refused for every other end. Closes the pipe."""
    try:
        return _judged(_frames(answer, limits, listener), listener.name, limits)
    finally:
        os.close(answer)


def _frames(answer: int, limits: Limits, listener: Listener) -> dict[bytes, bytes]:
    unpacker, found = Unpacker(limits.answer_bytes), {}
    deadline = time.monotonic() + limits.wall_s + GRACE_S
    while b"X" not in found:
        if not _waited(answer, limits, listener, deadline):
            continue
        data = os.read(answer, 1 << 20)
        if not data:
            break
        for letter, body in _cut(unpacker, data, listener.name):
            found[letter] = body
            if letter == b"P" and listener.progress:
                told = json.loads(body)
                listener.progress(told["stage"], told["percent"])
    return found


def _waited(answer: int, limits: Limits, listener: Listener, deadline: float) -> bool:
    """Wait a moment for more to read; raises Refused where the caller cancels or the time is over."""
    if listener.cancelled is not None and listener.cancelled():
        raise Refused(refusals.CANCELLED, name=listener.name)
    if time.monotonic() > deadline:
        raise Refused(refusals.TIMEOUT, name=listener.name, seconds=limits.wall_s)
    return bool(select.select([answer], [], [], LOOK_S)[0])


def _cut(unpacker: Unpacker, data: bytes, name: str) -> list[tuple[bytes, bytes]]:
    try:
        return unpacker.feed(data)
    except OverflowError:
        raise Refused(refusals.MEMORY, name=name) from None


def _judged(found: dict[bytes, bytes], name: str, limits: Limits) -> dict[bytes, bytes]:
    if b"E" in found:
        refusal = json.loads(found[b"E"])
        raise Refused(refusal["code"], **{"name": name, **refusal["facts"]})
    if b"R" in found:
        return found
    end = json.loads(found.get(b"X", b'{"signal": 0, "full": false}'))
    code = KILLED.get(end["signal"], refusals.MEMORY if end["full"] else refusals.CRASHED)
    raise Refused(code, name=name, seconds=limits.wall_s) if code == refusals.TIMEOUT else Refused(code, name=name)
