"""Which PostgreSQL Cofab talks to, and the two roles it talks as.

Promises: `ensure_server` may be called by any number of processes at once; the server it starts ends when the
last of them has ended, however it ended. Pages, API and jobs connect as `cofab_app`, whom row-level security
binds; only migrations connect as `cofab_owner`; the superuser is used for set-up and backup alone.
Asks: environment DATABASE_URL (the plain role) and DATABASE_OWNER_URL (for migrations; default the same) to use
a server of one's own instead.
Why: docs/decisions/2026-11-21-embedded-postgres.md
"""

from __future__ import annotations

import fcntl
import os
import secrets
import time
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote, urlsplit, urlunsplit

import psycopg
from psycopg import sql

from cofab.config import cluster
from cofab.core.kernel.refusal import Refused, declare

NAME, APP, OWNER, SUPERUSER = "cofab", "cofab_app", "cofab_owner", "postgres"
EXTENSIONS = ("btree_gist", "pg_trgm")
OLDEST = 180000
SETUP = 2  # grows whenever roles, rights or extensions change, so that older data folders get them too
START_S = 60

TOO_OLD = declare(
    "config.database_too_old",
    "PostgreSQL {version} at DATABASE_URL is too old: Cofab needs 18 or newer. "
    "Upgrade it, or unset DATABASE_URL to use the server that Cofab brings along.",
)
UNREACHABLE = declare(
    "config.database_unreachable", "No PostgreSQL answers at DATABASE_URL: {problem}. Check the address and the role."
)
TOO_MIGHTY = declare(
    "config.database_role",
    "The role {role} in DATABASE_URL may bypass row-level security, so firms could see each other's data. "
    "Use a role made with NOSUPERUSER NOBYPASSRLS.",
)
NOT_STARTED = declare("config.database_start", "PostgreSQL did not start: {problem}. Its log is {log}.")

_held: dict[Path, int] = {}


@dataclass(frozen=True)
class Server:
    """A reachable PostgreSQL: an address for each role; `superuser_url` is None on a server of one's own."""

    app_url: str
    owner_url: str
    superuser_url: str | None = None

    @property
    def embedded(self) -> bool:
        """Tell whether Cofab brought this server along."""
        return self.superuser_url is not None

    def on(self, database: str) -> Server:
        """Return the same server with addresses of another database."""
        return Server(*(url and with_database(url, database) for url in self._urls()))  # type: ignore[arg-type]

    def _urls(self) -> tuple[str, str, str | None]:
        return self.app_url, self.owner_url, self.superuser_url


def with_database(url: str, database: str) -> str:
    """Return a connection address with its database replaced."""
    return urlunsplit(urlsplit(url)._replace(path=f"/{quote(database)}"))


def ensure_server(data_dir: Path, durable: bool = True) -> Server:
    """Return the server to use, starting the one in `data_dir`/postgres if need be; held until this process ends.

    Refuses a server of one's own that is unreachable, older than 18, or entered by a role above row-level security.
    """
    if url := os.environ.get("DATABASE_URL"):
        return _outside(url, os.environ.get("DATABASE_OWNER_URL") or url)
    data_dir = data_dir.resolve()
    data_dir.mkdir(parents=True, exist_ok=True)
    folder = cluster.Folder(data_dir)
    starting = cluster.lock(folder.starting, fcntl.LOCK_EX)
    try:
        _hold(folder)
        state = _prepare(folder)
        if not _answers(folder, state):
            state = _start(folder, state, durable)
        if state.get("ready") != SETUP:
            _make_roles(_server(state, NAME).on("postgres"), state)
            prepare_database(_server(state, NAME), NAME)
            folder.write(state := {**state, "ready": SETUP})
    finally:
        if starting is not None:
            os.close(starting)
    return _server(state, NAME)


def stop_server(data_dir: Path, wait_s: float = 30) -> bool:
    """Let go of the server; if nobody else holds it, wait until it has ended. Returns whether it has ended."""
    folder = cluster.Folder(data_dir.resolve())
    if (held := _held.pop(folder.root, None)) is not None:
        os.close(held)
    deadline = time.monotonic() + wait_s
    while time.monotonic() < deadline:
        if (free := cluster.lock(folder.keeper, fcntl.LOCK_EX | fcntl.LOCK_NB)) is not None:
            os.close(free)
            return True
        if _others_hold(folder):
            return False
        time.sleep(cluster.POLL_S / 2)
    return False


def prepare_database(server: Server, name: str) -> None:
    """Make database `name` on the embedded server, owned by cofab_owner, with extensions and cofab_app's rights."""
    assert server.superuser_url is not None, "an outside server's databases are made by its owner"
    with psycopg.connect(with_database(server.superuser_url, "postgres"), autocommit=True) as link:
        if not link.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone():
            link.execute(_sql("CREATE DATABASE {} OWNER {}", name, OWNER))
    with psycopg.connect(with_database(server.superuser_url, name), autocommit=True) as link:
        for extension in EXTENSIONS:
            link.execute(_sql("CREATE EXTENSION IF NOT EXISTS {}", extension))
        link.execute(_sql("GRANT SET ON PARAMETER cofab.viewer TO {}", OWNER))
        link.execute(_sql("GRANT USAGE ON SCHEMA public TO {}", APP))
        for rights, things in (("SELECT, INSERT, UPDATE, DELETE", "TABLES"), ("USAGE, SELECT", "SEQUENCES")):
            grant = f"ALTER DEFAULT PRIVILEGES FOR ROLE {{}} IN SCHEMA public GRANT {rights} ON {things} TO {{}}"
            link.execute(_sql(grant, OWNER, APP))


def drop_database(server: Server, name: str) -> None:
    """Drop database `name` on the embedded server with whoever is connected; nothing happens if there is none."""
    assert server.superuser_url is not None
    with psycopg.connect(with_database(server.superuser_url, "postgres"), autocommit=True) as link:
        link.execute(_sql("DROP DATABASE IF EXISTS {} WITH (FORCE)", name))


def _sql(text: str, *names: str) -> sql.Composed:
    return sql.SQL(text).format(*map(sql.Identifier, names))  # type: ignore[arg-type]


def _outside(url: str, owner_url: str) -> Server:
    try:
        with psycopg.connect(url, connect_timeout=10) as link:
            if link.info.server_version < OLDEST:
                major, minor = divmod(link.info.server_version, 10000)
                raise Refused(TOO_OLD, version=f"{major}.{minor}")
            row = link.execute(
                "SELECT rolname, rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = current_user"
            ).fetchone()
    except psycopg.OperationalError as error:
        raise Refused(UNREACHABLE, problem=str(error).strip()) from error
    if row and row[1]:
        raise Refused(TOO_MIGHTY, role=row[0])
    return Server(url, owner_url)


def _hold(folder: cluster.Folder) -> None:
    if folder.root not in _held:
        held = cluster.lock(folder.users, fcntl.LOCK_SH)
        assert held is not None
        _held[folder.root] = held


def _others_hold(folder: cluster.Folder) -> bool:
    if (alone := cluster.lock(folder.users, fcntl.LOCK_EX | fcntl.LOCK_NB)) is not None:
        os.close(alone)
        return False
    if (shared := cluster.lock(folder.users, fcntl.LOCK_SH | fcntl.LOCK_NB)) is not None:
        os.close(shared)
        return True
    return False


def _prepare(folder: cluster.Folder) -> dict[str, object]:
    """Return the stored state, making the cluster's folder on the first call."""
    if folder.data.exists() and (state := folder.read()):
        return state
    state = {f"{role}_password": secrets.token_urlsafe(24) for role in (SUPERUSER, OWNER, APP)}
    folder.write(state)
    try:
        cluster.initialise(folder, state[f"{SUPERUSER}_password"])
    except Exception as error:
        problem = getattr(error, "stderr", None) or str(error)
        raise Refused(NOT_STARTED, problem=str(problem).strip(), log=str(folder.log)) from error
    return state


def _start(folder: cluster.Folder, state: dict[str, object], durable: bool) -> dict[str, object]:
    """Start a keeper as soon as none is at work (one may be just ending), and wait until its server answers."""
    keeper = None
    deadline = time.monotonic() + START_S
    while time.monotonic() < deadline and (keeper is None or keeper.poll() is None):
        if keeper is None and (idle := cluster.lock(folder.keeper, fcntl.LOCK_EX | fcntl.LOCK_NB)) is not None:
            os.close(idle)
            state = {**state, "port": cluster.free_port(state.get("port"))}  # type: ignore[arg-type]
            folder.write(state)
            keeper = cluster.spawn_keeper(folder, state["port"], durable)  # type: ignore[arg-type]
        if _answers(folder, state):
            return state
        time.sleep(0.05)
    last = folder.log.read_text(errors="replace").strip().splitlines()[-3:]
    raise Refused(NOT_STARTED, problem=" / ".join(last) or "no answer", log=str(folder.log))


def _answers(folder: cluster.Folder, state: dict[str, object]) -> bool:
    """Tell whether the server at the stored port answers and is the one of this very folder."""
    if "port" not in state:
        return False
    try:
        with psycopg.connect(_url(state, SUPERUSER, "postgres"), connect_timeout=3) as link:
            row = link.execute("SHOW data_directory").fetchone()
    except psycopg.OperationalError:
        return False
    return row is not None and Path(row[0]) == folder.data


def _url(state: dict[str, object], role: str, database: str) -> str:
    return f"postgresql://{role}:{state[f'{role}_password']}@127.0.0.1:{state['port']}/{database}"


def _server(state: dict[str, object], database: str) -> Server:
    app, owner, superuser = (_url(state, role, database) for role in (APP, OWNER, SUPERUSER))
    return Server(app, owner, superuser)


def _make_roles(server: Server, state: dict[str, object]) -> None:
    assert server.superuser_url is not None
    with psycopg.connect(server.superuser_url, autocommit=True) as link:
        for role in (OWNER, APP):
            known = link.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [role]).fetchone()
            text = "{verb} ROLE {role} LOGIN NOSUPERUSER NOBYPASSRLS NOCREATEROLE {database} PASSWORD {password}"
            link.execute(
                sql.SQL(text).format(
                    verb=sql.SQL("ALTER" if known else "CREATE"),
                    role=sql.Identifier(role),
                    database=sql.SQL("CREATEDB" if role == OWNER else "NOCREATEDB"),
                    password=sql.Literal(state[f"{role}_password"]),
                )
            )
