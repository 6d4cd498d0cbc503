"""A process with the CAD kernel or the reader of drawings loaded that forks one locked-in child for each file.

Asks on its socket: one JSON line with two descriptors, the file and the pipe for the answer.
Promises: a child has no network, no way to write files, bounded memory and time; its death is told, not felt; it
dies with the caller's interest, for its watcher kills it once nobody holds the other end of the pipe.
"""

from __future__ import annotations

import codecs
import contextlib
import ctypes
import importlib
import json
import os
import resource
import select
import signal
import socket
import sys
from types import ModuleType

from cofab.geometry import frames
from cofab.geometry.unreadable import Unreadable

WORK = {"solid": "cofab.geometry.work", "sheet": "cofab.geometry.paper"}
CODECS = ("ascii", "latin-1", "utf-8", "utf-16-le", "utf-16-be", "idna")  # afterwards a child may read no file at all

CLONE_NEWNET, CLONE_NEWUSER = 0x40000000, 0x10000000
PR_SET_PDEATHSIG, PR_SET_DUMPABLE, PR_SET_NO_NEW_PRIVS = 1, 4, 38
NOBODY = 65534
LOOK_MS = 10
NEARLY = 64_000_000  # libraries ask for memory in pieces up to this size


def main() -> None:
    """Serve until the other end closes."""
    work = importlib.import_module(WORK[sys.argv[1]])
    for name in CODECS:
        codecs.lookup(name)
    work.warm()
    wire = socket.socket(fileno=int(sys.argv[2]))
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    wire.sendall(b"ready\n")
    while True:
        message, descriptors, _, _ = socket.recv_fds(wire, 4096, 2)
        if not message:
            return
        if os.fork() == 0:
            wire.close()
            _watch(work, json.loads(message), *descriptors)
            os._exit(0)
        for descriptor in descriptors:
            os.close(descriptor)


def _watch(work: ModuleType, order: dict, source: int, answer: int) -> None:
    """Fork the child that reads, wait for it and tell how it ended."""
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    child = os.fork()
    if child == 0:
        _read(work, order, source, answer)
        os._exit(0)
    os.close(source)
    status, peak = _waited(child, answer)
    full = peak > _address_space() + order["memory_bytes"] - NEARLY
    with contextlib.suppress(OSError):
        end = {"signal": os.WTERMSIG(status) if os.WIFSIGNALED(status) else 0, "full": full}
        frames.write_json(answer, b"X", end)


def _waited(child: int, answer: int) -> tuple[int, int]:
    """Wait for the child; kill it when the answer's reader has gone. Return its status and the most it held."""
    gone, peak = select.poll(), 0
    gone.register(answer, 0)
    while True:
        done, status = os.waitpid(child, os.WNOHANG)
        if done:
            return status, peak
        peak = max(peak, _address_space(child))
        if gone.poll(LOOK_MS):
            os.kill(child, signal.SIGKILL)
            return os.waitpid(child, 0)[1], peak


def _read(work: ModuleType, order: dict, source: int, answer: int) -> None:
    try:
        lock_in(order, keep=(source, answer))
        work.run(order, source, answer)
    except Unreadable as no:
        frames.write_json(answer, b"E", {"code": no.code, "facts": no.facts})
    except BaseException as error:
        os.kill(os.getpid(), signal.SIGUSR1 if _of_memory(error) else signal.SIGABRT)


def _of_memory(error: BaseException) -> bool:
    """Tell whether an error of any library means that memory ran out."""
    said = f"{type(error).__name__} {error}".casefold()
    return any(sign in said for sign in ("memory", "bad_alloc", "failed to allocate"))


def lock_in(order: dict, keep: tuple[int, ...]) -> None:
    """Take from this process all it does not need: descriptors, network, rights, memory, time, files."""
    silence = os.open(os.devnull, os.O_RDWR)
    for standard in (0, 1, 2):
        os.dup2(silence, standard)
    highest = max(keep)
    for low, high in _gaps(keep):
        os.closerange(low, high)
    _limit(resource.RLIMIT_AS, _address_space() + order["memory_bytes"])
    _limit(resource.RLIMIT_CPU, order["cpu_s"], spare=5)  # at the hard bound the system kills without saying why
    _limit(resource.RLIMIT_FSIZE, 0)
    _limit(resource.RLIMIT_CORE, 0)
    _limit(resource.RLIMIT_NOFILE, highest + 6)
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    signal.setitimer(signal.ITIMER_REAL, order["wall_s"])
    _unshare()


def _gaps(keep: tuple[int, ...]) -> list[tuple[int, int]]:
    edges = sorted(keep)
    most = resource.getrlimit(resource.RLIMIT_NOFILE)[0]
    starts = [3, *(e + 1 for e in edges)]
    return list(zip(starts, [*edges, min(most, 65536)], strict=True))


def _limit(kind: int, value: int, spare: int = 0) -> None:
    hard = resource.getrlimit(kind)[1]
    most = value + spare if hard == resource.RLIM_INFINITY else min(value + spare, hard)
    resource.setrlimit(kind, (min(value, most), most))


def _address_space(process: int | str = "self") -> int:
    """Return the bytes of address space that a process holds, loaded libraries included."""
    with contextlib.suppress(OSError, IndexError), open(f"/proc/{process}/statm", "rb") as statm:  # noqa: PTH123
        return int(statm.read().split()[0]) * resource.getpagesize()
    return 1_000_000_000 if process == "self" else 0


def _unshare() -> None:
    """Leave the network and, as root, the rights; where the system forbids it, the other bounds still stand."""
    with contextlib.suppress(OSError, AttributeError):
        libc = ctypes.CDLL(None)
        if libc.unshare(CLONE_NEWNET) != 0:
            libc.unshare(CLONE_NEWUSER | CLONE_NEWNET)
        if os.geteuid() == 0:
            os.setgroups([])
            os.setresgid(NOBODY, NOBODY, NOBODY)
            os.setresuid(NOBODY, NOBODY, NOBODY)
        libc.prctl(PR_SET_DUMPABLE, 1, 0, 0, 0)  # a change of user hides /proc/self/fd otherwise
        libc.prctl(PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
        libc.prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)


if __name__ == "__main__":
    main()
