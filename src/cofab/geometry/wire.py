"""The way to the pre-forked servers: start them, hand over a file's bytes, get a pipe with the answer.

Two servers, each started at first use: `solid` has the CAD kernel loaded, `sheet` the reader of drawings and pictures.
"""

from __future__ import annotations

import contextlib
import json
import os
import socket
import subprocess
import sys
import tempfile
import threading
from typing import Any

from cofab.core.kernel.refusal import Refused
from cofab.geometry import refusals

KINDS = ("solid", "sheet")


class Server:
    """One server for this process, started at first use and again after a fork or its death."""

    def __init__(self, kind: str) -> None:
        self._kind = kind
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
            except OSError:
                os.close(answer)
                raise Refused(refusals.CRASHED, name=order["name"]) from None
            finally:
                os.close(source)
                os.close(theirs)
            return answer

    def _running(self) -> socket.socket:
        alive = self._process is not None and self._owner == os.getpid() and self._process.poll() is None
        if alive and self._wire is not None:
            return self._wire
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        command = [sys.executable, "-m", "cofab.geometry.server", self._kind, str(theirs.fileno())]
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


SERVERS = {kind: Server(kind) for kind in KINDS}
