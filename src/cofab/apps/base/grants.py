"""What the plain role may do in the database: read and write rows, never change tables."""

from __future__ import annotations

from typing import Any

from django.db import connections
from psycopg import sql

RIGHTS = (
    "GRANT USAGE ON SCHEMA public TO {role}",
    "GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {role}",
    "GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {role}",
)


def grant(using: str = "default", **_: Any) -> None:
    """Grant the role of DATABASE_URL its rights, when migrations run as another role (the owner)."""
    role = connections["default"].settings_dict["USER"]
    with connections[using].cursor() as cursor:
        cursor.execute("SELECT current_user")
        if cursor.fetchone()[0] == role:
            return
        for right in RIGHTS:
            cursor.execute(sql.SQL(right).format(role=sql.Identifier(role)))
