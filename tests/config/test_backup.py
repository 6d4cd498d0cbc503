"""A backup brings back the same rows and files, and a damaged or newer archive is refused before anything changes."""

from __future__ import annotations

import json
import shutil
import tarfile
from pathlib import Path

import psycopg
import pytest

from cofab.config import backup
from cofab.config.database import Server, drop_database, ensure_server, prepare_database, stop_server
from cofab.core.kernel.refusal import Refused

SCHEMA = """
CREATE TABLE machine (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, firm bigint NOT NULL, during tstzrange,
  EXCLUDE USING gist (firm WITH =, during WITH &&));
CREATE TABLE event (id bigserial PRIMARY KEY, machine bigint NOT NULL REFERENCES machine, text text);
ALTER TABLE machine ENABLE ROW LEVEL SECURITY; ALTER TABLE machine FORCE ROW LEVEL SECURITY;
CREATE POLICY own ON machine USING (current_setting('cofab.viewer', true) = 'system');
CREATE FUNCTION never() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'append only'; END $$;
CREATE TRIGGER keep BEFORE UPDATE OR DELETE ON event FOR EACH ROW EXECUTE FUNCTION never();
SELECT set_config('cofab.viewer', 'system', false);
INSERT INTO machine (firm, during) VALUES (1, '[2026-01-01, 2026-01-02)'), (1, '[2026-01-02, 2026-01-03)'), (2, NULL);
INSERT INTO event (machine, text) SELECT 1 + n % 3, '轴承座 ' || n FROM generate_series(1, 500) n;
"""
AT = "2026-01-01T00:00:00Z"


def rows(server: Server) -> list[tuple]:
    """Return everything in both tables, seen as the superuser."""
    assert server.superuser_url
    with psycopg.connect(server.superuser_url) as link:
        return link.execute("SELECT * FROM machine").fetchall() + link.execute("SELECT * FROM event").fetchall()


@pytest.fixture
def data(tmp_path: Path):
    """A data folder with its own PostgreSQL, a few tables and two files."""
    folder = tmp_path / "data"
    server = ensure_server(folder, durable=False)
    with psycopg.connect(server.owner_url) as link:
        link.execute(SCHEMA)
    (folder / "files" / "ab").mkdir(parents=True)
    (folder / "files" / "ab" / "abcdef").write_bytes(bytes(range(256)) * 50)
    (folder / "secret").write_text("s3cret")
    (folder / "logs").mkdir()
    (folder / "logs" / "web.log").write_text("not saved")
    yield folder
    stop_server(folder)


def test_a_wiped_folder_comes_back_the_same(data: Path, tmp_path: Path):
    server = ensure_server(data)
    before, archive = rows(server), tmp_path / "out.tar"
    summary = backup.back_up(server, data, archive, AT)
    assert (summary.files, summary.made_at) == (2, AT)
    assert archive.stat().st_mode & 0o077 == 0
    assert stop_server(data)
    shutil.rmtree(data)

    server = ensure_server(data, durable=False)
    assert backup.restore(server, data, archive) == summary
    assert len(before) == 503
    assert rows(server) == before
    assert (data / "files/ab/abcdef").read_bytes() == bytes(range(256)) * 50
    assert (data / "secret").read_text() == "s3cret"
    assert not (data / "logs").exists()
    with psycopg.connect(server.app_url, autocommit=True) as link:
        assert link.execute("SELECT count(*) FROM machine").fetchone() == (0,), "policies are back and bind cofab_app"
        with pytest.raises(psycopg.errors.RaiseException):
            link.execute("DELETE FROM event")
        link.execute("SELECT set_config('cofab.viewer', 'system', false)")
        with pytest.raises(psycopg.errors.ExclusionViolation):
            link.execute("INSERT INTO machine (firm, during) VALUES (1, '[2026-01-01 12:00, 2026-01-01 13:00)')")
        assert link.execute("INSERT INTO event (machine, text) VALUES (1, 'next') RETURNING id").fetchone() == (501,)


def test_an_occupied_folder_is_not_overwritten_unasked(data: Path, tmp_path: Path):
    server, archive = ensure_server(data), tmp_path / "out.tar"
    backup.back_up(server, data, archive, AT)
    before = rows(server)
    with psycopg.connect(server.superuser_url) as link:
        link.execute("INSERT INTO event (machine, text) VALUES (1, 'after the backup')")
    (data / "files" / "new").write_text("after the backup")
    with pytest.raises(Refused) as refused:
        backup.restore(server, data, archive)
    assert refused.value.code == backup.OCCUPIED
    assert len(rows(server)) == len(before) + 1
    backup.restore(server, data, archive, replace=True)
    assert rows(server) == before
    assert not (data / "files" / "new").exists()


def test_a_database_without_superuser_is_saved_whole_too(data: Path, tmp_path: Path):
    whole = ensure_server(data)
    server = Server(whole.app_url, whole.owner_url)
    archive = tmp_path / "out.tar"
    backup.back_up(server, data, archive, AT)
    drop_database(whole, "cofab")
    prepare_database(whole, "cofab")
    shutil.rmtree(data / "files")
    (data / "secret").unlink()
    backup.restore(server, data, archive)
    assert len(rows(whole)) == 503


@pytest.mark.parametrize("harm", ["cut", "flip", "missing", "garbage", "newer"])
def test_a_damaged_or_newer_archive_changes_nothing(harm: str, data: Path, tmp_path: Path):
    server, archive = ensure_server(data), tmp_path / "out.tar"
    backup.back_up(server, data, archive, AT)
    before = rows(server)
    spoil(archive, harm)
    with pytest.raises(Refused) as refused:
        backup.restore(server, data, archive, replace=True)
    assert refused.value.code == (backup.NEWER if harm == "newer" else backup.DAMAGED)
    assert rows(server) == before
    assert (data / "secret").exists()


def spoil(archive: Path, harm: str) -> None:
    """Damage an archive in one of several ways."""
    content = bytearray(archive.read_bytes())
    if harm == "cut":
        archive.write_bytes(content[: len(content) // 2])
    elif harm == "flip":
        place = content.index(bytes(range(100, 200)))
        content[place] ^= 1
        archive.write_bytes(content)
    elif harm == "garbage":
        archive.write_bytes(b"no archive at all" * 100)
    else:
        rewrite(archive, harm)


def rewrite(archive: Path, harm: str) -> None:
    """Leave a file out, or claim a newer version."""
    fresh = archive.with_suffix(".new")
    with tarfile.open(archive) as old, tarfile.open(fresh, "w") as new:
        for member in old:
            content = old.extractfile(member).read()
            if harm == "missing" and member.name.endswith("secret"):
                continue
            if harm == "newer" and member.name == backup.MANIFEST:
                content = json.dumps(json.loads(content) | {"cofab": "99.0.0"}).encode()
            backup._add_bytes(new, member.name, content)
    fresh.replace(archive)
