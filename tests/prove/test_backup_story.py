"""A backup of a site that has lived through a story brings the same order, files, ledger, log and evidence back."""

from __future__ import annotations

import hashlib
import json
import shutil
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

pytestmark = [pytest.mark.prove, pytest.mark.database]

KEPT = """SELECT table_name FROM information_schema.tables WHERE table_schema = 'public' AND table_type = 'BASE TABLE'
          AND table_name ~ '^(base|stewardship|proposition|creation|realisation)_' ORDER BY table_name"""


def tables(site: Any) -> dict[str, tuple[int, str]]:
    """Return of every table of Cofab how many rows it has, and the hash of all of them."""
    found = {}
    for (name,) in site.rows(KEPT):
        query = f"SELECT count(*), coalesce(md5(string_agg(t::text, E'\\n' ORDER BY t::text)), '') FROM {name} t"
        found[name] = site.rows(query)[0]
    return found


def files(folder: Path) -> dict[str, str]:
    """Return the SHA-256 of every file below the folder by its name there."""
    paths = [path for path in sorted((folder / "files").rglob("*")) if path.is_file()]
    return {str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest() for path in paths}


def read(story: Any) -> dict[str, Any]:
    """Return what the buyer reads of the order: itself, its money, contract, work, shipments, ratings."""
    buyer = story.cast.person("fenghua-pumps/buyer")
    whole = {name: buyer.get(f"/orders/{story.order}{name}") for name in ("", "/money", "/contract", "/ratings")}
    return whole | {name: buyer.get(f"/{name}", order=story.order) for name in ("work-orders", "shipments")}


def evidence(site: Any, story: Any, path: Path) -> dict[str, Any]:
    """Return what `cofab verify` says of the order's bundle, downloaded now."""
    path.write_bytes(story.cast.person("fenghua-pumps/buyer").raw(f"/orders/{story.order}/evidence"))
    verdict = json.loads(site.cofab("verify", str(path), "--json").stdout)
    return {"result": verdict["result"], "checks": [(check["name"], check["result"]) for check in verdict["checks"]]}


def test_a_site_wiped_after_its_story_comes_back_from_its_backup(
    killed: tuple[Any, Any], site: Any, calm: Callable[[], None], say: Callable[[str], None], tmp_path: Path
):
    story, _ = killed
    calm()
    seen, proof = read(story), evidence(site, story, tmp_path / "before.zip")
    assert proof["result"] == "right"
    live, archive = tmp_path / "live.tar", tmp_path / "still.tar"
    assert timed(say, "backup of the running site", lambda: site.cofab("backup", str(live)).returncode) == 0
    assert site.cofab("backup", "--check", str(live)).returncode == 0
    site.stop()
    assert site.cofab("backup", str(archive)).returncode == 0
    before, kept, secret = tables_of(site), files(site.data), (site.data / "secret").read_bytes()
    assert before["realisation_posting"][0] > 20 and before["stewardship_checkpoint"][0] >= 1 and len(kept) > 3
    shutil.rmtree(site.data)

    done = timed(say, "restore", lambda: site.cofab("restore", str(archive)))
    assert done.returncode == 0, done.stderr
    after = tables_of(site)
    assert {name for name in before if before[name] != after.get(name)} == set()
    assert files(site.data) == kept
    assert (site.data / "secret").read_bytes() == secret
    assert site.cofab("ledger", "check").returncode == 0

    say(f"start of the restored site: {site.start():.0f} s")
    assert read(story) == seen, "people stay signed in, and the order is as it was"
    assert evidence(site, story, tmp_path / "after.zip") == proof
    calm()
    size = archive.stat().st_size / 1e6
    say(f"same after restore: {len(before)} tables, {sum(n for n, _ in before.values())} rows, "
        f"{len(kept)} files, {size:.0f} MB")  # fmt: skip


def tables_of(site: Any) -> dict[str, tuple[int, str]]:
    """Return the tables of a site that is down, whose database is up for as long as they are read."""
    from cofab.config.database import ensure_server, stop_server

    ensure_server(site.data)
    try:
        return tables(site)
    finally:
        stop_server(site.data)


def timed(say: Callable[[str], None], what: str, work: Callable[[], Any]) -> Any:
    """Do something, say how long it took, and return what came of it."""
    began = time.monotonic()
    result = work()
    say(f"{what}: {time.monotonic() - began:.1f} s")
    return result
