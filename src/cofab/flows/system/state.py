"""What can be known of the installation from inside: each line with its state and what to do."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection
from django.utils.translation import gettext as _

import cofab
from cofab.apps.base.clock import now
from cofab.apps.base.viewer import Viewer
from cofab.apps.stewardship.provenance.selectors import latest
from cofab.web import words

LEAST_FREE_BYTES = 2_000_000_000
OLDEST_BACKUP_S = 2 * 86400
GB = 1_000_000_000


@dataclass(frozen=True)
class Line:
    """One thing of the installation: its name, what it is, its tone (go, care, stop) and what to do about it."""

    name: str
    value: str
    tone: str = "go"
    note: str = ""


@dataclass(frozen=True)
class Queue:
    """Jobs of one queue: waiting, at work, failed in the last day, and how long the oldest waits."""

    name: str
    todo: int
    doing: int
    failed: int
    oldest_s: int | None


def lines(viewer: Viewer) -> list[Line]:
    """Return the state of every part; refuses everybody but the operator."""
    viewer.require("operator")
    parts: tuple[Callable[[], Line], ...] = (_version, _database, _migrations, _clock, _disk, _log, _backup)
    return [part() for part in parts]


def queues(viewer: Viewer) -> list[Queue]:
    """Return the jobs by queue; refuses everybody but the operator."""
    viewer.require("operator")
    query = """
        SELECT j.queue_name, count(*) FILTER (WHERE j.status = 'todo'), count(*) FILTER (WHERE j.status = 'doing'),
               count(*) FILTER (WHERE j.status = 'failed'),
               extract(epoch FROM now() - min(j.scheduled_at) FILTER (WHERE j.status = 'todo'))
        FROM procrastinate_jobs j GROUP BY 1 ORDER BY 1"""
    return [Queue(*row[:4], int(row[4]) if row[4] is not None else None) for row in _rows(query)]


def _rows(query: str) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(query)
        return list(cursor.fetchall())


def _version() -> Line:
    return Line(_("Version"), cofab.__version__)


def _database() -> Line:
    version, size, bypasses = _rows(
        "SELECT current_setting('server_version'), pg_database_size(current_database()),"
        " (SELECT rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = current_user)"
    )[0]
    value = f"PostgreSQL {version.split()[0]} · {words.grouped(size / 1_000_000)} MB"
    if bypasses:
        return Line(_("Database"), value, "stop", _("this role bypasses row-level security"))
    return Line(_("Database"), value)


def _migrations() -> Line:
    count = _rows("SELECT count(*) FROM django_migrations")[0][0]
    return Line(_("Migrations"), _("%(n)s applied") % {"n": count})


def _clock() -> Line:
    ahead = (now() - datetime.now(UTC)).total_seconds()
    value = words.moment(now())
    if settings.COFAB_DEMO and ahead > 1:
        return Line(_("Clock"), value, "go", _("the demo is %(time)s ahead") % {"time": words.length(ahead)})
    return Line(_("Clock"), value)


def _disk() -> Line:
    found = shutil.disk_usage(settings.COFAB_DATA if settings.COFAB_DATA.exists() else ".")
    value = _("%(free)s of %(all)s GB free") % {
        "free": words.grouped(found.free / GB), "all": words.grouped(found.total / GB)}  # fmt: skip
    if found.free < LEAST_FREE_BYTES:
        return Line(_("Disk"), value, "stop", _("make room before the database stops"))
    return Line(_("Disk"), value)


def _log() -> Line:
    row = latest()
    if row is None:
        return Line(_("Log"), _("no checkpoint yet"), "care", _("the first is signed within a minute"))
    value = _("%(n)s events · %(root)s") % {"n": words.grouped(row.size), "root": row.root[:8]}
    return Line(_("Log"), value, note=_("signed %(age)s") % {"age": words.age(row.at)})


def _backup() -> Line:
    """Return the newest backup in the data folder's `backups`; where others are kept is not known here."""
    folder = Path(settings.COFAB_DATA) / "backups"
    found = sorted(folder.glob("*.tar"), key=lambda path: path.stat().st_mtime) if folder.exists() else []
    if not found:
        return Line(_("Last backup"), _("none here"), "care", _("run: cofab backup"))
    made = datetime.fromtimestamp(found[-1].stat().st_mtime, UTC)
    age = (datetime.now(UTC) - made).total_seconds()
    value = f"{words.moment(made)} · {words.grouped(found[-1].stat().st_size / 1_000_000)} MB"
    old = age > OLDEST_BACKUP_S
    return Line(_("Last backup"), value, "care" if old else "go", _("run: cofab backup") if old else "")
