"""The caller's side: check the bytes, hand them to the pre-forked server, wait within limits, answer in types."""

from __future__ import annotations

import contextlib
import json
import os
import select
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from cofab.core.kernel.refusal import Refused
from cofab.core.proposition.demand.drawing import Word
from cofab.core.proposition.demand.part import Part
from cofab.geometry import refusals
from cofab.geometry.frames import Unpacker
from cofab.geometry.limits import Limits
from cofab.geometry.parts import part_from_json
from cofab.geometry.precheck import check, check_pdf

Progress = Callable[[str, int], None]
KILLED = {signal.SIGALRM: refusals.TIMEOUT, signal.SIGXCPU: refusals.TIMEOUT, signal.SIGUSR1: refusals.MEMORY}


@dataclass(frozen=True, slots=True)
class ReadResult:
    """What a file holds: its parts, the 3D view as GLB, and figures of the mesh and the reading.

    `glb` has one mesh a part; its primitive's `extras.faces` holds, for each face number, the first triangle, and one
    closing number, so that face f is the triangles faces[f] to faces[f+1]. `stats`: faces, triangles, took_ms, units.
    """

    parts: tuple[Part, ...]
    glb: bytes
    stats: Mapping[str, Any] = field(default_factory=dict)


def read(
    source: bytes | str | Path, name: str = "", limits: Limits | None = None, progress: Progress | None = None
) -> ReadResult:
    """Read a STEP or STL file and return what it holds.

    `source` is the bytes or a path, `name` what the user called it, `progress(stage, percent)` is told how far it is.
    Raises Refused with a `geometry.*` code; never anything else for a bad file.
    """
    limits = limits or Limits()
    data, name = _bytes(source, name, limits)
    started = time.monotonic()
    found = _asked(check(data, name, limits), data, name, limits, progress)
    took = int((time.monotonic() - started) * 1000)
    result = json.loads(found[b"R"])
    parts = tuple(part_from_json(p) for p in result["parts"])
    return ReadResult(parts, found.get(b"G", b""), {**result["stats"], "took_ms": took})


def read_words(source: bytes | str | Path, name: str = "", limits: Limits | None = None) -> tuple[Word, ...]:
    """Return the words of a PDF drawing with their boxes; raises Refused with a `geometry.*` code."""
    limits = limits or Limits()
    data, name = _bytes(source, name, limits)
    check_pdf(data, name, limits)
    result = json.loads(_asked("pdf", data, name, limits, None)[b"R"])
    return tuple(Word(w["text"], w["page"], tuple(w["box"])) for w in result["words"])


def _asked(form: str, data: bytes, name: str, limits: Limits, progress: Progress | None) -> dict[bytes, bytes]:
    order = {
        "form": form,
        "assembly": b"NEXT_ASSEMBLY_USAGE_OCCURRENCE" in data,
        "name": Path(name).stem,
        "memory_bytes": limits.memory_bytes,
        "cpu_s": limits.cpu_s,
        "wall_s": limits.wall_s,
        "faces": limits.faces,
        "triangles": limits.triangles,
    }
    answer = _SERVER.send(order, data)
    try:
        return _collect(answer, limits, progress, name)
    finally:
        os.close(answer)


def stop() -> None:
    """End the pre-forked server; the next `read` starts another."""
    _SERVER.stop()


def _bytes(source: bytes | str | Path, name: str, limits: Limits) -> tuple[bytes, str]:
    if isinstance(source, bytes):
        return source, name or "file"
    path = Path(source)
    size = path.stat().st_size
    if size > limits.file_bytes:
        megabytes, most = -(-size // 1_000_000), limits.file_bytes // 1_000_000
        raise Refused(refusals.TOO_LARGE, name=name or path.name, megabytes=megabytes, limit=most)
    return path.read_bytes(), name or path.name


def _collect(answer: int, limits: Limits, progress: Progress | None, name: str) -> dict[bytes, bytes]:
    unpacker, found = Unpacker(limits.answer_bytes), {}
    deadline = time.monotonic() + limits.wall_s + 10
    while b"X" not in found:
        ready, _, _ = select.select([answer], [], [], max(0.0, deadline - time.monotonic()))
        if not ready:
            raise Refused(refusals.TIMEOUT, name=name, seconds=limits.wall_s)
        data = os.read(answer, 1 << 20)
        if not data:
            break
        for letter, body in _frames(unpacker, data, name):
            found[letter] = body
            if letter == b"P" and progress:
                told = json.loads(body)
                progress(told["stage"], told["percent"])
    return _judged(found, name, limits)


def _frames(unpacker: Unpacker, data: bytes, name: str) -> list[tuple[bytes, bytes]]:
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
    killed = json.loads(found.get(b"X", b'{"signal": 0}'))["signal"]
    code = KILLED.get(killed, refusals.CRASHED)
    raise Refused(code, name=name, seconds=limits.wall_s) if code == refusals.TIMEOUT else Refused(code, name=name)


class _Server:
    """One server for this process, started at first use and again after a fork or its death."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._wire: socket.socket | None = None
        self._owner = 0

    def send(self, order: dict[str, Any], data: bytes) -> int:
        """Hand over the bytes; return the descriptor from which the answer can be read."""
        with self._lock:
            wire = self._running()
            answer, theirs = os.pipe()
            source = _deposit(data)
            try:
                socket.send_fds(wire, [json.dumps(order).encode()], [source, theirs])
            finally:
                os.close(source)
                os.close(theirs)
            return answer

    def _running(self) -> socket.socket:
        alive = self._process is not None and self._owner == os.getpid() and self._process.poll() is None
        if alive and self._wire is not None:
            return self._wire
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        command = [sys.executable, "-m", "cofab.geometry.server", str(theirs.fileno())]
        self._process = subprocess.Popen(
            command, pass_fds=[theirs.fileno()], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
            env={**os.environ, "OMP_NUM_THREADS": "1"},
        )  # fmt: skip
        theirs.close()
        if not ours.recv(16):
            raise Refused(refusals.CRASHED, name="")
        self._wire, self._owner = ours, os.getpid()
        return ours

    def stop(self) -> None:
        """Close the wire; the server ends by itself."""
        with self._lock:
            if self._wire is not None:
                self._wire.close()
            if self._process is not None and self._owner == os.getpid():
                with contextlib.suppress(subprocess.TimeoutExpired):
                    self._process.wait(5)
            self._process = self._wire = None


def _deposit(data: bytes) -> int:
    """Return a descriptor of an unnamed file that holds `data`, at its start."""
    if hasattr(os, "memfd_create"):
        descriptor = os.memfd_create("cofab")
    else:
        with tempfile.TemporaryFile() as unnamed:
            descriptor = os.dup(unnamed.fileno())
    view = memoryview(data)
    while view:
        view = view[os.write(descriptor, view) :]
    os.lseek(descriptor, 0, os.SEEK_SET)
    return descriptor


_SERVER = _Server()
