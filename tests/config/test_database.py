"""The PostgreSQL that comes along: shared by processes, restarted when it dies, gone when nobody holds it."""

from __future__ import annotations

import fcntl
import os
import signal
import socket
import struct
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from cofab.config import cluster, database
from cofab.config.database import ensure_server, stop_server
from cofab.core.kernel.refusal import Refused

HOLD = """
import sys, time, psycopg
from pathlib import Path
from cofab.config.database import ensure_server
server = ensure_server(Path(sys.argv[1]), durable=False)
with psycopg.connect(server.app_url) as link:
    print(link.execute("SELECT pg_postmaster_start_time()::text || current_user").fetchone()[0], flush=True)
time.sleep(float(sys.argv[2]))
"""


@pytest.fixture
def data(tmp_path: Path) -> Iterator[Path]:
    """An empty data folder whose server is ended afterwards."""
    yield tmp_path / "data"
    stop_server(tmp_path / "data")


def hold(data: Path, seconds: float) -> subprocess.Popen[str]:
    """Start another process that holds the server for some seconds."""
    words = [sys.executable, "-c", HOLD, str(data), str(seconds)]
    return subprocess.Popen(words, stdout=subprocess.PIPE, text=True)


def postmaster(data: Path) -> int:
    """Return the process id of the server in a data folder."""
    return int((data / "postgres" / "postmaster.pid").read_text().split()[0])


def wait_until(true, seconds: float = 15) -> bool:
    """Tell whether something becomes true in time."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if true():
            return True
        time.sleep(0.1)
    return False


def alive(pid: int) -> bool:
    """Tell whether a process runs."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return "Z" not in Path(f"/proc/{pid}/stat").read_text().split(")")[1][:3]


def test_processes_that_start_at_once_share_one_server(data: Path):
    others = [hold(data, 0) for _ in range(4)]
    said = {other.communicate(timeout=60)[0] for other in others}
    assert len(said) == 1
    assert said.pop().strip().endswith("cofab_app")


def test_a_server_is_wanted_again_while_its_keeper_is_still_ending(data: Path):
    ensure_server(data, durable=False)
    assert stop_server(data)
    ending = cluster.lock(data / "postgres.keeper.lock", fcntl.LOCK_EX)
    wanting = hold(data, 0)
    time.sleep(2)
    os.close(ending)
    assert wanting.communicate(timeout=30)[0].strip().endswith("cofab_app")


def test_a_killed_holder_leaves_no_server_behind(data: Path):
    holder = hold(data, 60)
    assert holder.stdout.readline()
    server = postmaster(data)
    holder.kill()
    holder.wait()
    assert wait_until(lambda: not alive(server))
    assert not (data / "postgres" / "postmaster.pid").exists(), "PostgreSQL was shut down in order"


def test_a_killed_server_comes_back_on_the_same_port_with_its_rows(data: Path):
    server = ensure_server(data)
    with psycopg.connect(server.owner_url) as link:
        link.execute("CREATE TABLE kept AS SELECT 7 AS n")
    first = postmaster(data)
    os.kill(first, signal.SIGKILL)

    def answers() -> bool:
        try:
            with psycopg.connect(server.app_url, connect_timeout=2) as link:
                return link.execute("SELECT n FROM kept").fetchone() == (7,)
        except psycopg.OperationalError:
            return False

    assert wait_until(answers)
    assert postmaster(data) != first


def test_roles_are_bound_by_row_level_security_and_the_server_is_this_folders(data: Path):
    server = ensure_server(data, durable=False)
    query = "SELECT rolname FROM pg_roles WHERE (rolsuper OR rolbypassrls) AND rolname LIKE 'cofab%'"
    with psycopg.connect(server.superuser_url) as link:
        assert link.execute(query).fetchall() == []
        assert Path(link.execute("SHOW data_directory").fetchone()[0]) == data / "postgres"
        extensions = {row[0] for row in link.execute("SELECT extname FROM pg_extension")}
    assert extensions >= {"btree_gist", "pg_trgm"}
    with psycopg.connect(server.app_url) as link, pytest.raises(psycopg.errors.InsufficientPrivilege):
        link.execute("CREATE TABLE mine (id int)")
    with psycopg.connect(server.app_url) as link:
        assert link.execute("SELECT show_trgm('轴承座') <> '{}'").fetchone() == (True,), "Chinese can be searched"
    assert oct((data / "postgres.json").stat().st_mode & 0o777) == "0o600"


def test_a_role_above_row_level_security_is_refused(data: Path, monkeypatch: pytest.MonkeyPatch):
    server = ensure_server(data, durable=False)
    monkeypatch.setenv("DATABASE_URL", server.superuser_url)
    with pytest.raises(Refused) as refused:
        ensure_server(data)
    assert (refused.value.code, refused.value.facts) == (database.TOO_MIGHTY, {"role": "postgres"})
    monkeypatch.setenv("DATABASE_URL", server.app_url)
    monkeypatch.setenv("DATABASE_OWNER_URL", server.owner_url)
    assert ensure_server(data) == database.Server(server.app_url, server.owner_url)


def test_an_old_server_is_refused_with_its_version(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    with socket.create_server(("127.0.0.1", 0)) as listening:
        threading.Thread(target=greet_as_15, args=(listening,), daemon=True).start()
        port = listening.getsockname()[1]
        monkeypatch.setenv(
            "DATABASE_URL", f"postgresql://cofab_app@127.0.0.1:{port}/cofab?sslmode=disable&gssencmode=disable"
        )
        with pytest.raises(Refused) as refused:
            ensure_server(tmp_path)
    assert (refused.value.code, refused.value.facts) == (database.TOO_OLD, {"version": "15.8"})


def greet_as_15(listening: socket.socket) -> None:
    """Speak the beginning of PostgreSQL's protocol 3.0 as a server of version 15.8."""
    link, _ = listening.accept()
    with link:
        link.recv(4096)
        status = b"server_version\x0015.8\x00"
        link.sendall(b"R" + struct.pack("!II", 8, 0) + b"S" + struct.pack("!I", 4 + len(status)) + status)
        link.sendall(b"S" + struct.pack("!I", 25) + b"client_encoding\x00UTF8\x00")
        link.sendall(b"K" + struct.pack("!III", 12, 1, 1) + b"Z" + struct.pack("!I", 5) + b"I")
        link.recv(4096)


def test_nobody_at_the_address_is_a_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    port = cluster.free_port()
    monkeypatch.setenv("DATABASE_URL", f"postgresql://cofab_app@127.0.0.1:{port}/cofab")
    with pytest.raises(Refused) as refused:
        ensure_server(tmp_path)
    assert refused.value.code == database.UNREACHABLE
    assert str(port) in refused.value.facts["problem"]


@pytest.mark.skipif(os.geteuid() != 0, reason="only root's PostgreSQL runs as another user")
def test_it_starts_again_where_a_folder_above_was_closed_meanwhile(data: Path):
    ensure_server(data, durable=False)
    stop_server(data)
    data.parent.chmod(0o700)
    with psycopg.connect(ensure_server(data, durable=False).app_url) as link:
        assert link.execute("SELECT 1").fetchone() == (1,)
