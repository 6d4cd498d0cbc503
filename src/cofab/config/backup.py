"""One archive that holds an installation: the database as of one moment, and every file of the data folder.

Promises: a backup may be taken while the site runs; its database is one snapshot, and every file that the snapshot
names is in it, because files are written before their rows and never change. A restore checks the whole archive
before it touches anything, and either all of the database comes back or none.
Not here: roles and passwords of PostgreSQL, which each installation makes for itself; compiled things.
"""

from __future__ import annotations

import hashlib
import io
import json
import os
import shutil
import subprocess
import tarfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

import psycopg

import cofab
from cofab.config import cluster
from cofab.config.database import NAME, Server, drop_database, prepare_database
from cofab.core.kernel.refusal import Refused, declare

FORMAT = 1
MANIFEST, DUMP = "manifest.json", "database.dump"
NOT_SAVED = ("postgres", "logs", "kernels", "static", "site.", "restoring")
BLOCK = 1 << 20

DAMAGED = declare("config.backup_damaged", "{file} is not a whole backup of Cofab: {problem}. Use another copy.")
NEWER = declare(
    "config.backup_newer", "This backup is from Cofab {theirs}; this is {ours}. Upgrade Cofab, then restore."
)
OCCUPIED = declare(
    "config.restore_occupied",
    "There is an installation in {data} already. Restore into an empty data folder, or add --replace to overwrite it.",
)
FAILED = declare("config.database_copy", "The database could not be copied: {problem}")


@dataclass(frozen=True)
class Summary:
    """What an archive holds: when it was made, by which version, how many files and bytes."""

    made_at: str
    version: str
    files: int
    size: int


def back_up(server: Server, data: Path, target: Path, made_at: str) -> Summary:
    """Write the archive `target`, readable by its owner only; an interrupted backup leaves no archive."""
    part = target.with_name(target.name + ".part")
    dump = data / "restoring.dump"
    descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    try:
        _postgres(server, "pg_dump", "--format=custom", "--enable-row-security", f"--file={dump}")
        with os.fdopen(descriptor, "wb") as raw, tarfile.open(fileobj=raw, mode="w") as tar:
            sums = {DUMP: _add(tar, dump, DUMP)}
            sums |= {f"data/{name}": _add(tar, data / name, f"data/{name}") for name in _saved(data)}
            manifest = {"format": FORMAT, "cofab": cofab.__version__, "made_at": made_at, "files": sums}
            _add_bytes(tar, MANIFEST, json.dumps(manifest, indent=1, sort_keys=True).encode())
            raw.flush()
            os.fsync(raw.fileno())
        part.replace(target)
    finally:
        part.unlink(missing_ok=True)
        dump.unlink(missing_ok=True)
    return Summary(made_at, cofab.__version__, len(sums) - 1, target.stat().st_size)


def check(archive: Path) -> Summary:
    """Read the whole archive and compare every checksum; refuses a damaged or newer one."""
    try:
        return _check(archive)
    except (tarfile.TarError, OSError, KeyError, ValueError, EOFError) as error:
        raise Refused(DAMAGED, file=str(archive), problem=str(error) or type(error).__name__) from error


def restore(server: Server, data: Path, archive: Path, replace: bool = False) -> Summary:
    """Bring database and files back from a checked archive; refuses an occupied folder without `replace`."""
    summary = check(archive)
    if not replace and (_has_tables(server) or _saved(data)):
        raise Refused(OCCUPIED, data=str(data))
    _empty_database(server)
    waiting = data / "restoring"
    shutil.rmtree(waiting, ignore_errors=True)
    with tarfile.open(archive) as tar:
        tar.extractall(waiting, filter="data")
    words = ["pg_restore", "--single-transaction", "--exit-on-error", "--dbname=" + _database(server)]
    _postgres(server, *words, *([] if server.embedded else ["--no-owner", "--no-comments"]), str(waiting / DUMP))
    for name in sorted({name.split("/")[0] for name in _saved(data)}):
        _remove(data / name)
    if (waiting / "data").exists():
        for path in (waiting / "data").iterdir():
            path.rename(data / path.name)
    shutil.rmtree(waiting)
    return summary


def _check(archive: Path) -> Summary:
    found: dict[str, str] = {}
    manifest: dict[str, Any] = {}
    with tarfile.open(archive, mode="r:") as tar:
        for member in tar:
            content = tar.extractfile(member)
            if content is None or not member.isreg():
                raise ValueError(f"{member.name} is no plain file")
            if member.name == MANIFEST:
                manifest = json.load(content)
            else:
                found[member.name] = _digest(content)
    if not manifest:
        raise ValueError("its list of contents is missing, so it was cut off")
    if manifest["format"] > FORMAT or _version(manifest["cofab"]) > _version(cofab.__version__):
        raise Refused(NEWER, theirs=manifest["cofab"], ours=cofab.__version__)
    wrong = sorted(name for name in manifest["files"].keys() | found if manifest["files"].get(name) != found.get(name))
    if wrong:
        raise ValueError(f"{len(wrong)} of its files differ from its list, {wrong[0]} first")
    return Summary(manifest["made_at"], manifest["cofab"], len(found) - 1, archive.stat().st_size)


def _version(text: str) -> tuple[int, ...]:
    return tuple(int(part) for part in text.split(".")[:3] if part.isdigit())


def _saved(data: Path) -> list[str]:
    """Return the names below the data folder that a backup holds."""
    return list(_walk(data)) if data.exists() else []


def _walk(data: Path) -> Iterator[str]:
    for path in sorted(data.rglob("*")):
        name = path.relative_to(data).as_posix()
        if path.is_file() and not name.startswith(NOT_SAVED) and not name.endswith(".lock"):
            yield name


def _add(tar: tarfile.TarFile, path: Path, name: str) -> str:
    info = tar.gettarinfo(str(path), arcname=name)
    info.uid = info.gid = 0
    info.uname = info.gname = ""
    with path.open("rb") as file:
        digest = _digest(file)
        file.seek(0)
        tar.addfile(info, file)
    return digest


def _add_bytes(tar: tarfile.TarFile, name: str, value: bytes) -> None:
    info = tarfile.TarInfo(name)
    info.size = len(value)
    tar.addfile(info, io.BytesIO(value))


def _digest(file: IO[bytes]) -> str:
    digest = hashlib.sha256()
    while block := file.read(BLOCK):
        digest.update(block)
    return digest.hexdigest()


def _remove(path: Path) -> None:
    if path.is_dir():
        shutil.rmtree(path)
    else:
        path.unlink()


def _database(server: Server) -> str:
    return str(psycopg.conninfo.conninfo_to_dict(server.owner_url).get("dbname", NAME))


def _has_tables(server: Server) -> bool:
    with psycopg.connect(server.superuser_url or server.owner_url) as link:
        row = link.execute("SELECT 1 FROM pg_tables WHERE schemaname = 'public' LIMIT 1").fetchone()
    return row is not None


def _empty_database(server: Server) -> None:
    """Make the database anew; on a server of one's own, empty the schema that cofab_owner owns."""
    if server.embedded:
        drop_database(server, _database(server))
        prepare_database(server, _database(server))
        return
    with psycopg.connect(server.owner_url, autocommit=True) as link:
        link.execute("DROP OWNED BY CURRENT_USER")


def _postgres(server: Server, program: str, *words: str) -> None:
    """Run one of PostgreSQL's programs on the server, as superuser where we have one; refuses with its last line."""
    parts = psycopg.conninfo.conninfo_to_dict(server.superuser_url or server.owner_url)
    names = {"host": "PGHOST", "port": "PGPORT", "user": "PGUSER", "password": "PGPASSWORD", "dbname": "PGDATABASE"}
    known = {names[key]: str(value) for key, value in parts.items() if key in names}
    environment = {**os.environ, **known, "PGOPTIONS": "-c cofab.viewer=system"}
    command = [str(cluster.BINARIES / program), *words]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        raise Refused(FAILED, problem=" / ".join(done.stderr.strip().splitlines()[-3:]))
