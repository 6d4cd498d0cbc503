"""What has to be true before a site serves: schema up to date, translations compiled, kernels compiled.

Promises: safe to run at any time and twice at once; the second run takes about a second.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager

import psycopg

from cofab.config import translations
from cofab.planner import service

MIGRATING = 0x636F666162
Report = Callable[[str], AbstractContextManager[None]]


def prepare(report: Report) -> None:
    """Run every step under `report(title)`, a context that shows title and seconds; Django is set up as owner."""
    with report("database schema"):
        migrate()
    with report("translations"):
        translations.compile_all()
    with report("planning kernels"):
        service.warm()


def migrate() -> None:
    """Bring the schema up to date as cofab_owner; several processes take turns."""
    from django.conf import settings
    from django.core.management import call_command

    alias = "owner" if "owner" in settings.DATABASES else "default"
    with psycopg.connect(_address(settings.DATABASES[alias]), autocommit=True) as link:
        link.execute("SELECT pg_advisory_lock(%s)", [MIGRATING])
        call_command("migrate", database=alias, verbosity=0, interactive=False)


def _address(database: dict[str, object]) -> str:
    names = {"host": "HOST", "port": "PORT", "user": "USER", "password": "PASSWORD", "dbname": "NAME"}
    parts = {name: str(database[key]) for name, key in names.items() if database.get(key)}
    return psycopg.conninfo.make_conninfo(**parts)
