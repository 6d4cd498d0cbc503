"""The process that has the CAD kernel loaded and forks one locked-in child for each file.

Asks on standard input's socket: one JSON line with two descriptors, the file and the pipe for the answer.
Promises: a child has no network, no way to write files, bounded memory and time; its death is told, not felt.
"""

from __future__ import annotations

import contextlib
import ctypes
import json
import os
import resource
import signal
import socket
import sys

from cofab.geometry import frames

CLONE_NEWNET, CLONE_NEWUSER = 0x40000000, 0x10000000
PR_SET_PDEATHSIG, PR_SET_DUMPABLE, PR_SET_NO_NEW_PRIVS = 1, 4, 38
NOBODY = 65534


def main() -> None:
    """Serve until the other end closes."""
    from cofab.geometry import warm

    warm.warm()
    wire = socket.socket(fileno=int(sys.argv[1]))
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    wire.sendall(b"ready\n")
    while True:
        message, descriptors, _, _ = socket.recv_fds(wire, 4096, 2)
        if not message:
            return
        if os.fork() == 0:
            wire.close()
            _watch(json.loads(message), *descriptors)
            os._exit(0)
        for descriptor in descriptors:
            os.close(descriptor)


def _watch(order: dict, source: int, answer: int) -> None:
    """Fork the child that reads, wait for it and tell how it ended."""
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    child = os.fork()
    if child == 0:
        _read(order, source, answer)
        os._exit(0)
    _, status = os.waitpid(child, 0)
    with contextlib.suppress(OSError):
        frames.write_json(answer, b"X", {"signal": os.WTERMSIG(status) if os.WIFSIGNALED(status) else 0})


def _read(order: dict, source: int, answer: int) -> None:
    from cofab.geometry import work

    try:
        lock_in(order, keep=(source, answer))
        work.run(order, source, answer)
    except MemoryError:
        os.kill(os.getpid(), signal.SIGUSR1)
    except BaseException:
        os.kill(os.getpid(), signal.SIGABRT)


def lock_in(order: dict, keep: tuple[int, ...]) -> None:
    """Take from this process all it does not need: descriptors, network, rights, memory, time, files."""
    silence = os.open(os.devnull, os.O_RDWR)
    for standard in (0, 1, 2):
        os.dup2(silence, standard)
    highest = max(keep)
    for low, high in _gaps(keep):
        os.closerange(low, high)
    _limit(resource.RLIMIT_AS, _address_space() + order["memory_bytes"])
    _limit(resource.RLIMIT_CPU, order["cpu_s"])
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


def _limit(kind: int, value: int) -> None:
    hard = resource.getrlimit(kind)[1]
    value = value if hard == resource.RLIM_INFINITY else min(value, hard)
    resource.setrlimit(kind, (value, value))


def _address_space() -> int:
    """Return the bytes of address space that the loaded libraries hold already."""
    with contextlib.suppress(OSError), open("/proc/self/statm", "rb") as statm:  # noqa: PTH123
        return int(statm.read().split()[0]) * resource.getpagesize()
    return 1_000_000_000


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
